/** Whether a server has a database open. What it writes while the database is moved would stay behind. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import type pg from 'pg';
import { createPool } from '../postgres/connection.ts';
import type { DatabaseAt } from './move-database.ts';

const WAIT_MS = 1000;
const ASK_TIMES = 10;

/** Throws with a sentence when somebody has it open; waits a second for whoever is about to let go. */
export async function assertNotInUse(at: DatabaseAt): Promise<void> {
  const inUse = 'url' in at ? await isServedFrom(at.url) : isOpen(join(at.folder, 'ginnel.sqlite'));
  if (inUse)
    throw new Error(
      'A server has this database open, and what people write meanwhile would stay behind. Stop it first; nothing was changed.',
    );
}

/** In WAL mode every connection keeps a shared lock on the file for as long as it is open, from other containers too. */
function isOpen(file: string): boolean {
  const connection = new BetterSqlite3(file, { fileMustExist: true, timeout: WAIT_MS });
  try {
    connection.pragma('locking_mode = exclusive');
    connection.prepare('select count(*) from sqlite_schema').get();
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    connection.close();
  }
}

/** Asked before this program has another connection of its own. */
async function isServedFrom(url: string): Promise<boolean> {
  const pool = createPool({ url, maxConnections: 1, answerWithinMs: 10_000 });
  try {
    // PostgreSQL ends a session some time after its client has gone
    for (let asked = 1; await hasOthers(pool); asked++) {
      if (asked === ASK_TIMES) return true;
      await setTimeout(WAIT_MS / ASK_TIMES);
    }
    return false;
  } catch {
    return false; // cannot be reached: whoever opens it next says so in its own words
  } finally {
    await pool.end();
  }
}

async function hasOthers(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ others: number }>(
    `select count(*) as others from pg_stat_activity
     where datname = current_database() and application_name = current_setting('application_name') and pid <> pg_backend_pid()`,
  );
  return (rows[0]?.others ?? 0) > 0;
}
