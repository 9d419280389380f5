/** People and the capacities in which they may act. A capacity ends; it is never deleted, because words were written in it. */
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Capacity, Person } from '@ginnel/domain/people';
import { question, questionAbout } from './ask.ts';
import type { CapacityRow, PersonRow, Relational } from './tables.ts';

export async function findPerson(db: Relational, id: string): Promise<Person | null> {
  const row = await db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : rowToPerson(row);
}

/** @param email  in lower case */
export async function findPersonByEmail(db: Relational, email: string): Promise<Person | null> {
  const row = await db.selectFrom('person').selectAll().where('email', '=', email).executeTakeFirst();
  return row === undefined ? null : rowToPerson(row);
}

/** `null`: no such person, or nowhere to write to. */
export async function findEmail(db: Relational, personId: string): Promise<string | null> {
  const row = await db.selectFrom('person').select('email').where('id', '=', personId).executeTakeFirst();
  return row?.email ?? null;
}

export async function listDemoPeople(db: Relational): Promise<Person[]> {
  const rows = await db.selectFrom('person').selectAll().where('demo', '=', 1).orderBy('created_at_ms').orderBy('id').execute();
  return rows.map(rowToPerson);
}

export interface NewPerson {
  readonly person: Person;
  /** In lower case; `null` for people who do not sign in by link. */
  readonly email: string | null;
  readonly createdAtMs: number;
}

export async function addPeople(db: Relational, people: readonly NewPerson[]): Promise<void> {
  const rows = people.map(({ person, email, createdAtMs }): PersonRow => ({
    id: person.id,
    name: person.name,
    demo: person.demo ? 1 : 0,
    email,
    created_at_ms: createdAtMs,
  }));
  await db.insertInto('person').values(rows).execute();
}

/** The capacities of a person that stand at `atMs`, their default first. */
export async function capacitiesOf(db: Relational, personId: string, atMs: number): Promise<Capacity[]> {
  const rows = await db.selectFrom('capacity').selectAll().where('person_id', '=', personId).orderBy('position').orderBy('id').execute();
  return (await standing(db, rows, atMs)).map(rowToCapacity);
}

export interface PersonActing {
  readonly person: Person;
  readonly capacities: readonly Capacity[];
}

/** A person with the capacities of theirs that stand at `atMs`, their default first. */
export async function findActing(db: Relational, personId: string, atMs: number): Promise<PersonActing | null> {
  const rows = await personWithCapacities(db, [personId]);
  const [row] = rows;
  if (row === undefined) return null;
  const capacities = await standing(db, rows.filter(hasCapacity), atMs);
  return { person: { id: personId as Person['id'], name: row.name, demo: row.demo === 1 }, capacities: capacities.map(rowToCapacity) };
}

type PersonWithCapacity = Pick<PersonRow, 'name' | 'demo'> & (CapacityRow | { id: null });

const personWithCapacities = question<PersonWithCapacity>((db) =>
  db
    .selectFrom('person')
    .leftJoin('capacity', 'capacity.person_id', 'person.id')
    .selectAll('capacity')
    .select(['person.name', 'person.demo'])
    .where('person.id', '=', '')
    .orderBy('capacity.position')
    .orderBy('capacity.id')
    .$castTo<PersonWithCapacity>(),
);

export function hasCapacity<Row extends { id: string | null }>(row: Row): row is Row & CapacityRow {
  return row.id !== null;
}

/** Those of the asked capacities that stand at `atMs`, by id. */
export async function standingCapacities(db: Relational, ids: readonly string[], atMs: number): Promise<ReadonlyMap<string, Capacity>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('capacity')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map((await standing(db, rows, atMs)).map((row) => [row.id, rowToCapacity(row)]));
}

/** Adds capacities from `startsAtMs` on, in the order given. */
export async function addCapacities(db: Relational, capacities: readonly Capacity[], startsAtMs: number): Promise<void> {
  const rows = capacities.map((capacity, position): CapacityRow => {
    return { ...capacityToRow(capacity, position), starts_at_ms: startsAtMs, ends_at_ms: null, ...IN_OWN_RIGHT };
  });
  await db.insertInto('capacity').values(rows).execute();
}

export async function findCapacity(db: Relational, id: string, atMs: number): Promise<Capacity | null> {
  return (await standingCapacities(db, [id], atMs)).get(id) ?? null;
}

