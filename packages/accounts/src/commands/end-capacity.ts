/** Ends a capacity: a member leaves, a term is cut short, a role is taken away. What was written in it keeps its author. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { raiseRights } from '@ginnel/store/relational/documents';
import { endCapacity as endRow, findCapacity } from '@ginnel/store/relational/people';
import { listPlaces } from '@ginnel/store/relational/places';
import { endSessions } from './end-sessions.ts';
import { isLastOfItsKind } from './last-of-its-kind.ts';
import { mayEndCapacity } from './policy.ts';
import { placesReached } from './reach.ts';
import type { Deciding, Handler } from './run-command.ts';

export interface EndCapacity {
  readonly capacityId: string;
  readonly reason: string;
}

/** What live rooms are told: within five seconds nobody writes in the ended capacity any more. */
export interface RevocationNews {
  rightsChanged(documentId: DocumentId): void;
  personChanged(personId: PersonId): void;
  sessionEnded(handle: string): void;
}

export function endCapacity({ capacityId, reason }: EndCapacity, news: RevocationNews): Handler<Capacity> {
  return async ({ tx, atMs, capacities, keptAwayFrom, may }) => {
    const ended = await findCapacity(tx, capacityId, atMs);
    if (ended === null) return err('not-found');
    const mayHere = ({ personId }: Capacity): boolean => personId === ended.personId || !keptAwayFrom(ended.placeId);
    const acting = capacities.find((capacity) => mayHere(capacity) && mayEnd(capacity, ended, may));
    if (acting === undefined) return err('not-allowed');
    if (await isLastOfItsKind(tx, ended, atMs)) return err('wrong-state');
    await endRow(tx, ended.id, atMs);
    const documents = await raiseRights(tx, placesReached(await listPlaces(tx), ended.placeId));
    const sessions = await endSessions(tx, ended.personId);
    return ok({
      acting,
      subject: ended.organisationId === null ? `place:${ended.placeId}` : `organisation:${ended.organisationId}`,
      facts: { role: ended.role, place: ended.placeId, self: acting.personId === ended.personId },
      detail: { whom: ended.personId, capacity: ended.id, reason },
      answer: ended,
      afterwards: () => {
        sessions.forEach((handle) => news.sessionEnded(handle));
        documents.forEach((id) => news.rightsChanged(id));
        news.personChanged(ended.personId);
      },
    });
  };
}

/** Who may call people in on topics may let them go before the day, too. */
export function mayEnd(acting: Capacity, ended: Capacity, may: Deciding['may']): boolean {
  const letsGo = ended.held === 'topic' && may('team.manage', acting, ended.placeId);
  return letsGo || mayEndCapacity(acting, ended, (capacity, placeId) => may('place.grant-role', capacity, placeId));
}
