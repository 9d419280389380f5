/** For tests of the door: random towns in the database, with people, roles, ends and removals of every kind, and what the rules say of them. */
import { createHash } from 'node:crypto';
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import { PHASES, type DocumentInfo } from '@ginnel/domain/documents';
import { type Author, ROLES } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { actorIn, type Actor } from '@ginnel/domain/standing';
import { putDocument } from '@ginnel/store/contract/put-document';
import { rowToCapacity } from '@ginnel/store/relational/people';
import type { CapacityRow, GuestRow, PlaceRow, Relational, RemovalRow, SessionRow } from '@ginnel/store/relational/tables';

/** All that is in the tables, as they would answer if they were asked for everything. */
export interface World {
  readonly nowMs: number;
  readonly places: readonly PlaceRow[];
  readonly personIds: readonly PersonId[];
  readonly capacities: readonly CapacityRow[];
  readonly guests: readonly GuestRow[];
  readonly removals: readonly RemovalRow[];
  readonly documents: readonly DocumentInfo[];
  readonly sessions: readonly (SessionRow & { readonly token: string })[];
}

/** The testkit's seeded randomness. */
export interface Dice extends Random {
  int(below: number): number;
  pick<T>(choices: readonly T[]): T;
}

const HOUR = 3_600_000;

/** @param name  begins every id, so that many worlds fit into one database */
export function randomWorld(random: Dice, name: string, nowMs: number): World {
  const sometimes = (oneIn: number): boolean => random.int(oneIn) === 0;
  const when = (): number => nowMs + random.pick([-48 * HOUR, -1, 0, 1, 48 * HOUR]);
  const place = (id: string, tier: PlaceRow['tier'], parent: string | null): PlaceRow => {
    return { id: `${name}.${id}`, tier, name: id, tier_name: tier, parent_id: parent, ons_code: null, about: '', position: 0 };
  };
  const borough = place('borough', 'borough', null);
  const areas = Array.from({ length: random.int(4) }, (_, i) => place(`area${i}`, 'neighbourhood', borough.id));
  const wards = Array.from({ length: random.int(5) }, (_, i) => place(`ward${i}`, 'ward', random.pick([borough, ...areas]).id));
  const places = [borough, ...areas, ...wards];
  const placeId = (): string => random.pick(places).id;

  const documents = Array.from({ length: 4 }, (_, i): DocumentInfo => ({
    id: `${name}.d${i}` as DocumentId,
    kind: random.pick(['priorities', 'plan', 'session']),
    placeId: placeId() as PlaceId,
    title: `Document ${i}`,
    phase: random.pick(PHASES),
    shapeVersion: 1,
    epoch: 1 + random.int(3),
    rightsVersion: 1 + random.int(9),
    createdBy: null,
    createdAtMs: nowMs,
  }));
  const documentId = (): string => random.pick(documents).id;
  const personIds = Array.from({ length: 5 }, (_, i) => `${name}.p${i}` as PersonId);

  const capacities: CapacityRow[] = [];
  for (let i = 0; i < 14; i++) {
    capacities.push({
      id: `${name}.c${random.int(1000)}.${i}`,
      person_id: random.pick(personIds),
      role: random.pick(ROLES),
      organisation_id: null,
      place_id: placeId(),
      label: `capacity ${i}`,
      position: random.int(4),
      starts_at_ms: sometimes(3) ? when() : nowMs - 99 * HOUR,
      ends_at_ms: sometimes(3) ? when() : null,
      via_id: sometimes(3) && i > 0 ? random.pick(capacities).id : null,
      held: sometimes(3) ? random.pick(['deputy', 'grant', 'topic']) : null,
      within_document: sometimes(4) ? documentId() : null,
      grant_id: null,
      topic: null,
      succeeds_id: null,
      named_by: null,
    });
  }
  const guests = capacities
    .filter(({ role }) => role === 'guest' || sometimes(12))
    .map(({ id }): GuestRow => ({ capacity_id: id, pass_id: `${name}.pass`, document_id: documentId() }));
  const removals = Array.from({ length: random.int(5) }, (_, i): RemovalRow => ({
    id: `${name}.r${i}`,
    person_id: random.pick(personIds),
    place_id: placeId(),
    reason: 'off-topic',
    words: '',
    decided_by: personIds[0] as string,
    decided_as: null,
    from_ms: nowMs - HOUR,
    until_ms: sometimes(2) ? when() : null,
    appeal: null,
    appealed_at_ms: null,
    answered_at_ms: null,
  }));
  const sessions = personIds.map((personId, i) => {
    const token = `r_${hash(`${name} ${i}`).slice(0, 43)}`;
    return {
      token,
      id_hash: hash(token),
      person_id: personId,
      handle: `${name}.s${i}`,
      device: '',
      created_at_ms: nowMs - HOUR,
      // Far enough from now that the test's own duration is nothing.
      expires_at_ms: nowMs + (sometimes(6) ? -HOUR : 700 * HOUR),
      ends_at_ms: nowMs + (sometimes(6) ? -HOUR : 700 * HOUR),
      previous_hash: null,
      previous_until_ms: null,
      token_at_ms: nowMs - HOUR,
      standing: '',
    };
  });
  return { nowMs, places, personIds, capacities, guests, removals, documents, sessions };
}

