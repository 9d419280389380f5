/** Expunging: who asked and who agreed, what went from which document, which backups still hold it, and files yet to be scrubbed. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const expunging: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('expunge')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('place_id', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('asked_by', 'text', (column) => column.notNull())
      .addColumn('asked_as', 'text', (column) => column.notNull())
      .addColumn('asked_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('answered_by', 'text')
      .addColumn('answered_as', 'text')
      .addColumn('answered_at_ms', 'bigint')
      .addColumn('done_at_ms', 'bigint')
      .addColumn('beside', 'text')
      .addColumn('certificate', 'text')
      .execute();
    await db.schema.createIndex('expunge_state').on('expunge').columns(['state', 'asked_at_ms']).execute();
    await db.schema
      .createTable('expunge_document')
      .addColumn('expunge_id', 'text', (column) => column.notNull().references('expunge.id'))
      .addColumn('document_id', 'text', (column) => column.notNull())
      .addColumn('asked_epoch', 'integer', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('origins', 'text')
      .addColumn('epoch', 'integer')
      .addPrimaryKeyConstraint('expunge_document_key', ['expunge_id', 'document_id'])
      .execute();
    await db.schema.createIndex('expunge_document_epoch').on('expunge_document').columns(['document_id', 'epoch']).execute();
    await db.schema
      .createTable('backup_made')
      .addColumn('file', 'text', (column) => column.primaryKey())
      .addColumn('folder', 'text', (column) => column.notNull())
      .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('scrub_owed')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .execute();
  },
};
