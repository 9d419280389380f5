/**
 * Leaves nothing deleted in PostgreSQL's files, as far as the user of this program may: tables and their indexes are written
 * anew, then the statistics that the planner keeps (they hold samples of values), then the write-ahead log is overwritten.
 */
import type pg from 'pg';
import type { ScrubLeaves } from '../ports/epochs.ts';

/** Rewriting the tables of a large town takes minutes. */
const TIMEOUT_MS = 30 * 60_000;
const INSUFFICIENT_PRIVILEGE = '42501';

type Run = <Row extends pg.QueryResultRow>(text: string) => Promise<pg.QueryResult<Row>>;

export async function scrub(pool: pg.Pool): Promise<readonly ScrubLeaves[]> {
  const client = await pool.connect();
  // pg takes the limit of one query in its settings, though its types do not say so
  const run: Run = (text) => client.query({ text, query_timeout: TIMEOUT_MS } as pg.QueryConfig);
  try {
    const { rows: tables } = await run<{ name: string }>(
      'select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() order by tablename',
    );
    for (const { name } of tables) await run(`vacuum full analyze ${name}`);
    const leaves: ScrubLeaves[] = [];
    if (await ownsDatabase(run)) await run('vacuum full pg_catalog.pg_statistic');
    else leaves.push('postgres-statistics');
    if (!(await overwriteLog(run))) leaves.push('postgres-log');
    const { rows: settings } = await run<{ archives: boolean; followers: boolean }>(
      `select current_setting('archive_mode') <> 'off' as archives,
         exists (select from pg_replication_slots) or exists (select from pg_stat_replication) as followers`,
    );
    if (settings[0]?.archives === true) leaves.push('postgres-archive');
    if (settings[0]?.followers === true) leaves.push('postgres-replicas');
    return leaves;
  } finally {
    client.release();
  }
}

/** Nobody else may rewrite a catalogue; PostgreSQL only warns when asked all the same. */
async function ownsDatabase(run: Run): Promise<boolean> {
  const { rows } = await run<{ owns: boolean }>(
    "select pg_has_role(current_user, datdba, 'USAGE') as owns from pg_database where datname = current_database()",
  );
  return rows[0]?.owns === true;
}

/**
 * A checkpoint makes old files of the log into coming ones, with all that is in them; a switch fills what is left of a file
 * with zeros. So one switch for each file that there is overwrites them all. @returns false when this user may not
 */
async function overwriteLog(run: Run): Promise<boolean> {
  try {
    await run('select pg_switch_wal()');
    await run('checkpoint');
    const { rows } = await run<{ files: number }>('select count(*)::int as files from pg_ls_waldir()');
    for (let left = (rows[0]?.files ?? 0) + 1; left > 0; left--) {
      await run("select pg_logical_emit_message(false, 'ginnel', 'scrub')"); // an empty file is not switched
      await run('select pg_switch_wal()');
    }
    await run('checkpoint');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}