/** Whether there is or ever was such a capacity: its id is not given out again. */
export async function isCapacityTaken(db: Relational, id: string): Promise<boolean> {
  return (await db.selectFrom('capacity').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** Of somebody none of whose capacities stand: the one that ended last. `null`: they never had any, or one is still to begin. */
export async function lastCapacityOf(db: Relational, personId: string, atMs: number): Promise<Capacity | null> {
  const rows = await db.selectFrom('capacity').selectAll().where('person_id', '=', personId).orderBy('ends_at_ms', 'desc').execute();
  const row = rows.find(({ starts_at_ms: startsAtMs }) => Number(startsAtMs) <= atMs);
  return row === undefined ? null : rowToCapacity(row);
}

/** By id of those that are a deputy's, whether they stand or have ended: whom the deputy acts for, and who named them so. */
export async function standInsFor(db: Relational, capacityIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (capacityIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('capacity')
    .leftJoin('capacity as holder', 'holder.id', 'capacity.via_id')
    .select(['capacity.id', 'capacity.named_by', 'holder.person_id as holder_id'])
    .where('capacity.id', 'in', [...new Set(capacityIds)])
    .where('capacity.held', '=', 'deputy')
    .execute();
  return new Map(rows.map(({ id, named_by: namedBy, holder_id: holderId }) => [id, [holderId, namedBy].flatMap((each) => each ?? [])]));
}

/** On what a capacity rests besides its term. */
export interface Footing {
  /** The capacity without which it does not stand. */
  readonly viaId?: string;
  readonly grantId?: string;
  readonly topic?: string;
  readonly succeedsId?: string;
  /** Who named a deputy so. */
  readonly namedBy?: string;
}

/** One more capacity of a person, after those they have. */
export async function addCapacity(
  db: Relational,
  capacity: Capacity,
  { fromMs, untilMs, viaId, grantId, topic, succeedsId, namedBy }: { fromMs: number; untilMs: number | null } & Footing,
): Promise<void> {
  const { last } = await db
    .selectFrom('capacity')
    .select((row) => row.fn.max('position').as('last'))
    .where('person_id', '=', capacity.personId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('capacity')
    .values({
      ...capacityToRow(capacity, Number(last ?? -1) + 1),
      starts_at_ms: fromMs,
      ends_at_ms: untilMs,
      via_id: viaId ?? null,
      held: capacity.held ?? null,
      within_document: capacity.within ?? null,
      grant_id: grantId ?? null,
      topic: topic ?? null,
      succeeds_id: succeedsId ?? null,
      named_by: namedBy ?? null,
    })
    .execute();
}

export async function setCapacityEnd(db: Relational, id: string, endsAtMs: number | null): Promise<void> {
  await db.updateTable('capacity').set({ ends_at_ms: endsAtMs }).where('id', '=', id).execute();
}

export async function endCapacity(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('capacity').set({ ends_at_ms: atMs }).where('id', '=', id).execute();
}

export interface Member {
  readonly person: Person;
  readonly capacity: Capacity;
  readonly term: Term;
}

export interface Term {
  readonly fromMs: number;
  /** `null`: until further notice. */
  readonly untilMs: number | null;
  readonly viaId: string | null;
  readonly grantId: string | null;
  readonly topic: string | null;
}

/** A capacity with its person and term, whether it stands now, has ended or is still to come. */
export async function findMember(db: Relational, capacityId: string): Promise<Member | null> {
  const [row] = await withPeople(db).where('capacity.id', '=', capacityId).execute();
  return row === undefined ? null : rowToMember(row);
}

/** Everybody who has a role other than that of a resident or a guest, or ends by a date: the register of roles at `atMs`. */
export async function registerOf(db: Relational, atMs: number): Promise<Member[]> {
  const rows = await withPeople(db).where('capacity.role', 'not in', ['guest']).execute();
  return (await standing(db, rows, atMs)).map(rowToMember);
}

/** Those that stand, or are to begin, and rest on this one: its deputies, and drafting for a group as its member. */
export async function restingOn(db: Relational, by: 'via_id' | 'grant_id', id: string, atMs: number): Promise<Member[]> {
  const rows = await withPeople(db).where(`capacity.${by}`, '=', id).execute();
  return rows.filter(({ ends_at_ms }) => ends_at_ms === null || atMs < Number(ends_at_ms)).map(rowToMember);
}

/** Who acts for an organisation at `atMs`. */
export async function membersOf(db: Relational, organisationId: string, atMs: number): Promise<Member[]> {
  return await members(db, 'organisation_id', organisationId, atMs);
}

/** Who has a role at exactly this place at `atMs`, for whomever they act. */
export async function peopleAt(db: Relational, placeId: string, atMs: number): Promise<Member[]> {
  return await members(db, 'place_id', placeId, atMs);
}

/** Whose terms began or ended after `fromMs`, at `toMs` at the latest. */
export async function turnedBetween(db: Relational, fromMs: number, toMs: number): Promise<Capacity[]> {
  const rows = await db
    .selectFrom('capacity')
    .selectAll()
    .where((row) =>
      row.or([
        row.and([row('ends_at_ms', '>', fromMs), row('ends_at_ms', '<=', toMs)]),
        row.and([row('starts_at_ms', '>', fromMs), row('starts_at_ms', '<=', toMs)]),
      ]),
    )
    .execute();
  return rows.map(rowToCapacity);
}

async function members(db: Relational, column: 'organisation_id' | 'place_id', id: string, atMs: number): Promise<Member[]> {
  const rows = await withPeople(db).where(`capacity.${column}`, '=', id).execute();
  return (await standing(db, rows, atMs)).map(rowToMember);
}

function withPeople(db: Relational) {
  return db
    .selectFrom('capacity')
    .innerJoin('person', 'person.id', 'capacity.person_id')
    .selectAll('capacity')
    .select(['person.name', 'person.demo'])
    .orderBy('person.name')
    .orderBy('capacity.id');
}

/** Those that stand at `atMs`: within their term, and what they rest on stands too. */
export async function standing<Row extends CapacityRow>(db: Relational, rows: readonly Row[], atMs: number): Promise<Row[]> {
  const now = rows.filter((row) => isInTerm(row, atMs));
  const via = [...new Set(now.flatMap(({ via_id }) => via_id ?? []))];
  if (via.length === 0) return now;
  const { ask, filled } = capacitiesBy(via);
  const below = await ask(db, filled);
  const firm = new Set((await standing(db, below, atMs)).map(({ id }) => id));
  return now.filter(({ via_id }) => via_id === null || firm.has(via_id));
}

const capacitiesBy = questionAbout<CapacityRow>((db, ids) => db.selectFrom('capacity').selectAll().where('id', 'in', ids));

function isInTerm(row: CapacityRow, atMs: number): boolean {
  return Number(row.starts_at_ms) <= atMs && (row.ends_at_ms === null || atMs < Number(row.ends_at_ms));
}

function rowToMember(row: CapacityRow & { name: string; demo: number }): Member {
  return {
    person: { id: row.person_id as PersonId, name: row.name, demo: row.demo === 1 },
    capacity: rowToCapacity(row),
    term: {
      fromMs: Number(row.starts_at_ms),
      untilMs: row.ends_at_ms === null ? null : Number(row.ends_at_ms),
      viaId: row.via_id,
      grantId: row.grant_id,
      topic: row.topic,
    },
  };
}

function rowToPerson(row: PersonRow): Person {
  return { id: row.id as PersonId, name: row.name, demo: row.demo === 1 };
}

export function rowToCapacity(row: CapacityRow): Capacity {
  return {
    id: row.id as CapacityId,
    personId: row.person_id as PersonId,
    role: row.role,
    organisationId: row.organisation_id as OrganisationId | null,
    placeId: row.place_id as PlaceId,
    label: row.label,
    ...(row.within_document === null ? {} : { within: row.within_document as DocumentId }),
    ...(row.held === null ? {} : { held: row.held }),
  };
}

const IN_OWN_RIGHT = {
  via_id: null,
  held: null,
  within_document: null,
  grant_id: null,
  topic: null,
  succeeds_id: null,
  named_by: null,
} as const;

type OwnColumns = keyof typeof IN_OWN_RIGHT | 'starts_at_ms' | 'ends_at_ms';

function capacityToRow(capacity: Capacity, position: number): Omit<CapacityRow, OwnColumns> {
  return {
    id: capacity.id,
    person_id: capacity.personId,
    role: capacity.role,
    organisation_id: capacity.organisationId,
    place_id: capacity.placeId,
    label: capacity.label,
    position,
  };
}
