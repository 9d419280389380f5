/** What is old enough to go, class by class. Each takes away what ended before a moment, and says how many rows that was. */
import type { Relational } from './tables.ts';

/** Under which guests stand in what they wrote when their name has gone. */
export const A_GUEST = 'A guest';

type Remove = (db: Relational, beforeMs: number) => Promise<number>;

export const REMOVE_OLD = {
  async sessions(db, beforeMs) {
    return count(
      await db
        .deleteFrom('session')
        .where((row) => row.or([row('expires_at_ms', '<', beforeMs), row('ends_at_ms', '<', beforeMs)]))
        .execute(),
    );
  },
  async 'sign-in-links'(db, beforeMs) {
    return count(await db.deleteFrom('magic_link').where('expires_at_ms', '<', beforeMs).execute());
  },
  async 'sign-in-attempts'(db, beforeMs) {
    const attempts = await db.deleteFrom('oidc_attempt').where('expires_at_ms', '<', beforeMs).execute();
    const challenges = await db.deleteFrom('passkey_challenge').where('expires_at_ms', '<', beforeMs).execute();
    const logouts = await db.deleteFrom('logout_token').where('expires_at_ms', '<', beforeMs).execute();
    const tries = await db.deleteFrom('tries').where('expires_at_ms', '<', beforeMs).execute();
    return count(attempts) + count(challenges) + count(logouts) + count(tries);
  },
  async 'sign-in-journal'(db, beforeMs) {
    return count(await db.deleteFrom('sign_in').where('at_ms', '<', beforeMs).execute());
  },
  async receipts(db, beforeMs) {
    return count(await db.deleteFrom('receipt').where('at_ms', '<', beforeMs).execute());
  },
  async letters(db, beforeMs) {
    return count(await db.deleteFrom('mail').where('at_ms', '<', beforeMs).execute());
  },
  async reports(db, beforeMs) {
    return count(await db.deleteFrom('report').where('decided_at_ms', '<', beforeMs).execute());
  },
  async warnings(db, beforeMs) {
    return count(await db.deleteFrom('warning').where('at_ms', '<', beforeMs).execute());
  },
  /** Accepted ones too: that somebody was asked has then done its work. */
  async invitations(db, beforeMs) {
    return count(await db.deleteFrom('invitation').where('expires_at_ms', '<', beforeMs).execute());
  },
  async 'times-away'(db, beforeMs) {
    return count(await db.deleteFrom('removal').where('until_ms', '<', beforeMs).execute());
  },
  async 'audit-details'(db, beforeMs) {
    const old = db.selectFrom('audit_entry').select('seq').where('at_ms', '<', beforeMs);
    return count(await db.deleteFrom('audit_detail').where('seq', 'in', old).execute());
  },
  /** Their words stay; the name they gave for an evening goes. */
  async guests(db, beforeMs) {
    const standing = db
      .selectFrom('capacity')
      .select('person_id')
      .where((row) => row.or([row('role', '!=', 'guest'), row('ends_at_ms', 'is', null), row('ends_at_ms', '>=', beforeMs)]));
    const guests = db.selectFrom('capacity').select('person_id').where('role', '=', 'guest');
    const old = db
      .selectFrom('person')
      .select('id')
      .where('email', 'is', null)
      .where('name', '!=', A_GUEST)
      .where('id', 'in', guests)
      .where('id', 'not in', standing);
    await db.deleteFrom('sign_in').where('person_id', 'in', old).execute();
    const renamed = await db.updateTable('person').set({ name: A_GUEST }).where('id', 'in', old).execute();
    return renamed.reduce((sum, { numUpdatedRows }) => sum + Number(numUpdatedRows), 0);
  },
} as const satisfies Record<string, Remove>;

export type RetentionClass = keyof typeof REMOVE_OLD;

export const RETENTION_CLASSES = Object.keys(REMOVE_OLD) as readonly RetentionClass[];

/** Those that an administrator has set, in days. */
export async function setPeriods(db: Relational): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('retention_period').selectAll().execute();
  return new Map(rows.map((row) => [row.class, row.days]));
}

export async function setPeriod(db: Relational, name: RetentionClass, days: number): Promise<void> {
  await db
    .insertInto('retention_period')
    .values({ class: name, days })
    .onConflict((conflict) => conflict.column('class').doUpdateSet({ days }))
    .execute();
}

/** When the last decision of this name was taken; `null`: never. */
export async function lastDecided(db: Relational, command: string): Promise<number | null> {
  const row = await db
    .selectFrom('audit_entry')
    .select('at_ms')
    .where('command', '=', command)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : Number(row.at_ms);
}

function count(results: readonly { readonly numDeletedRows: bigint }[]): number {
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
