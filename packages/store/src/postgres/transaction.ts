/** A transaction on a connection of a pool. */
import type pg from 'pg';
import { toStoreError } from './errors.ts';

/** Everything that `work` reads is of one moment. */
export const READING = 'begin transaction isolation level repeatable read read only';

/**
 * Rejects with the store's errors. A connection on which anything failed is not used again: nobody can say in what state
 * it is.
 */
export async function inTransaction<T>(pool: pg.Pool, begin: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await translated(() => pool.connect());
  try {
    return await translated(async () => {
      await client.query(begin);
      const result = await work(client);
      await client.query('commit');
      client.release();
      return result;
    });
  } catch (error) {
    client.release(true);
    throw error;
  }
}

export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(error);
  }
}
