/**
 * Fills an empty database with the demo borough. Documents are written as edits of the demo people, judged by the merge
 * engine and appended to the log with their leases, so that every word has its true author.
 */
import { assert } from '@ginnel/base/assert';
import type { DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import { type Clock, type Random, randomClientId, randomId } from '@ginnel/base/ports';
import type { Author, Capacity } from '@ginnel/domain/people';
import { actorIn } from '@ginnel/domain/standing';
import { writeEdit } from '@ginnel/merge/edits/write-edit';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import type { Append, DocumentLog, Lease, NewRow } from '@ginnel/store/ports/document-log';
import { takeTurn } from '@ginnel/store/relational/audit';
import { addDocument } from '@ginnel/store/relational/documents';
import { addCapacities, addPeople } from '@ginnel/store/relational/people';
import { addOrganisations, addPlaces, listPlaces, readParents } from '@ginnel/store/relational/places';
import { keepUnwritten, readUnwritten, removeUnwritten } from '@ginnel/store/relational/set-up';
import type { Relational } from '@ginnel/store/relational/tables';
import { DOCUMENTS } from './documents/all.ts';
import { ORGANISATIONS } from './organisations.ts';
import { PEOPLE } from './people.ts';
import { PLACES } from './places.ts';
import type { DemoDocument } from './script.ts';

const DAY_MS = 24 * 3_600_000;
/** The demo borough began some time before its oldest document. */
const BEGAN_DAYS_AGO = 60;

export interface Seeding {
  readonly db: Relational;
  readonly log: DocumentLog;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Nodes that start at the same moment make one borough between them, and a start that was cut off is finished by the next.
 *
 * @returns whether this call wrote in the database; false when there was something in it
 */
export async function seedDemo({ db, log, clock, random }: Seeding): Promise<boolean> {
  const now = clock.nowMs();
  if ((await listPlaces(db)).length === 0) await db.transaction().execute((tables) => addBorough(tables, now, random));
  const unwritten = await readUnwritten(db);
  if (unwritten === null) return false;
  const parentOf = await readParents(db);
  const byId = new Map(capacities().map((capacity) => [capacity.id as string, capacity]));
  const appends = DOCUMENTS.flatMap((document, i) => {
    const id = unwritten[i];
    return id === undefined ? [] : [writeDocument({ document, id, now, random, capacityOf: (name) => byId.get(name), parentOf })];
  });
  const outcomes = await log.append(appends);
  // "Behind": another node was here first, and perhaps people after it.
  for (const { outcome } of outcomes) assert(outcome === 'durable' || outcome === 'behind', `a demo document was appended: ${outcome}`);
  await removeUnwritten(db);
  return outcomes.some(({ outcome }) => outcome === 'durable');
}

function capacities(): readonly Capacity[] {
  return PEOPLE.flatMap((each) => each.capacities);
}

/** Whatever is decided, and the documents without their words. */
async function addBorough(tables: Relational, now: number, random: Random): Promise<void> {
  await takeTurn(tables);
  if ((await listPlaces(tables)).length > 0) return;
  const began = now - BEGAN_DAYS_AGO * DAY_MS;
  await addPlaces(tables, PLACES);
  await addOrganisations(tables, ORGANISATIONS);
  await addPeople(
    tables,
    PEOPLE.map(({ person, email }, index) => ({ person, email, createdAtMs: began + index })),
  );
  await addCapacities(tables, capacities(), began);
  const ids: DocumentId[] = [];
  for (const [index, document] of DOCUMENTS.entries()) {
    const id = randomId(random) as DocumentId;
    ids.push(id);
    await addDocument(tables, {
      id,
      kind: document.kind,
      placeId: document.placeId as PlaceId,
      title: document.title,
      shapeVersion: SHAPES[document.kind].version,
      createdBy: document.createdBy as PersonId,
      createdAtMs: began + index,
    });
  }
  await keepUnwritten(tables, ids);
}

interface Writing {
  readonly document: DemoDocument;
  readonly id: DocumentId;
  readonly now: number;
  readonly random: Random;
  readonly capacityOf: (id: string) => Capacity | undefined;
  readonly parentOf: (id: PlaceId) => PlaceId | null;
}

/** One row per turn, each judged as if it had come over the wire. */
function writeDocument({ document, id, now, random, capacityOf, parentOf }: Writing): Append {
  const live = createLiveDocument(document.kind);
  const leases = new Map<string, Lease>();
  const rows: NewRow[] = [];
  for (const { by, daysAgo, edit } of document.turns) {
    const capacity = capacityOf(by);
    assert(capacity !== undefined, `the demo borough has a capacity ${by}`);
    const author: Author = { personId: capacity.personId, capacityId: capacity.id };
    const lease = leases.get(by) ?? { clientId: randomClientId(random), author };
    leases.set(by, lease);
    const update = writeEdit(document.kind, live.encode(), lease.clientId, edit);
    const actor = actorIn(capacity, document.placeId as PlaceId, parentOf);
    const judged = live.judge(update, {
      author,
      actor,
      actorOf: () => actor, // nobody writes under a clientID of another capacity here
      phase: 'drafting',
      leaseOf: (clientId) => [...leases.values()].find((held) => held.clientId === clientId)?.author ?? null,
    });
    assert(judged.ok, `${by} may write this in “${document.title}”: ${judged.ok ? '' : JSON.stringify(judged.error)}`);
    live.apply(update);
    rows.push({ author, route: 'typed', atMs: now - daysAgo * DAY_MS, update });
  }
  live.destroy();
  return { documentId: id, epoch: 1, rightsVersion: 1, baseSeq: 0, rows, leases: [...leases.values()] };
}
