/** What people need to look after themselves: protected names, a journal of sign-ins, counted tries, and how long things are kept. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const ownAffairs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table guest_pass add column opened_by text`.execute(db);
    await db.schema
      .createTable('guarded_name')
      .addColumn('person_id', 'text', (column) => column.primaryKey().references('person.id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('sign_in')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('browser_hash', 'text', (column) => column.notNull())
      .addColumn('is_new', 'integer', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('sign_in_person').on('sign_in').columns(['person_id', 'at_ms']).execute();
    await db.schema
      .createTable('oidc_session')
      .addColumn('handle', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('sid', 'text')
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('oidc_session_subject').on('oidc_session').columns(['issuer', 'subject']).execute();
    await db.schema
      .createTable('logout_token')
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('jti', 'text', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('logout_token_once', ['issuer', 'jti'])
      .execute();
    await db.schema
      .createTable('tries')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('points', 'integer', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('retention_period')
      .addColumn('class', 'text', (column) => column.primaryKey())
      .addColumn('days', 'integer', (column) => column.notNull())
      .execute();
  },
};
