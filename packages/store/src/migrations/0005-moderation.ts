/** Reports by anyone, and people who are asked to stay away from a place for a time. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const moderation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('report')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document_id', 'text', (column) => column.notNull())
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('quote', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('reporter_id', 'text')
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('decided_at_ms', 'bigint')
      .execute();
    await db.schema.createIndex('report_by_outcome').on('report').columns(['outcome', 'at_ms']).execute();
    await db.schema
      .createTable('removal')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('decided_by', 'text', (column) => column.notNull())
      .addColumn('from_ms', 'bigint', (column) => column.notNull())
      .addColumn('until_ms', 'bigint')
      .addColumn('appeal', 'text')
      .addColumn('appealed_at_ms', 'bigint')
      .addColumn('answered_at_ms', 'bigint')
      .execute();
    await db.schema.createIndex('removal_person').on('removal').column('person_id').execute();
  },
};
