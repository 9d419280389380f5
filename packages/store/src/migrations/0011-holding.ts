/** Words that are held or hidden, warnings, appeals with their panels, and whom a report is about. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const holding: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table report add column about_id text`.execute(db);
    await sql`alter table report add column held_id text`.execute(db);
    await db.schema
      .createTable('held')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document_id', 'text', (column) => column.notNull())
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('epoch', 'integer', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('capacity_id', 'text', (column) => column.notNull())
      .addColumn('kept', 'text', (column) => column.notNull())
      .addColumn('ids', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('by_capacity', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('decided_by', 'text', (column) => column.notNull())
      .addColumn('decided_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('out_seq', 'bigint')
      .addColumn('in_seq', 'bigint')
      .addColumn('trying_seq', 'bigint')
      .addColumn('trying_hash', 'text')
      .execute();
    await db.schema.createIndex('held_document').on('held').columns(['document_id', 'state']).execute();
    await db.schema.createIndex('held_person').on('held').column('person_id').execute();
    await db.schema
      .createTable('warning')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('acknowledged_at_ms', 'bigint')
      .execute();
    await db.schema.createIndex('warning_person').on('warning').column('person_id').execute();
    await db.schema
      .createTable('appeal')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('held_id', 'text', (column) => column.notNull().unique().references('held.id'))
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('convened_by', 'text')
      .addColumn('convened_capacity', 'text')
      .addColumn('outcome', 'text')
      .addColumn('decided_at_ms', 'bigint')
      .execute();
    await db.schema
      .createTable('panel_member')
      .addColumn('appeal_id', 'text', (column) => column.notNull().references('appeal.id'))
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('vote', 'text')
      .addColumn('words', 'text')
      .addColumn('voted_at_ms', 'bigint')
      .addPrimaryKeyConstraint('panel_member_once', ['appeal_id', 'person_id'])
      .execute();
    await db.schema.createIndex('panel_member_person').on('panel_member').column('person_id').execute();
  },
};
