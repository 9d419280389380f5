/** Set-up that can be left and taken up, imports that can be taken back, invitations, grants, teams, deputies and handovers. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const administration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of ['via_id', 'held', 'within_document', 'grant_id', 'topic', 'succeeds_id']) {
      await sql`alter table capacity add column ${sql.ref(column)} text`.execute(db);
    }
    await db.schema.createIndex('capacity_organisation').on('capacity').column('organisation_id').execute();
    await db.schema.createIndex('capacity_via').on('capacity').column('via_id').execute();
    await sql`alter table organisation add column class text not null default 'full'`.execute(db);
    await sql`alter table organisation add column umbrella integer not null default 0`.execute(db);
    await db.schema
      .createTable('councillor_party')
      .addColumn('capacity_id', 'text', (column) => column.primaryKey().references('capacity.id'))
      .addColumn('party', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('set_up_draft')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('draft', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('import_batch')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('list', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('by_person_id', 'text', (column) => column.notNull())
      .addColumn('done', 'text', (column) => column.notNull())
      .addColumn('undone_at_ms', 'bigint')
      .execute();
    await db.schema
      .createTable('invitation')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('term_ends_at_ms', 'bigint')
      .addColumn('invited_by', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('sent_at_ms', 'bigint')
      .addColumn('accepted_at_ms', 'bigint')
      .addColumn('accepted_by', 'text')
      .addColumn('withdrawn_at_ms', 'bigint')
      .execute();
    await db.schema
      .createTable('drafting_grant')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('group_id', 'text', (column) => column.notNull().references('organisation.id'))
      .addColumn('helper_id', 'text', (column) => column.notNull().references('organisation.id'))
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('document_id', 'text')
      .addColumn('given_by', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('ends_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('withdrawn_at_ms', 'bigint')
      .execute();
    await db.schema
      .createTable('team')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('place_id', 'text', (column) => column.notNull().references('place.id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('quorum', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('team_slot')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('team_id', 'text', (column) => column.notNull().references('team.id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('core', 'integer', (column) => column.notNull())
      .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
      .addColumn('capacity_id', 'text', (column) => column.references('capacity.id'))
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('empty_since_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('handover_note')
      .addColumn('capacity_id', 'text', (column) => column.primaryKey().references('capacity.id'))
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('notice')
      .addColumn('person_id', 'text', (column) => column.notNull().references('person.id'))
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('notice_key', ['person_id', 'about'])
      .execute();
  },
};
