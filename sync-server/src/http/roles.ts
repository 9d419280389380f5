/** Deputies, handover, people called in, teams, and what needs somebody to look after. */
import { mayEnd } from '@ginnel/accounts/commands/end-capacity';
import { callIn as callInHandler } from '@ginnel/accounts/roles/call-in';
import { nameDeputy as deputyHandler } from '@ginnel/accounts/roles/deputies';
import { handOver as handOverHandler, writeHandoverNote as noteHandler } from '@ginnel/accounts/roles/hand-over';
import { mayFill } from '@ginnel/accounts/roles/may-fill';
import { handoverPack } from '@ginnel/accounts/roles/pack';
import {
  fillSeat as fillHandler,
  makeTeam as makeHandler,
  type SeatNow,
  seatsNow,
  setQuorum as quorumHandler,
} from '@ginnel/accounts/roles/seats';
import { rolesEnding, vacancies } from '@ginnel/accounts/roles/watch';
import {
  callIn,
  fillSeat,
  getAdministration,
  getHandover,
  getTeam,
  handOver,
  listCalledIn,
  listTeams,
  makeTeam,
  nameDeputy,
  setQuorum,
  writeHandoverNote,
} from '@ginnel/api/routes/roles';
import type { HeldRole, Seat, Team } from '@ginnel/api/schemas/administration';
import type { PlaceId } from '@ginnel/base/ids';
import { findDocument } from '@ginnel/store/relational/documents';
import { predecessorOf } from '@ginnel/store/relational/handovers';
import { listImports, partiesOf } from '@ginnel/store/relational/imports';
import { listInvitations } from '@ginnel/store/relational/invitations';
import { type Member, registerOf } from '@ginnel/store/relational/people';
import { heldWithin } from '@ginnel/store/relational/people-of-places';
import { listPlaces } from '@ginnel/store/relational/places';
import type { TeamRow } from '@ginnel/store/relational/administration-tables';
import type { Relational } from '@ginnel/store/relational/tables';
import { findTeam, listTeams as readTeams } from '@ginnel/store/relational/teams';
import type { Services } from '../services.ts';
import { actingIn } from './acting-in.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { shownImport } from './imports.ts';
import { shownInvitation } from './invitations.ts';
import { problem } from './problem.ts';
import { shownCapacity } from './signing-in.ts';

