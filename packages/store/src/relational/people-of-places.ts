/** The people of some places, by name and in pieces: what each holds or held there, and when they last signed in. Guests of an evening are not among them. */
import { sql } from 'kysely';
import type { PersonId } from '@ginnel/base/ids';
import type { Capacity, Person, Role } from '@ginnel/domain/people';
import { rowToCapacity } from './people.ts';
import { SOMEONE_WHO_LEFT } from './privacy.ts';
import type { CapacityRow, Relational } from './tables.ts';

export interface AskedPeople {
  readonly placeIds: readonly string[];
  /** Part of a shown name, whatever its capitals; empty: everybody. */
  readonly name: string;
  /** `null`: any. */
  readonly role: Role | null;
  /** Whether something of theirs stands at `atMs` or is to come, or all of it has ended. */
  readonly state: 'now' | 'ended';
  readonly atMs: number;
  /** The person after whom the piece begins; `null`: from the beginning. */
  readonly afterId: string | null;
  readonly limit: number;
}

/** By shown name; the real ones behind protected names are not looked at. */
export async function listPeopleOf(db: Relational, asked: AskedPeople): Promise<Person[]> {
  const { placeIds, name, role, state, atMs, afterId, limit } = asked;
  if (placeIds.length === 0) return [];
  const theirs = db
    .selectFrom('capacity')
    .leftJoin('capacity as via', 'via.id', 'capacity.via_id')
    .select('capacity.person_id')
    .where('capacity.place_id', 'in', [...placeIds])
    .where('capacity.role', '!=', 'guest');
  const ofRole = role === null ? theirs : theirs.where('capacity.role', '=', role);
  const lasting = ofRole
    .where((row) => row.or([row('capacity.ends_at_ms', 'is', null), row('capacity.ends_at_ms', '>', atMs)]))
    .where((row) => row.or([row('via.id', 'is', null), row('via.ends_at_ms', 'is', null), row('via.ends_at_ms', '>', atMs)]));
  let found = db
    .selectFrom('person')
    .selectAll()
    .where('name', '!=', SOMEONE_WHO_LEFT)
    .where((row) => (state === 'now' ? row('id', 'in', lasting) : row.and([row('id', 'in', ofRole), row('id', 'not in', lasting)])));
  if (name !== '') found = found.where(hasInName(name));
  if (afterId !== null) {
    const last = await db.selectFrom('person').select(['id', 'name']).where('id', '=', afterId).executeTakeFirst();
    if (last === undefined) return [];
    found = found.where((row) => row.or([row('name', '>', last.name), row.and([row('name', '=', last.name), row('id', '>', last.id)])]));
  }
  const rows = await found.orderBy('name').orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ id: row.id as PersonId, name: row.name, demo: row.demo === 1 }));
}

export interface HeldThere {
  readonly capacity: Capacity;
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly state: 'stands' | 'to-come' | 'ended';
}

/** What these people hold or held in these places, the newest term first. */
export async function heldThere(
  db: Relational,
  { personIds, placeIds, atMs }: { personIds: readonly string[]; placeIds: readonly string[]; atMs: number },
): Promise<HeldThere[]> {
  if (personIds.length === 0) return [];
  const rows = await withVia(db)
    .where('capacity.person_id', 'in', [...personIds])
    .where('capacity.place_id', 'in', [...placeIds])
    .where('capacity.role', '!=', 'guest')
    .execute();
  return rows.map((row) => rowToHeld(row, atMs));
}

/** Who takes part in this one document only, now or from a day to come: called in on a topic, or with a role for one session. */
export async function heldWithin(db: Relational, documentId: string, atMs: number): Promise<(HeldThere & { readonly person: Person })[]> {
  const rows = await withVia(db)
    .innerJoin('person', 'person.id', 'capacity.person_id')
    .select(['person.name', 'person.demo'])
    .where('capacity.within_document', '=', documentId)
    .where('capacity.role', '!=', 'guest')
    .where((row) => row.or([row('capacity.held', 'is', null), row('capacity.held', '=', 'topic')]))
    .execute();
  return rows
    .map((row) => ({ ...rowToHeld(row, atMs), person: { id: row.person_id as PersonId, name: row.name, demo: row.demo === 1 } }))
    .filter(({ state }) => state !== 'ended');
}