export async function putWorld(db: Relational, world: World): Promise<void> {
  const { places, personIds, capacities, guests, removals, documents, sessions, nowMs } = world;
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('place').values(places).execute();
    await tx
      .insertInto('person')
      .values(personIds.map((id) => ({ id, name: `Name of ${id}`, demo: 0, email: null, created_at_ms: nowMs })))
      .execute();
    await tx.insertInto('capacity').values(capacities).execute();
    for (const document of documents) await putDocument(tx, document);
    const [pass] = guests;
    if (pass !== undefined) {
      const hours = { created_at_ms: nowMs, ends_at_ms: nowMs + HOUR };
      const secrets = { secret_hash: pass.pass_id, code_hash: pass.pass_id, opened_by: null };
      const [document] = documents;
      await tx
        .insertInto('guest_pass')
        .values({ id: pass.pass_id, document_id: document?.id ?? '', place_id: places[0]?.id ?? '', ...hours, ...secrets })
        .execute();
      await tx.insertInto('guest').values(guests).execute();
    }
    if (removals.length > 0) await tx.insertInto('removal').values(removals).execute();
    await tx
      .insertInto('session')
      .values(sessions.map(({ token: _token, ...row }) => row))
      .execute();
  });
}

/** The capacities of somebody that stand, their default first: by the rules, looking at all rows. */
export function standingOf(world: World, personId: string): CapacityRow[] {
  return world.capacities
    .filter((row) => row.person_id === personId && stands(world, row))
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/** What an author is in a document: by the rules, looking at all rows. */
export function actorOf(world: World, { personId, capacityId }: Author, document: DocumentInfo): Actor | null {
  const parentOf = (id: PlaceId): PlaceId | null => (world.places.find((place) => place.id === id)?.parent_id ?? null) as PlaceId | null;
  const line = lineage(document.placeId, parentOf) as readonly string[];
  const row = world.capacities.find(({ id }) => id === capacityId);
  if (row === undefined || row.person_id !== personId || !stands(world, row)) return null;
  if (row.within_document !== null && row.within_document !== document.id) return null;
  if (row.held === 'grant' && !line.includes(row.place_id)) return null;
  const guest = world.guests.find(({ capacity_id: id }) => id === capacityId);
  if (guest !== undefined && guest.document_id !== document.id) return null;
  const isAway = world.removals.some(
    ({ person_id: who, place_id: where, until_ms: untilMs }) =>
      who === personId && line.includes(where) && (untilMs === null || world.nowMs < untilMs),
  );
  return isAway ? null : actorIn(rowToCapacity(row), document.placeId, parentOf);
}

export function authorsOf(rows: readonly CapacityRow[]): Author[] {
  return rows.map(({ id, person_id: personId }) => ({ personId: personId as PersonId, capacityId: id as CapacityId }));
}

function stands(world: World, { starts_at_ms: fromMs, ends_at_ms: untilMs, via_id: via }: CapacityRow): boolean {
  if (fromMs > world.nowMs || (untilMs !== null && world.nowMs >= untilMs)) return false;
  return via === null || world.capacities.some((row) => row.id === via && stands(world, row));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
