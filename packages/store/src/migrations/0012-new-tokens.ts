/**
 * Sessions whose token is replaced when the person's roles change. Sessions from before do not know as what their person
 * stood, so each gets one new token at its next request.
 */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const newTokens: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table session add column previous_hash text`.execute(db);
    await sql`alter table session add column previous_until_ms bigint`.execute(db);
    await sql`alter table session add column token_at_ms bigint not null default 0`.execute(db);
    await sql`alter table session add column standing text not null default ''`.execute(db);
    await db.schema.createIndex('session_previous').on('session').column('previous_hash').unique().execute();
  },
};
