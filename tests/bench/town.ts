/** A town in the database, so that the real doorkeeper has somebody to ask for: places, groups, people with sessions, documents. */
import { createHash } from 'node:crypto';
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Capacity } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import { addDocument } from '@ginnel/store/relational/documents';
import { addCapacity, addPeople } from '@ginnel/store/relational/people';
import { addOrganisations, addPlaces } from '@ginnel/store/relational/places';
import { addSession } from '@ginnel/store/relational/sessions';
import type { Relational } from '@ginnel/store/relational/tables';
import { tokenOf } from './dialect.ts';

const TOWNSHIPS = 6;
const WARDS = 18;
const GROUPS = 10;
const YEAR_MS = 365 * 86_400_000;

export interface TownOptions {
  readonly documents: number;
  /** The clients that come: a person each, signed in. */
  readonly clientIds: readonly number[];
}

/** Everybody is a resident where their document is; every third acts for a group too, every tenth as a deputy. */
export async function foundTown(db: Relational, { documents, clientIds }: TownOptions): Promise<void> {
  const places = placesOfTown();
  await addPlaces(db, places);
  await addOrganisations(
    db,
    Array.from({ length: GROUPS }, (_, g) => {
      return { id: groupOf(g), kind: 'group', name: `Group ${g}`, class: 'full', umbrella: false } as const;
    }),
  );
  for (let d = 0; d < documents; d++) {
    await addDocument(db, {
      id: `d${d}` as DocumentId,
      kind: 'priorities',
      placeId: placeAt(places, d),
      title: `Bench ${d}`,
      shapeVersion: 1,
      createdBy: null,
      createdAtMs: 0,
    });
  }
  for (const [i, clientId] of clientIds.entries()) await settle(db, { clientId, placeId: placeAt(places, i % documents), i });
}

async function settle(db: Relational, { clientId, placeId, i }: { clientId: number; placeId: PlaceId; i: number }): Promise<void> {
  const personId = `p${clientId}` as PersonId;
  await addPeople(db, [{ person: { id: personId, name: `Person ${clientId}`, demo: false }, email: null, createdAtMs: 0 }]);
  const term = { fromMs: 0, untilMs: null };
  const resident = {
    id: `${personId}.resident` as CapacityId,
    personId,
    role: 'resident',
    organisationId: null,
    placeId,
    label: 'resident',
  };
  const group = {
    ...resident,
    id: `${personId}.group` as CapacityId,
    role: 'group-member',
    organisationId: groupOf(i),
    label: 'for a group',
  };
  await addCapacity(db, resident as Capacity, term);
  if (i % 3 === 0) await addCapacity(db, group as Capacity, term);
  if (i % 10 === 0) {
    const deputy = { ...group, id: `${personId}.deputy`, role: 'group-lead', held: 'deputy' };
    await addCapacity(db, deputy as Capacity, { ...term, viaId: resident.id });
  }
  const nowMs = Date.now();
  await addSession(db, {
    id_hash: createHash('sha256').update(tokenOf(clientId)).digest('hex'),
    person_id: personId,
    handle: `session of ${clientId}`,
    device: 'Firefox',
    created_at_ms: nowMs,
    expires_at_ms: nowMs + YEAR_MS,
    ends_at_ms: nowMs + YEAR_MS,
    previous_hash: null,
    previous_until_ms: null,
    token_at_ms: nowMs,
    standing: '',
  });
}

function groupOf(i: number): OrganisationId {
  return `group-${i % GROUPS}` as OrganisationId;
}

function placeAt(places: readonly Place[], i: number): PlaceId {
  return places[i % places.length]?.id as PlaceId;
}

function placesOfTown(): Place[] {
  const place = (id: string, tier: Place['tier'], parentId: string | null): Place => {
    return { id: id as PlaceId, tier, name: id, tierName: tier, parentId: parentId as PlaceId | null, onsCode: null, about: '' };
  };
  return [
    place('town', 'borough', null),
    ...Array.from({ length: TOWNSHIPS }, (_, t) => place(`township-${t}`, 'neighbourhood', 'town')),
    ...Array.from({ length: WARDS }, (_, w) => place(`ward-${w}`, 'ward', `township-${w % TOWNSHIPS}`)),
  ];
}
