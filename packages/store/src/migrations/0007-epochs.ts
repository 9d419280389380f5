/** Where the current epoch of a document begins: rows before it are gone, and none after it may be missing. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const epochs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table document_head add column first_seq bigint not null default 1`.execute(db);
  },
};
