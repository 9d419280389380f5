/** Places, organisations, people, capacities, and how people sign in. The same statements on SQLite and PostgreSQL. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const people: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('place')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('tier', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('tier_name', 'text', (column) => column.notNull())
      .addColumn('parent_id', 'text', (column) => column.references('place.id'))
      .addColumn('ons_code', 'text')
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('organisation')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('person')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('demo', 'integer', (column) => column.notNull())
      .addColumn('email', 'text', (column) => column.unique())
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('capacity')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('starts_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('ends_at_ms', 'bigint')
      .execute();
    await db.schema.createIndex('capacity_person').on('capacity').column('person_id').execute();
    await db.schema
      .createTable('session')
      .addColumn('id_hash', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('handle', 'text', (column) => column.notNull().unique())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('ends_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('session_person').on('session').column('person_id').execute();
    await db.schema
      .createTable('magic_link')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('browser_hash', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('tries_left', 'integer', (column) => column.notNull())
      .addColumn('used_at_ms', 'bigint')
      .execute();
    await db.schema.createIndex('magic_link_browser').on('magic_link').column('browser_hash').execute();
    await db.schema
      .createTable('mail')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .execute();
  },
};
