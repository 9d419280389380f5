/** Teams of a place: who sits in which seat, which are empty or soon will be, and whether there can be a quorum. */
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import { type Capacity, MEMBERSHIP_RIGHTS } from '@ginnel/domain/people';
import { actorIn } from '@ginnel/domain/standing';
import { successorOf } from '@ginnel/store/relational/handovers';
import { findMember, type Member, restingOn } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace, readParents } from '@ginnel/store/relational/places';
import type { TeamRow, TeamSlotRow } from '@ginnel/store/relational/administration-tables';
import type { Relational } from '@ginnel/store/relational/tables';
import { addTeam, fillSeat as fillRow, findSeat, findTeam, seatsOf, setQuorum as setQuorumRow } from '@ginnel/store/relational/teams';
import type { PlaceId } from '@ginnel/base/ids';
import type { Handler } from '../commands/run-command.ts';

export interface NewSeat {
  readonly name: string;
  readonly core: boolean;
  readonly organisationId: string | null;
}

export interface NewTeam {
  readonly placeId: string;
  readonly name: string;
  readonly quorum: number;
  readonly seats: readonly NewSeat[];
}

export function makeTeam({ placeId, name, quorum, seats }: NewTeam, random: Random): Handler<TeamRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const place = await findPlace(tx, placeId);
    if (place === null) return err('not-found');
    const acting = capacities.find((each) => may('team.manage', each, place.id));
    if (acting === undefined) return err('not-allowed');
    for (const { organisationId } of seats)
      if (organisationId !== null && (await findOrganisation(tx, organisationId)) === null) return err('not-found');
    if (quorum > seats.filter(({ core }) => core).length) return err('wrong-state');
    const team: TeamRow = { id: randomId(random), place_id: place.id, name, quorum };
    const rows = seats.map((seat, position): TeamSlotRow => ({
      id: randomId(random),
      team_id: team.id,
      name: seat.name,
      core: seat.core ? 1 : 0,
      organisation_id: seat.organisationId,
      capacity_id: null,
      position,
      empty_since_ms: atMs,
    }));
    await addTeam(tx, team, rows);
    return ok({ acting, subject: `place:${place.id}`, facts: { team: team.id, seats: rows.length, quorum }, detail: {}, answer: team });
  };
}

/** A core seat keeps its number for the quorum whether somebody sits in it or not. */
export function setQuorum({ teamId, quorum }: { teamId: string; quorum: number }): Handler<TeamRow> {
  return async ({ tx, capacities, may }) => {
    const team = await findTeam(tx, teamId);
    if (team === null) return err('not-found');
    const acting = capacities.find((each) => may('team.manage', each, team.place_id as PlaceId));
    if (acting === undefined) return err('not-allowed');
    if (quorum > (await seatsOf(tx, team.id)).filter(({ core }) => core === 1).length) return err('wrong-state');
    await setQuorumRow(tx, team.id, quorum);
    return ok({ acting, subject: `place:${team.place_id}`, facts: { team: team.id, quorum }, detail: {}, answer: { ...team, quorum } });
  };
}

/** @param asked.capacityId  whose seat it is; `null` empties it */
export function fillSeat(asked: { seatId: string; capacityId: string | null }): Handler<TeamSlotRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const seat = await findSeat(tx, asked.seatId);
    const team = seat === null ? null : await findTeam(tx, seat.team_id);
    const member = asked.capacityId === null ? null : await findMember(tx, asked.capacityId);
    if (seat === null || team === null || (asked.capacityId !== null && member === null)) return err('not-found');
    const acting = capacities.find((each) => may('team.manage', each, team.place_id as PlaceId));
    if (acting === undefined) return err('not-allowed');
    const others = (await seatsOf(tx, team.id)).filter(({ id }) => id !== seat.id);
    if (
      member !== null &&
      (others.some((each) => each.capacity_id === member.capacity.id) || !(await maySit(tx, member, seat, team, atMs)))
    ) {
      return err('wrong-state');
    }
    await fillRow(tx, seat.id, member?.capacity.id ?? null, atMs);
    return ok({
      acting,
      subject: `place:${team.place_id}`,
      facts: { team: team.id, seat: seat.id, filled: member !== null },
      detail: { capacity: member?.capacity.id ?? null },
      answer: { ...seat, capacity_id: member?.capacity.id ?? null },
    });
  };
}

