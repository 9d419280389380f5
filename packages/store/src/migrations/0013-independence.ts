/** In which capacity somebody decided or reported, and who named a deputy: what tells whether two people are independent of each other. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rows from before do not say it: `null`. */
export const independence: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table capacity add column named_by text`.execute(db);
    await sql`alter table report add column reporter_as text`.execute(db);
    await sql`alter table removal add column decided_as text`.execute(db);
    await sql`alter table held add column decided_as text`.execute(db);
  },
};
