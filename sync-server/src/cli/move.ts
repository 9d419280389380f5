/** `ginnel move`: takes an installation from SQLite to PostgreSQL, or back, and compares what arrived with what left. */
import { type DatabaseAt, moveDatabase } from '@ginnel/store/copy/move-database';
import type { CommandContext, Outcome } from './command.ts';

/** @param to  `postgres://…`, or a folder */
export async function move({ config, onProgress = () => {} }: CommandContext, to: string): Promise<Outcome> {
  const from: DatabaseAt = config.databaseUrl === null ? { folder: config.dataFolder } : { url: config.databaseUrl };
  const digests = await moveDatabase({ from, to: /^postgres(ql)?:\/\//.test(to) ? { url: to } : { folder: to }, onProgress });
  const rows = digests.reduce((sum, digest) => sum + digest.rows, 0);
  const lines = [`Moved ${rows} rows of ${digests.length} tables; every one is the same there. The old database is as it was.`];
  return { ok: true, lines, data: { tables: digests.length, rows } };
}
