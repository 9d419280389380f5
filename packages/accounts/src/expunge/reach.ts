/** Which stores were cleared and what lies outside our reach, as the certificate says it. */
import { SCRUB_LEAVES, type ScrubLeaves } from '@ginnel/store/ports/epochs';
import type { BackupMadeRow } from '@ginnel/store/relational/expunge-rows';
import type { WordsBeside } from '@ginnel/store/relational/words-beside';
import type { OutsideReach, StoreCleared } from './certificate.ts';

interface Cleared {
  readonly dialect: 'sqlite' | 'postgres';
  readonly leaves: readonly ScrubLeaves[];
  readonly rows: number;
  readonly beside: WordsBeside;
}

export function storesCleared({ dialect, leaves, rows, beside }: Cleared): StoreCleared[] {
  const files =
    dialect === 'sqlite'
      ? 'The database file was written anew (VACUUM) and its write-ahead log emptied.'
      : `All tables and indexes were written anew (VACUUM FULL)${leaves.includes('postgres-statistics') ? '' : ', the statistics with them'}${
          leaves.includes('postgres-log') ? '' : ', and the write-ahead log was overwritten'
        }.`;
  return [
    { store: 'Log of edits', done: `${rows} rows with their whole history were deleted, and what stays was written anew.` },
    { store: 'Snapshots', done: 'All of the epochs that ended were deleted.' },
    { store: 'Leases of clientIDs', done: 'They now belong to nobody, so that no old copy can bring the words back.' },
    {
      store: 'Reports and appeals',
      done: `${beside.reports + beside.appeals} lost their words; where, why and what became of them stays.`,
    },
    { store: 'Held and hidden words', done: `${beside.held} were emptied, with what stood around them where that goes too.` },
    { store: 'Reasons beside the audit', done: `${beside.reasons} were deleted; the chain of the audit stays whole.` },
    { store: 'Titles', done: `${beside.titles} were replaced.` },
    { store: 'Search, exports, caches', done: 'None are kept on disk; what the server holds in memory goes by epoch.' },
    { store: 'Files of the database', done: files },
  ];
}

export function outsideReach(leaves: readonly ScrubLeaves[], backups: readonly BackupMadeRow[]): OutsideReach[] {
  return [
    ...backups.map(({ file, made_at_ms: madeAtMs }) => ({
      what: `Backup ${file}, made ${new Date(madeAtMs).toISOString()}, still holds them`,
      instruction:
        'Delete it, or restore it only with “ginnel restore”, which takes out again what the ledger expunged.jsonl beside it names.',
    })),
    ...leaves.map((leave) => ({ what: SCRUB_LEAVES[leave], instruction: 'Ask whoever looks after PostgreSQL to remove it.' })),
    {
      what: 'Copies that were made outside: backups by other programs, copies of the disk, letters that were sent, prints, pages that people saved',
      instruction: 'Ask those who hold them. What a browser kept of the document is replaced when it is next opened there.',
    },
    {
      what: 'Unused blocks of the disk',
      instruction: 'The file system may keep them for a while. Encrypt the disk, and destroy it in the end.',
    },
  ];
}
