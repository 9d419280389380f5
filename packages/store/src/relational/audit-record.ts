/** The audit as a record to look something up in: the newest first, by command, by what it is about, by number, or one's own. */
import type { AuditEntryRow, Relational } from './tables.ts';

export interface AskedRecord {
  /** `null`: all. */
  readonly commands: readonly string[] | null;
  /** What a decision is about, or names among its facts: `document` or `place` or `organisation` with an id. */
  readonly about: { readonly kind: 'document' | 'place' | 'organisation'; readonly id: string } | null;
  /** Those that this person took, or that were about them. */
  readonly whose: string | null;
  /** Only numbers below this one; `null`: from the newest. */
  readonly before: number | null;
  readonly limit: number;
}

export async function lookUpAudit(db: Relational, { commands, about, whose, before, limit }: AskedRecord): Promise<AuditEntryRow[]> {
  let found = db.selectFrom('audit_entry').selectAll('audit_entry');
  if (commands !== null) found = found.where('command', 'in', [...commands]);
  if (before !== null) found = found.where('audit_entry.seq', '<', before);
  if (about !== null) {
    found = found.where((row) =>
      // An id has no character that LIKE or JSON reads otherwise.
      row.or([row('subject', '=', `${about.kind}:${about.id}`), row('facts', 'like', `%"${about.kind}":"${about.id}"%`)]),
    );
  }
  if (whose !== null) {
    found = found
      .innerJoin('audit_detail', 'audit_detail.seq', 'audit_entry.seq')
      .where((row) => row.or([row('audit_detail.person_id', '=', whose), row('detail', 'like', `%"whom":"${whose}"%`)]));
  }
  const rows = await found.orderBy('audit_entry.seq', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...row, at_ms: Number(row.at_ms) }));
}

/** Which of these decisions the person took (`by`), and which were about them (`about`). */
export async function ownAmong(
  db: Relational,
  { personId, seqs }: { personId: string; seqs: readonly number[] },
): Promise<ReadonlyMap<number, 'by' | 'about'>> {
  if (seqs.length === 0) return new Map();
  const rows = await db
    .selectFrom('audit_detail')
    .select(['seq', 'person_id'])
    .where('seq', 'in', [...seqs])
    .where((row) => row.or([row('person_id', '=', personId), row('detail', 'like', `%"whom":"${personId}"%`)]))
    .execute();
  return new Map(rows.map(({ seq, person_id }) => [seq, person_id === personId ? 'by' : 'about']));
}

/** What these are called now, by `document:…`, `place:…`, `organisation:…` or `team:…`; what is no longer there is left out. */
export async function namesOf(db: Relational, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const idsOf = (kind: string): string[] =>
    subjects.flatMap((subject) => (subject.startsWith(`${kind}:`) ? [subject.slice(kind.length + 1)] : []));
  const names = new Map<string, string>();
  for (const [kind, table, column] of NAMED) {
    const ids = idsOf(kind);
    if (ids.length === 0) continue;
    const rows = await db
      .selectFrom(table)
      .select(['id', `${column} as name`])
      .where('id', 'in', ids)
      .execute();
    for (const { id, name } of rows) names.set(`${kind}:${id}`, name);
  }
  return names;
}

const NAMED = [
  ['document', 'document', 'title'],
  ['place', 'place', 'name'],
  ['organisation', 'organisation', 'name'],
  ['team', 'team', 'name'],
] as const;
