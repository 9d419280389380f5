/** `expunged.jsonl`: the ledger of expunges as a file, beside the database and beside its backups. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerLines, mergedLines } from '@ginnel/accounts/expunge/ledger';
import { backupsMade } from '@ginnel/store/relational/backups-made';
import type { Relational } from '@ginnel/store/relational/tables';

export const LEDGER_FILE = 'expunged.jsonl';

/** The lines of the ledger in a folder; none when there is none. */
export function readLedger(folder: string): string[] {
  const file = join(folder, LEDGER_FILE);
  return existsSync(file) ? linesOf(file) : [];
}

export function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Writes what the database knows, and what stands there already, to the data folder and to every folder with a backup. */
export async function writeLedgers(db: Relational, dataFolder: string): Promise<void> {
  const lines = await ledgerLines(db);
  const folders = new Set([dataFolder, ...(await backupsMade(db)).map(({ folder }) => folder)]);
  for (const folder of folders) if (existsSync(folder)) write(folder, mergedLines(lines, readLedger(folder)));
}

/** Whole or not at all, and on the disk. */
function write(folder: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const file = join(folder, LEDGER_FILE);
  const handle = openSync(`${file}.part`, 'w');
  writeSync(handle, `${lines.join('\n')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.part`, file);
}
