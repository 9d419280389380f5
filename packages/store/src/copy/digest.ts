/** One number for the content of a table, the same on both databases whatever order they give rows in. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { pagesOf, type Row } from './rows.ts';
import { tablesOf } from './tables.ts';

export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  /** Hexadecimal. */
  readonly digest: string;
}

/** A running sum of SHA-256 over rows, modulo 2^256: a row added, lost, doubled or changed changes it. */
export class Digest {
  #sum = 0n;
  #rows = 0;

  add(row: Row): void {
    this.#sum = BigInt.asUintN(256, this.#sum + hashOf(row));
    this.#rows++;
  }

  of(table: string): TableDigest {
    return { table, rows: this.#rows, digest: this.#sum.toString(16).padStart(64, '0') };
  }
}

/** Of every table, in order of name. Call inside a transaction that sees one moment. */
export async function digestDatabase(db: Kysely<Database>): Promise<TableDigest[]> {
  const digests: TableDigest[] = [];
  for (const table of await tablesOf(db)) {
    const digest = new Digest();
    for await (const rows of pagesOf(db, table)) rows.forEach((row) => digest.add(row));
    digests.push(digest.of(table.name));
  }
  return digests;
}

/** Each value with its column, type and length, so that no two rows read the same. */
function hashOf(row: Row): bigint {
  const hash = createHash('sha256');
  for (const column of Object.keys(row).toSorted()) {
    const value = row[column] ?? null;
    const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
    hash.update(`${column}:${value === null ? 'null' : typeof value}:${bytes.length}:`).update(bytes);
  }
  return BigInt(`0x${hash.digest('hex')}`);
}
