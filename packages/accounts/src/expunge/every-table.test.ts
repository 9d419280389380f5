import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@ginnel/store/open-store';
import { expect, it } from 'vitest';

/** Where people's words from documents may stand, and by what they leave it. A new table belongs in one of the two lists. */
const WITH_WORDS: Readonly<Record<string, string>> = {
  document_update: 'the new epoch',
  document_recent: 'the new epoch',
  document_long: 'the new epoch',
  document_snapshot: 'the new epoch',
  client_lease: 'the new epoch',
  document: 'removeTitle',
  report: 'emptyReports',
  held: 'keepInstead',
  appeal: 'emptyAppealOf, eraseWordsBesideOf',
  panel_member: 'emptyAppealOf, eraseWordsBesideOf',
  removal: 'eraseWordsBesideOf (appeals); what a moderator said to the person stays',
  audit_detail: 'dropReasons, eraseWordsBesideOf',
  receipt: 'dropReasons, eraseWordsBesideOf',
  mail: 'removeTitle',
};

const WITHOUT_WORDS_OF_DOCUMENTS = [
  ...['audit_entry', 'audit_head', 'backup_made', 'capacity', 'document_head', 'expunge', 'expunge_document', 'guest', 'guest_pass'],
  ...['identity', 'installation_secret', 'kysely_migration', 'kysely_migration_lock', 'log_author', 'logout_token', 'magic_link'],
  ...['oidc_attempt', 'oidc_session', 'organisation', 'passkey', 'passkey_challenge', 'person', 'place', 'retention_period', 'scrub_owed'],
  ...['session', 'sign_in', 'tries', 'guarded_name', 'warning'],
  ...['councillor_party', 'drafting_grant', 'handover_note', 'import_batch', 'invitation', 'notice', 'set_up_draft', 'team', 'team_slot'],
];

it('[ST21] every table is known as one that may hold words of documents, and by what they leave it, or as one that does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-tables-'));
  const store = await openStore({ folder });
  try {
    const tables = (await store.db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name);
    const known = new Set([...Object.keys(WITH_WORDS), ...WITHOUT_WORDS_OF_DOCUMENTS]);
    expect(tables.filter((name) => !known.has(name))).toEqual([]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
