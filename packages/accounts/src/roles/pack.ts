/** What goes with a role from one holder to the next: what it holds, what is open, whom to know, and the holder's own words. Reads only. */
import type { Capacity } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { listDocuments } from '@ginnel/store/relational/documents';
import { grantsOf, stands } from '@ginnel/store/relational/grants';
import { predecessorOf, readHandoverNote } from '@ginnel/store/relational/handovers';
import { isOpen, listInvitations } from '@ginnel/store/relational/invitations';
import { findMember, type Member, membersOf, peopleAt, restingOn } from '@ginnel/store/relational/people';
import { readParents } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import { findTeam, seatsHeldBy } from '@ginnel/store/relational/teams';

export interface HandoverPack {
  readonly holder: Member;
  readonly words: string;
  /** Of whoever had the role before, and of the one before them. */
  readonly earlierWords: readonly string[];
  readonly seats: readonly { readonly team: string; readonly seat: string }[];
  readonly deputies: readonly Member[];
  /** Being written in the place of the role. */
  readonly documents: readonly { readonly id: string; readonly title: string; readonly phase: string }[];
  readonly openInvitations: number;
  readonly grants: number;
  /** Of the same organisation, and with roles in the place and above it. */
  readonly people: readonly Member[];
}

/** `null`: no such role. */
export async function handoverPack(db: Relational, capacityId: string, atMs: number): Promise<HandoverPack | null> {
  const holder = await findMember(db, capacityId);
  if (holder === null) return null;
  const { capacity } = holder;
  const line = lineage(capacity.placeId, await readParents(db));
  const [deputies, seats, documents, around] = await Promise.all([
    restingOn(db, 'via_id', capacityId, atMs),
    seatsHeldBy(db, capacityId),
    listDocuments(db, capacity.placeId),
    Promise.all(line.map((placeId) => peopleAt(db, placeId, atMs))),
  ]);
  const own = capacity.organisationId === null ? [] : await membersOf(db, capacity.organisationId, atMs);
  const known = [...own, ...around.flat()].filter((each) => isWorthKnowing(each.capacity) && each.person.id !== holder.person.id);
  return {
    holder,
    words: await readHandoverNote(db, capacityId),
    earlierWords: await earlierWords(db, capacityId),
    seats: await Promise.all(seats.map(async ({ team_id, name }) => ({ team: (await findTeam(db, team_id))?.name ?? '', seat: name }))),
    deputies: deputies.filter((each) => each.capacity.held === 'deputy'),
    documents: documents.filter(({ phase }) => phase !== 'published').map(({ id, title, phase }) => ({ id, title, phase })),
    ...(await openWith(db, capacity, atMs)),
    people: known.filter(({ capacity: { id } }, index) => known.findIndex((other) => other.capacity.id === id) === index),
  };
}

function isWorthKnowing({ role, held }: Capacity): boolean {
  return role !== 'guest' && role !== 'resident' && (held === undefined || held === 'deputy');
}

async function openWith(db: Relational, { organisationId }: Capacity, atMs: number): Promise<{ openInvitations: number; grants: number }> {
  if (organisationId === null) return { openInvitations: 0, grants: 0 };
  const [invitations, grants] = await Promise.all([listInvitations(db, { organisationId }), grantsOf(db, organisationId)]);
  return {
    openInvitations: invitations.filter((row) => isOpen(row, atMs)).length,
    grants: grants.filter((row) => stands(row, atMs)).length,
  };
}

async function earlierWords(db: Relational, capacityId: string): Promise<string[]> {
  const words: string[] = [];
  for (let id = await predecessorOf(db, capacityId); id !== null && words.length < 5; id = await predecessorOf(db, id)) {
    words.push(await readHandoverNote(db, id));
  }
  return words.filter((each) => each !== '');
}