export function serveRoles(app: App, services: Services): void {
  const { clock, db, news, random } = services;
  const around = { random, sessionEnded: (handle: string) => news.sessionEnded(handle) };

  app.openapi(nameDeputy, async (c) => {
    const input = { capacityId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'deputy.name', input, handler: deputyHandler(input, around) });
    return done.ok ? c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(handOver, async (c) => {
    const input = { capacityId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'role.hand-over', input, handler: handOverHandler(input, { random, news }) });
    return done.ok ? c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(writeHandoverNote, async (c) => {
    const input = { capacityId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'role.write-handover', input, handler: noteHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt, words: done.value.answer.words }, 200) : problem(c, done.error);
  });

  app.openapi(getHandover, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const pack = await handoverPack(db, c.req.valid('param').id, clock.nowMs());
    if (pack === null) return problem(c, 'not-found');
    const { capacity } = pack.holder;
    const { capacities, may } = await actingIn(services, signedIn.person.id);
    const isOwn = capacities.some(({ id }) => id === capacity.id);
    const fills = capacities.some((each) => each.held === undefined && mayFill(each, capacity, may));
    const takesOver = (await Promise.all(capacities.map(({ id }) => predecessorOf(db, id)))).includes(capacity.id);
    if (!isOwn && !fills && !takesOver) return problem(c, 'not-allowed');
    return c.json(
      {
        ...pack,
        holder: shownRole(pack.holder),
        earlierWords: [...pack.earlierWords],
        seats: pack.seats.map((seat) => ({ ...seat })),
        deputies: pack.deputies.map(shownRole),
        documents: pack.documents.map((document) => ({ ...document })),
        people: pack.people.map(shownRole),
        may: { write: isOwn, handOver: fills && capacity.held === undefined, nameDeputy: (isOwn || fills) && capacity.held === undefined },
      },
      200,
    );
  });

  app.openapi(callIn, async (c) => {
    const input = { documentId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'topic.call-in', input, handler: callInHandler(input, around) });
    return done.ok ? c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(listCalledIn, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const document = await findDocument(db, c.req.valid('param').id);
    if (document === null) return problem(c, 'not-found');
    const { capacities, may } = await actingIn(services, signedIn.person.id);
    const callsIn = capacities.some((each) => may('team.manage', each, document.placeId));
    const givesRole = capacities.some((each) => may('place.grant-role', each, document.placeId));
    if (!callsIn && !givesRole) return problem(c, 'not-allowed');
    const people = (await heldWithin(db, document.id, clock.nowMs())).map(({ person, capacity, fromMs, untilMs, state }) => ({
      person,
      capacity: shownCapacity(capacity),
      fromMs,
      untilMs,
      held: capacity.held ?? null,
      state: state === 'to-come' ? state : ('stands' as const),
      may: { end: state === 'stands' && capacities.some((each) => mayEnd(each, capacity, may)) },
    }));
    return c.json({ people, may: { callIn: callsIn, giveRole: givesRole } }, 200);
  });

  app.openapi(listTeams, async (c) => c.json({ teams: (await readTeams(db)).map(shownTeam) }, 200));

  app.openapi(makeTeam, async (c) => {
    const input = { placeId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'team.make', input, handler: makeHandler(input, random) });
    return done.ok ? c.json({ receipt: done.value.receipt, team: shownTeam(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(getTeam, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const team = await findTeam(db, c.req.valid('param').id);
    if (team === null) return problem(c, 'not-found');
    const { capacities, may } = await actingIn(services, signedIn.person.id);
    // Guests, and people called in on one topic, see what they came for.
    const sees = capacities.some(
      ({ role, held, within }) => role !== 'guest' && (held === undefined || held === 'deputy') && within === undefined,
    );
    if (!sees) return problem(c, 'not-allowed');
    const atMs = clock.nowMs();
    const seats = await seatsNow(db, team.id, atMs);
    const core = seats.filter((seat) => seat.core);
    const held = core.filter(({ state }) => state !== 'empty').length;
    const manages = capacities.some((each) => may('team.manage', each, team.place_id as PlaceId));
    const candidates = manages
      ? (await registerOf(db, atMs)).filter(
          ({ capacity }) => capacity.held === undefined && capacity.within === undefined && capacity.role !== 'resident',
        )
      : [];
    return c.json(
      {
        team: shownTeam(team),
        seats: seats.map(shownSeat),
        quorum: { needed: team.quorum, core: core.length, held, reachable: held >= team.quorum },
        candidates: candidates.map(shownRole),
        may: { manage: manages },
      },
      200,
    );
  });

  app.openapi(setQuorum, async (c) => {
    const input = { teamId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'team.set-quorum', input, handler: quorumHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt, team: shownTeam(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(fillSeat, async (c) => {
    const input = { seatId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'team.fill-seat', input, handler: fillHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt }, 200) : problem(c, done.error);
  });

  app.openapi(getAdministration, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const atMs = clock.nowMs();
    const { capacities, may } = await actingIn(services, signedIn.person.id);
    const keeps = (placeId: PlaceId): boolean => capacities.some((each) => may('team.manage', each, placeId));
    const borough = (await listPlaces(db)).find(({ tier }) => tier === 'borough');
    const isAdmin =
      borough !== undefined && capacities.some((each) => each.placeId === borough.id && may('installation.import', each, borough.id));
    if (!isAdmin && !capacities.some(({ role, placeId }) => role === 'system-leader' && keeps(placeId))) return problem(c, 'not-allowed');
    const invitations = isAdmin ? await listInvitations(db) : [];
    const register = await registerOf(db, atMs);
    const ending = (await rolesEnding(db, atMs)).filter(({ capacity }) => isAdmin || keeps(capacity.placeId));
    return c.json(
      {
        ending: ending.map(shownRole),
        vacancies: (await vacancies(db, atMs))
          .filter(({ placeId }) => keeps(placeId))
          .map((each) => ({ ...each, seat: shownSeat(each.seat) })),
        imports: isAdmin ? (await listImports(db)).map(shownImport) : [],
        invitations: invitations.map((row) => shownInvitation(row, atMs)),
        balance: await balanceOf(db, register),
        may: { import: isAdmin },
      },
      200,
    );
  });
}

async function balanceOf(db: Relational, register: readonly Member[]): Promise<{ party: string; councillors: number }[]> {
  const councillors = register.filter(({ capacity }) => capacity.role === 'councillor').map(({ capacity }) => capacity.id);
  const parties = [...(await partiesOf(db, councillors)).values()];
  return [...new Set(parties)].toSorted().map((party) => ({ party, councillors: parties.filter((each) => each === party).length }));
}

export function shownRole({ person, capacity, term }: Member): HeldRole {
  return { person, capacity: shownCapacity(capacity), fromMs: term.fromMs, untilMs: term.untilMs, held: capacity.held ?? null };
}

function shownTeam({ id, place_id, name, quorum }: TeamRow): Team {
  return { id, placeId: place_id, name, quorum };
}

function shownSeat({ holder, deputies, ...seat }: SeatNow): Seat {
  return {
    ...seat,
    holder: holder === null ? null : { ...holder, capacity: shownCapacity(holder.capacity) },
    deputies: deputies.map((each) => ({ ...each, capacity: shownCapacity(each.capacity) })),
  };
}