/** Ways in that are journalled; whatever else stands in the journal changes them. */
const SIGNED_IN = ['link', 'passkey', 'provider', 'demo'];

/** When each last signed in, as far as the journal goes back. */
export async function lastSignIns(db: Relational, personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('sign_in')
    .select((row) => ['person_id', row.fn.max('at_ms').as('last')])
    .where('person_id', 'in', [...personIds])
    .where('what', 'in', SIGNED_IN)
    .groupBy('person_id')
    .execute();
  return new Map(rows.map(({ person_id, last }) => [person_id, Number(last)]));
}

export interface OpenInvitation {
  readonly id: string;
  /**
   * `null`: somebody who takes part here already, under whatever name. What the inviter called them may be the real name behind
   * a protected one, so it is given for none of them.
   */
  readonly name: string | null;
  readonly role: Role;
  readonly organisationId: string | null;
  readonly placeId: string;
  readonly atMs: number;
  readonly expiresAtMs: number;
}

/** Invitations into these places that can still be answered, the newest first; at most 200. By part of a name: only those that have one. */
export async function openInvitationsOf(
  db: Relational,
  { placeIds, name, atMs }: { placeIds: readonly string[]; name: string; atMs: number },
): Promise<OpenInvitation[]> {
  if (placeIds.length === 0) return [];
  const known = db
    .selectFrom('person')
    .innerJoin('capacity', 'capacity.person_id', 'person.id')
    .select('person.email')
    .where('person.email', 'is not', null)
    .$castTo<{ email: string }>();
  let found = db
    .selectFrom('invitation')
    .selectAll()
    .select((row) => row.case().when('email', 'in', known).then(1).else(0).end().as('is_known'))
    .where('place_id', 'in', [...placeIds])
    .where('accepted_at_ms', 'is', null)
    .where('withdrawn_at_ms', 'is', null)
    .where('expires_at_ms', '>', atMs);
  if (name !== '') {
    found = found.where(hasInName(name)).where('email', 'not in', known);
  }
  const rows = await found.orderBy('at_ms', 'desc').orderBy('id').limit(200).execute();
  return rows.map((row) => ({
    id: row.id,
    name: Number(row.is_known) === 1 ? null : row.name,
    role: row.role,
    organisationId: row.organisation_id,
    placeId: row.place_id,
    atMs: Number(row.at_ms),
    expiresAtMs: Number(row.expires_at_ms),
  }));
}

/** SQLite knows capitals of A to Z only: whoever looks for “łuk” finds Łukasz by the capital that a name begins with. */
function hasInName(part: string) {
  const lower = part.toLowerCase();
  const written = [lower, part, lower.charAt(0).toUpperCase() + lower.slice(1)];
  // What LIKE would read otherwise is escaped.
  const patterns = [...new Set(written)].map((each) => `%${each.replace(/[!%_]/g, '!$&')}%`);
  const [first, ...others] = patterns.map((each) => sql<boolean>`lower(name) like ${each} escape '!' or name like ${each} escape '!'`);
  return sql<boolean>`(${sql.join([first, ...others], sql` or `)})`;
}

function withVia(db: Relational) {
  return db
    .selectFrom('capacity')
    .leftJoin('capacity as via', 'via.id', 'capacity.via_id')
    .selectAll('capacity')
    .select('via.ends_at_ms as via_ends_at_ms')
    .orderBy('capacity.starts_at_ms', 'desc')
    .orderBy('capacity.id');
}

function rowToHeld(row: CapacityRow & { via_ends_at_ms: number | null }, atMs: number): HeldThere {
  const fromMs = Number(row.starts_at_ms);
  const ends = [row.ends_at_ms, row.via_ends_at_ms].flatMap((each) => (each === null ? [] : [Number(each)]));
  const untilMs = ends.length === 0 ? null : Math.min(...ends);
  return {
    capacity: rowToCapacity(row),
    fromMs,
    untilMs,
    state: untilMs !== null && untilMs <= atMs ? 'ended' : atMs < fromMs ? 'to-come' : 'stands',
  };
}
