/** `ginnel backup`, `verify-backup` and `restore`. */
import { makeBackup, restoreBackup, verifyBackup } from '@ginnel/store/backup/backup';
import type { CommandContext, Outcome } from './program.ts';

export async function backUp({ config, clock }: CommandContext, into: string): Promise<Outcome> {
  const file = await makeBackup({ folder: config.dataFolder, databaseUrl: config.databaseUrl ?? undefined, into, clock });
  return { ok: true, lines: [`The backup is ${file}. Every row was read back.`], data: { file } };
}

export async function verify(file: string): Promise<Outcome> {
  const { documents, rows } = await verifyBackup(file);
  return { ok: true, lines: [`The backup is whole: ${documents} documents, ${rows} rows.`], data: { documents, rows } };
}

export async function restore({ config }: CommandContext, file: string): Promise<Outcome> {
  const { documents, rows } = await restoreBackup({
    backup: file,
    folder: config.dataFolder,
    databaseUrl: config.databaseUrl ?? undefined,
  });
  return { ok: true, lines: [`Restored ${documents} documents, ${rows} rows. The server can be started.`], data: { documents, rows } };
}
