/** One role goes from one person to the next in one decision, at one moment: there is none in which both or neither hold it, unless both is chosen. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { raiseRights } from '@ginnel/store/relational/documents';
import { keepHandoverNote } from '@ginnel/store/relational/handovers';
import { capacitiesOf, findMember, setCapacityEnd } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace, listPlaces } from '@ginnel/store/relational/places';
import { fillSeat, seatsHeldBy } from '@ginnel/store/relational/teams';
import { endSessions } from '../commands/end-sessions.ts';
import type { RevocationNews } from '../commands/end-capacity.ts';
import { placesReached } from '../commands/reach.ts';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity, personOf, type Whom } from './give.ts';
import { mayFill } from './may-fill.ts';

export interface HandOver {
  readonly capacityId: string;
  readonly whom: Whom;
  /** When it goes over; `null`: now. */
  readonly onMs: number | null;
  /** Both hold it until then, to learn from one another; `null`: nobody does. */
  readonly bothUntilMs: number | null;
  /** The end of the new holder's term. */
  readonly untilMs: number | null;
}

/** Seats in teams go along. Deputies were the outgoing holder's, and end with them. */
export function handOver(asked: HandOver, { random, news }: { random: Random; news: RevocationNews }): Handler<Capacity> {
  return async ({ tx, atMs, capacities, may }) => {
    const outgoing = await findMember(tx, asked.capacityId);
    if (outgoing === null) return err('not-found');
    const { capacity: own, term } = outgoing;
    const acting = capacities.find((each) => each.held === undefined && mayFill(each, own, may));
    if (acting === undefined) return err('not-allowed');
    const onMs = Math.max(atMs, asked.onMs ?? atMs);
    const lastMs = asked.bothUntilMs ?? onMs;
    const stands = term.fromMs <= atMs && (term.untilMs === null || onMs <= term.untilMs);
    if (!stands || own.held !== undefined || lastMs < onMs || (asked.untilMs !== null && asked.untilMs <= onMs)) return err('wrong-state');
    const place = await findPlace(tx, own.placeId);
    const organisation = own.organisationId === null ? null : await findOrganisation(tx, own.organisationId);
    const personId = await personOf(tx, asked.whom, { atMs, random });
    if (personId === null || place === null) return err('not-found');
    const theirs = await capacitiesOf(tx, personId, atMs);
    const hasIt = theirs.some(
      (each) =>
        each.role === own.role &&
        each.placeId === own.placeId &&
        each.organisationId === own.organisationId &&
        each.within === own.within &&
        each.held === undefined,
    );
    if (hasIt || personId === own.personId) return err('wrong-state');
    await setCapacityEnd(tx, own.id, Math.min(lastMs, term.untilMs ?? lastMs));
    const { capacity, ended } = await giveCapacity(
      tx,
      { atMs, random },
      {
        personId,
        role: own.role,
        organisation,
        place,
        fromMs: onMs,
        untilMs: asked.untilMs,
        ...(own.within === undefined ? {} : { within: own.within, label: own.label }),
        footing: { succeedsId: own.id },
      },
    );
    // A seat that goes over later follows the one who takes over (see seats.ts).
    if (onMs <= atMs) for (const { id } of await seatsHeldBy(tx, own.id)) await fillSeat(tx, id, capacity.id, atMs);
    const now = lastMs <= atMs;
    const documents: readonly DocumentId[] = now ? await raiseRights(tx, placesReached(await listPlaces(tx), own.placeId)) : [];
    const sessions = now ? await endSessions(tx, own.personId) : [];
    return ok({
      acting,
      subject: organisation === null ? `place:${place.id}` : `organisation:${organisation.id}`,
      facts: { role: own.role, place: place.id, onMs, bothUntilMs: asked.bothUntilMs, untilMs: asked.untilMs },
      detail: { from: own.personId, to: personId, capacity: capacity.id },
      answer: capacity,
      afterwards: () => {
        [...ended, ...sessions].forEach((handle) => news.sessionEnded(handle));
        documents.forEach((id) => news.rightsChanged(id));
        if (now) news.personChanged(own.personId satisfies PersonId);
      },
    });
  };
}

/** What the holder wants the next one to know; read by the two of them and who decides on the role. */
export function writeHandoverNote({ capacityId, words }: { capacityId: string; words: string }): Handler<{ readonly words: string }> {
  return async ({ tx, atMs, capacities }) => {
    if ((await findMember(tx, capacityId)) === null) return err('not-found');
    const acting = capacities.find(({ id }) => id === capacityId);
    if (acting === undefined) return err('not-allowed');
    await keepHandoverNote(tx, { capacity_id: capacityId, words, at_ms: atMs });
    return ok({ acting, subject: `place:${acting.placeId}`, facts: { role: acting.role }, detail: {}, answer: { words } });
  };
}
