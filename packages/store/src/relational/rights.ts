/** All that decides what people may do in a document, in one question: what is found belongs to one moment. */
import type { PlaceId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Capacity } from '@ginnel/domain/people';
import { questionAbout } from './ask.ts';
import { rowToInfo } from './documents.ts';
import { hasCapacity, rowToCapacity, standing } from './people.ts';
import type { CapacityRow, DocumentRow, Relational } from './tables.ts';

export interface FoundRights {
  readonly info: DocumentInfo;
  /** By id, those of the asked capacities that stand. */
  readonly capacities: ReadonlyMap<string, Capacity>;
  /** By capacity of a guest: the one document in which it counts. */
  readonly guestIn: ReadonlyMap<string, string>;
  /** By capacity: the places from which its person is kept away. Everything below such a place counts too. */
  readonly awayFrom: ReadonlyMap<string, readonly string[]>;
  /** Of the document's place, of the capacities' places, and of those above them. */
  readonly parentOf: (id: PlaceId) => PlaceId | null;
}

/** `null`: no such document. */
export async function findRights(
  db: Relational,
  { documentId, capacityIds, atMs }: { documentId: string; capacityIds: readonly string[]; atMs: number },
): Promise<FoundRights | null> {
  const { ask, filled } = rightsOf([...new Set(capacityIds)]);
  const rows = await ask(db, [...filled, atMs, documentId]);
  const [first] = rows;
  if (first === undefined) return null;
  const own = rows.filter(hasCapacity);
  const byId = new Map(own.map((row) => [row.id, row]));
  const standingNow = await standing(db, [...byId.values()], atMs);
  const awayFrom = new Map<string, string[]>();
  for (const { id, away_from: place } of own) if (place !== null) awayFrom.set(id, [...(awayFrom.get(id) ?? []), place]);
  return {
    info: rowToInfo({ ...first, id: first.document_id, place_id: first.document_place }),
    capacities: new Map(standingNow.map((row) => [row.id, rowToCapacity(row)])),
    guestIn: new Map([...byId.values()].flatMap(({ id, guest_in: document }) => (document === null ? [] : [[id, document]]))),
    awayFrom,
    parentOf: parentsIn(rows),
  };
}

type DocumentColumns = Omit<DocumentRow, 'id' | 'place_id' | 'key' | 'visibility'>;

interface Around {
  readonly document_id: string;
  readonly document_place: string;
  readonly document_parent: string | null;
  readonly document_grandparent: string | null;
  readonly own_parent: string | null;
  readonly own_grandparent: string | null;
  readonly guest_in: string | null;
  readonly away_from: string | null;
}

type RightsRow = DocumentColumns & Around & (CapacityRow | { readonly id: null; readonly place_id: null });

/** Told the capacities, the time and the document. As many rows as capacities are found, more for who is kept away from several places. */
const rightsOf = questionAbout<RightsRow>((db, capacityIds) =>
  db
    .selectFrom('document')
    .leftJoin('place as document_at', 'document_at.id', 'document.place_id')
    .leftJoin('place as document_above', 'document_above.id', 'document_at.parent_id')
    .leftJoin('capacity', (join) => join.on('capacity.id', 'in', capacityIds))
    .leftJoin('place as own_at', 'own_at.id', 'capacity.place_id')
    .leftJoin('place as own_above', 'own_above.id', 'own_at.parent_id')
    .leftJoin('guest', 'guest.capacity_id', 'capacity.id')
    .leftJoin('removal', (join) =>
      join
        .onRef('removal.person_id', '=', 'capacity.person_id')
        .on((row) => row.or([row('removal.until_ms', 'is', null), row('removal.until_ms', '>', 0)])),
    )
    .selectAll('capacity')
    .select(['document.id as document_id', 'document.kind', 'document.place_id as document_place', 'document.title', 'document.phase'])
    .select(['document.shape_version', 'document.epoch', 'document.rights_version', 'document.created_by', 'document.created_at_ms'])
    .select(['document_at.parent_id as document_parent', 'document_above.parent_id as document_grandparent'])
    .select(['own_at.parent_id as own_parent', 'own_above.parent_id as own_grandparent'])
    .select(['guest.document_id as guest_in', 'removal.place_id as away_from'])
    .where('document.id', '=', '')
    .$castTo<RightsRow>(),
);

/** There are three tiers, and what lies above a place is of a higher one: nothing is above a grandparent. */
function parentsIn(rows: readonly RightsRow[]): (id: PlaceId) => PlaceId | null {
  const parents = new Map<string, string | null>();
  const note = (id: string | null, parent: string | null, grandparent: string | null): void => {
    if (id !== null) parents.set(id, parent);
    if (parent !== null) parents.set(parent, grandparent);
  };
  for (const row of rows) {
    note(row.document_place, row.document_parent, row.document_grandparent);
    note(row.place_id, row.own_parent, row.own_grandparent);
  }
  return (id) => (parents.get(id) ?? null) as PlaceId | null;
}