/** In their own right, of the seat's organisation, which is a member of the class that the seat asks for, and in a place of the team's line. */
async function maySit(tx: Relational, { capacity, term }: Member, seat: TeamSlotRow, team: TeamRow, atMs: number): Promise<boolean> {
  const stands = term.fromMs <= atMs && (term.untilMs === null || atMs < term.untilMs);
  if (!stands || capacity.held !== undefined || capacity.within !== undefined || capacity.role === 'guest') return false;
  if (seat.organisation_id !== null && capacity.organisationId !== seat.organisation_id) return false;
  const organisation = capacity.organisationId === null ? null : await findOrganisation(tx, capacity.organisationId);
  const rights = MEMBERSHIP_RIGHTS[organisation?.class ?? 'full'];
  if (!(seat.core === 1 ? rights.coreSeat : rights.seat)) return false;
  return actorIn(capacity, team.place_id as PlaceId, await readParents(tx)).standing !== 'visitor';
}

/** A term that ends within these days is looked at in time. */
export const ENDING_WITHIN_MS = 30 * 24 * 3_600_000;

export interface SeatNow {
  readonly id: string;
  readonly name: string;
  readonly core: boolean;
  readonly organisationId: string | null;
  readonly state: 'held' | 'ending' | 'empty';
  readonly holder: { readonly name: string; readonly capacity: Capacity; readonly untilMs: number | null } | null;
  readonly deputies: readonly {
    readonly name: string;
    readonly capacity: Capacity;
    readonly fromMs: number;
    readonly untilMs: number | null;
  }[];
  readonly emptySinceMs: number | null;
}

export async function seatsNow(db: Relational, teamId: string, atMs: number): Promise<SeatNow[]> {
  return await Promise.all((await seatsOf(db, teamId)).map(async (seat) => await seatNow(db, seat, atMs)));
}

async function seatNow(db: Relational, seat: TeamSlotRow, atMs: number): Promise<SeatNow> {
  const held = await holderOf(db, seat.capacity_id, atMs);
  const { id, name, organisation_id: organisationId } = seat;
  const base = { id, name, core: seat.core === 1, organisationId };
  if (held === null || 'endedAtMs' in held) {
    return { ...base, state: 'empty', holder: null, deputies: [], emptySinceMs: held?.endedAtMs ?? seat.empty_since_ms };
  }
  const { person, capacity, term } = held;
  const deputies = (await restingOn(db, 'via_id', capacity.id, atMs))
    .filter((each) => each.capacity.held === 'deputy')
    .map((each) => ({ name: each.person.name, capacity: each.capacity, fromMs: each.term.fromMs, untilMs: each.term.untilMs }));
  const isEnding = term.untilMs !== null && term.untilMs - atMs <= ENDING_WITHIN_MS;
  return {
    ...base,
    state: isEnding ? 'ending' : 'held',
    holder: { name: person.name, capacity, untilMs: term.untilMs },
    deputies,
    emptySinceMs: null,
  };
}

/** Whoever holds it at `atMs`: the one who was seated, or who took the role over from them since. */
async function holderOf(db: Relational, capacityId: string | null, atMs: number): Promise<Member | { readonly endedAtMs: number } | null> {
  let last: { endedAtMs: number } | null = null;
  for (let id = capacityId, steps = 0; id !== null && steps < 20; steps++) {
    const member: Member | null = await findMember(db, id);
    if (member === null) return last;
    const { fromMs, untilMs } = member.term;
    if (fromMs <= atMs && (untilMs === null || atMs < untilMs)) return member;
    last = { endedAtMs: untilMs ?? atMs };
    id = await successorOf(db, id);
  }
  return last;
}
