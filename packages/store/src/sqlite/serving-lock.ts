/**
 * Whether a server works on a data folder, known even when its `ginnel.sqlite` has been moved away under it: it would go on
 * writing there, and nobody would read it again. The lock is the kernel's: it ends with its process, and holds between containers.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { StoreUnusable } from '../store.ts';
import { makeFolder } from './folder.ts';

/** Not called `ginnel.sqlite…`, as those are what is moved away. Always empty; of use only while somebody has it open. */
const LOCK_FILE = 'serving.lock';
/** For whoever is about to let go. */
const WAIT_MS = 1_000;

/**
 * For a server, before it opens its database; any number may hold it. What keeps it from holding, other than
 * somebody who has the folder for themselves, is left for the store to explain.
 * @returns how to let go. Throws `StoreUnusable` while a restore or a move is at work there.
 */
export function holdForServing(folder: string): () => void {
  try {
    makeFolder(folder);
    return hold(folder, ['begin', 'select count(*) from sqlite_schema']);
  } catch (error) {
    if (!isBusy(error)) return () => {};
    throw new StoreUnusable(`A restore or a move is at work in ${folder}. Start the server when it is done.`, { cause: error });
  }
}

/**
 * Runs `work` while no server can be at work in `folder`.
 * @returns what `work` does. Rejects, without having run it, when a server is.
 */
export async function whileNotServed<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const letGo = holdAlone(folder);
  try {
    return await work();
  } finally {
    letGo();
  }
}

function holdAlone(folder: string): () => void {
  if (!existsSync(folder)) return () => {};
  try {
    return hold(folder, ['begin exclusive']);
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new StoreUnusable(
      `A server is running on ${folder}, and what people write there meanwhile would be lost. Stop it first; nothing was changed.`,
      { cause: error },
    );
  }
}

function hold(folder: string, statements: readonly string[]): () => void {
  const connection = new BetterSqlite3(join(folder, LOCK_FILE), { timeout: WAIT_MS });
  try {
    connection.pragma('journal_mode = memory'); // nothing is ever written: no file beside it either
    for (const statement of statements) connection.exec(statement);
    return () => void connection.close();
  } catch (error) {
    connection.close();
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
