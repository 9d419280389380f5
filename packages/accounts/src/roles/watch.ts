/** Looks after terms: who is told that a role ends or a seat is empty, once, by letter; and which live rooms hear that a term has begun or ended. */
import type { PlaceId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import { lineage } from '@ginnel/domain/places';
import { claimNotice, emailOf, releaseNotice } from '@ginnel/store/relational/handovers';
import { type Member, registerOf } from '@ginnel/store/relational/people';
import { readParents } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import { listTeams } from '@ginnel/store/relational/teams';
import type { Mailer } from '../mail/mailer.ts';
import { ENDING_WITHIN_MS, type SeatNow, seatsNow } from './seats.ts';

export interface Vacancy {
  readonly teamId: string;
  readonly teamName: string;
  readonly placeId: PlaceId;
  readonly seat: SeatNow;
}

/** Seats that are empty, or will be within 30 days. */
export async function vacancies(db: Relational, atMs: number): Promise<Vacancy[]> {
  const teams = await listTeams(db);
  const found = await Promise.all(
    teams.map(async ({ id, name, place_id }) =>
      (await seatsNow(db, id, atMs)).map((seat) => ({ teamId: id, teamName: name, placeId: place_id as PlaceId, seat })),
    ),
  );
  return found.flat().filter(({ seat }) => seat.state !== 'held');
}

/** Roles whose term ends within 30 days, the first to end first. */
export async function rolesEnding(db: Relational, atMs: number): Promise<Member[]> {
  const all = await registerOf(db, atMs);
  return all
    .filter(({ capacity, term }) => term.untilMs !== null && term.untilMs - atMs <= ENDING_WITHIN_MS && capacity.role !== 'guest')
    .toSorted((a, b) => (a.term.untilMs ?? 0) - (b.term.untilMs ?? 0));
}

interface Notice {
  readonly about: string;
  readonly line: string;
}

/** One letter to each person with what is new to them. What could not be sent is tried at the next look. */
export async function tellOfTerms({
  db,
  clock,
  mailer,
  origin,
}: {
  db: Relational;
  clock: Clock;
  mailer: Mailer;
  origin: string;
}): Promise<void> {
  const atMs = clock.nowMs();
  const notices = new Map<string, Notice[]>();
  const tell = (personId: string, notice: Notice): void => void notices.set(personId, [...(notices.get(personId) ?? []), notice]);
  const register = await registerOf(db, atMs);
  const parentOf = await readParents(db);
  /** Who looks after the people of a place: its system leaders and administrators, there or above. */
  const keepersOf = (placeId: PlaceId): Member[] => {
    const line = lineage(placeId, parentOf);
    return register.filter(
      ({ capacity: { role, held, placeId: at } }) =>
        (role === 'admin' || role === 'system-leader') && held === undefined && line.includes(at),
    );
  };
  for (const { person, capacity, term } of await rolesEnding(db, atMs)) {
    const about = `ending:${capacity.id}:${term.untilMs}`;
    const day = dayOf(term.untilMs ?? atMs);
    tell(person.id, { about, line: `Your role “${capacity.label}” ends on ${day}.` });
    const leads = register.filter(
      (each) =>
        each.capacity.role === 'group-lead' && each.capacity.organisationId === capacity.organisationId && each.capacity.held === undefined,
    );
    const keepers = capacity.organisationId !== null && leads.length > 0 ? leads : keepersOf(capacity.placeId);
    for (const { person: keeper } of keepers)
      if (keeper.id !== person.id) tell(keeper.id, { about, line: `${person.name}’s role “${capacity.label}” ends on ${day}.` });
  }
  for (const { teamName, placeId, seat } of await vacancies(db, atMs)) {
    if (seat.state !== 'empty') continue; // who sits there is told of by their role above
    const notice = { about: `empty:${seat.id}:${seat.emptySinceMs}`, line: `The seat “${seat.name}” of ${teamName} is empty.` };
    for (const { person } of keepersOf(placeId)) tell(person.id, notice);
  }
  for (const [personId, all] of notices) await send({ db, mailer, origin, atMs }, personId, all);
}

async function send(
  { db, mailer, origin, atMs }: { db: Relational; mailer: Mailer; origin: string; atMs: number },
  personId: string,
  all: readonly Notice[],
): Promise<void> {
  const email = await emailOf(db, personId);
  if (email === null) return;
  const fresh: Notice[] = [];
  for (const notice of all.filter(({ about }, index) => all.findIndex((other) => other.about === about) === index)) {
    if (await claimNotice(db, personId, notice.about, atMs)) fresh.push(notice);
  }
  if (fresh.length === 0) return;
  const text = [
    'Hello,',
    '',
    ...fresh.map(({ line }) => `• ${line}`),
    '',
    'You can see and change this here:',
    `${origin}/administration`,
    '',
  ].join('\n');
  try {
    await mailer.send({
      to: email,
      subject: fresh.length === 1 ? 'A role that ends, or an empty seat' : 'Roles that end, and empty seats',
      text,
    });
  } catch (error) {
    for (const { about } of fresh) await releaseNotice(db, personId, about);
    throw error;
  }
}

function dayOf(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(atMs);
}
