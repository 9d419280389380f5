/** `ginnel backup`, `verify-backup` and `restore`. A restore takes out again what was expunged since the backup was made. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { signText } from '@ginnel/accounts/audit/sign-text';
import { carryOut } from '@ginnel/accounts/expunge/carry-out';
import { mergedLines, noteLedger } from '@ginnel/accounts/expunge/ledger';
import { makeBackup, restoreBackup, verifyBackup } from '@ginnel/store/backup/backup';
import { readManifest } from '@ginnel/store/backup/manifest';
import { noteBackup } from '@ginnel/store/relational/backups-made';
import { LEDGER_FILE, linesOf, readLedger, writeLedgers } from '../expunge/ledger-file.ts';
import type { CommandContext, Outcome } from './command.ts';
import { whileServedByNobody } from './served.ts';
import { withStore } from './with-store.ts';

export async function backUp({ config, clock, onProgress = () => {} }: CommandContext, into: string): Promise<Outcome> {
  // What is signed later must be known as this installation's when the backup is put back.
  await withStore(config, ({ db }) => signText(db, ''));
  const file = await makeBackup({ folder: config.dataFolder, databaseUrl: config.databaseUrl ?? undefined, into, clock, onProgress });
  const { madeAtMs, sha256, documents, rows } = readManifest(file);
  await withStore(config, async ({ db }) => {
    // Certificates of what is expunged later name it.
    await noteBackup(db, { file: basename(file), folder: resolve(into), made_at_ms: madeAtMs, sha256 });
    await writeLedgers(db, config.dataFolder);
  });
  return {
    ok: true,
    lines: [`The backup is ${file}. Every row was read back: ${documents} documents, ${rows} rows.`],
    data: { file, documents, rows },
  };
}

export async function verify({ onProgress }: Pick<CommandContext, 'onProgress'>, file: string): Promise<Outcome> {
  const { documents, rows } = await verifyBackup(file, onProgress);
  return { ok: true, lines: [`The backup is whole: ${documents} documents, ${rows} rows.`], data: { documents, rows } };
}

/** @param ledger  where the newest ledger of expunges is; those beside the backup and in the data folder are read anyway */
export async function restore(context: CommandContext, file: string, ledger: string | null): Promise<Outcome> {
  const { databaseUrl, dataFolder } = context.config;
  const at = databaseUrl === null ? { folder: dataFolder } : { url: databaseUrl };
  return await whileServedByNobody(at, () => putBack(context, file, ledger));
}

async function putBack(context: CommandContext, file: string, ledger: string | null): Promise<Outcome> {
  const { config, clock, random, onProgress = () => {} } = context;
  const beside = join(dirname(resolve(file)), LEDGER_FILE);
  const ledgers = [readLedger(dirname(resolve(file))), readLedger(config.dataFolder), ledger === null ? [] : linesOf(ledger)];
  const lines = mergedLines(...ledgers);
  const { documents, rows } = await restoreBackup({
    backup: file,
    folder: config.dataFolder,
    databaseUrl: config.databaseUrl ?? undefined,
    onProgress,
  });
  const again = await withStore(config, async (store) => {
    const noted = await noteLedger({ db: store.db, log: store.log }, lines);
    const parts = { store, clock, random, installation: config.origin, epochBegan: () => {} };
    for (const id of noted) await carryOut({ ...parts, whileClosed: (_, work) => work() }, id);
    await writeLedgers(store.db, config.dataFolder);
    return noted.length;
  });
  const isKnown = existsSync(beside) || ledger !== null || lines.length > 0;
  return {
    ok: true,
    lines: [
      `Restored ${documents} documents, ${rows} rows. The server can be started.`,
      ...(again === 0 ? [] : [`${again} expunges were carried out again: what they took out is not in it.`]),
      ...(isKnown
        ? []
        : [
            `No ledger of expunges (${LEDGER_FILE}) was found. If words were expunged since this backup, restore it again with --expunged <file>.`,
          ]),
    ],
    data: { documents, rows, expungedAgain: again },
  };
}
