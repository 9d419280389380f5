/** Connections on which a commit returns only when PostgreSQL has it on disk. No other file opens one. */
import pg from 'pg';
import { StoreUnusable } from '../store.ts';

const INT8 = 20;

/** Our whole numbers stay below 2^53, so `bigint` columns come as numbers, as they do from SQLite. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text')),
};

const SESSION = {
  synchronous_commit: 'on',
  /** Waiting for another node's rows: longer than any commit takes. */
  lock_timeout: '5s',
  /** A node that stops in the middle of a transaction lets go of its rows. */
  idle_in_transaction_session_timeout: '10s',
};

export interface PoolOptions {
  readonly url: string;
  readonly maxConnections: number;
  /** 0: as long as it takes, for changes of the schema. */
  readonly answerWithinMs: number;
}

/**
 * A connection that breaks is dropped and made anew when one is needed. It says so as an event even while a query on it
 * fails of the same cause, and an event that nobody hears would end the process.
 */
export function createPool({ url, maxConnections, answerWithinMs }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    types,
    options: Object.entries(SESSION)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    application_name: 'ginnel',
    connectionTimeoutMillis: 5000,
    query_timeout: answerWithinMs, // a line that is dead but not closed gives no answer at all
    keepAlive: true,
  });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Rejects with `StoreUnusable` when the server would call a commit done before it is on disk, or cannot be reached. */
export async function assertDurable(pool: pg.Pool): Promise<void> {
  for (const [setting, allowed] of [
    ['synchronous_commit', ['on', 'remote_apply']],
    ['fsync', ['on']],
    ['full_page_writes', ['on']],
  ] as const) {
    const value = await show(pool, setting);
    if (!allowed.some((one) => one === value)) {
      throw new StoreUnusable(`PostgreSQL's ${setting} is ${value}: a power cut would lose saved words. Set it to ${allowed[0]}.`);
    }
  }
}

async function show(pool: pg.Pool, setting: string): Promise<string> {
  try {
    const { rows } = await pool.query<{ value: string }>('select current_setting($1) as value', [setting]);
    return rows[0]?.value ?? 'unknown';
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreUnusable(`Ginnel cannot reach its PostgreSQL: ${reason}`, { cause });
  }
}
