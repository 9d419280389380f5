/** `ginnel move`: takes an installation from SQLite to PostgreSQL, or back, and compares what arrived with what left. */
import { type DatabaseAt, moveDatabase } from '@ginnel/store/copy/move-database';
import type { CommandContext, Outcome } from './command.ts';
import { whileServedByNobody } from './served.ts';
import { assertDatabase } from './with-store.ts';

const POSTGRES = /^postgres(ql)?:\/\//;

/** @param to  `postgres://…`, or a folder */
export async function move({ config, onProgress = () => {} }: CommandContext, to: string): Promise<Outcome> {
  if (to.includes('://') && !POSTGRES.test(to))
    throw new Error(`${to} is neither a folder nor an address such as postgres://user:password@host/database.`);
  assertDatabase(config);
  const from: DatabaseAt = config.databaseUrl === null ? { folder: config.dataFolder } : { url: config.databaseUrl };
  const target: DatabaseAt = POSTGRES.test(to) ? { url: to } : { folder: to };
  const digests = await whileServedByNobody(from, () => whileServedByNobody(target, () => moveDatabase({ from, to: target, onProgress })));
  const rows = digests.reduce((sum, digest) => sum + digest.rows, 0);
  const lines = [`Moved ${rows} rows of ${digests.length} tables; every one is the same there. The old database is as it was.`];
  return { ok: true, lines, data: { tables: digests.length, rows } };
}
