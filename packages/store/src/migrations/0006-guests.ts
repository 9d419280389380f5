/** Passes by which guests join one document for some hours, and who came in by which. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const guests: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('guest_pass')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document_id', 'text', (column) => column.notNull())
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('ends_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('guest_pass_code').on('guest_pass').column('code_hash').execute();
    await db.schema
      .createTable('guest')
      .addColumn('capacity_id', 'text', (column) => column.primaryKey().references('capacity.id'))
      .addColumn('pass_id', 'text', (column) => column.notNull().references('guest_pass.id'))
      .addColumn('document_id', 'text', (column) => column.notNull())
      .execute();
  },
};
