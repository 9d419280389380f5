/** A person leaves: everything about them goes but their words, which stay in the plans of others under no name. */
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { raiseRights } from '@ginnel/store/relational/documents';
import { oweScrub } from '@ginnel/store/relational/expunges';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { listPlaces } from '@ginnel/store/relational/places';
import { eraseFrom } from '@ginnel/store/relational/privacy';
import { listSessions } from '@ginnel/store/relational/sessions';
import type { Relational } from '@ginnel/store/relational/tables';
import { isLastOfItsKind } from '../commands/last-of-its-kind.ts';
import { placesReached } from '../commands/reach.ts';
import type { Handler } from '../commands/run-command.ts';

export interface LeavingNews {
  rightsChanged(documentId: DocumentId): void;
  personChanged(personId: PersonId): void;
  sessionEnded(handle: string): void;
}

/** First the handover: a group keeps a lead, and the borough an administrator. */
export function leave(personId: PersonId, news: LeavingNews): Handler<null> {
  return async ({ tx, atMs, own }) => {
    const capacities = await capacitiesOf(tx, personId, atMs);
    const acting = own ?? capacities[0] ?? (await someCapacity(tx, personId));
    for (const capacity of capacities) if (await isLastOfItsKind(tx, capacity, atMs)) return err('wrong-state');
    const sessions = await listSessions(tx, personId);
    const places = await listPlaces(tx);
    const reached = new Set(capacities.flatMap(({ placeId }) => placesReached(places, placeId)));
    await eraseFrom(tx, personId, atMs);
    // A scrub writes the whole database anew: guests, who come and go as they like, wait for the night's.
    if (capacities.some(({ role }) => role !== 'guest')) await oweScrub(tx, `leave:${atMs}`, atMs);
    const documents = await raiseRights(tx, [...reached]);
    return ok({
      acting,
      subject: `place:${acting.placeId}`,
      facts: {},
      detail: {},
      answer: null,
      afterwards: () => {
        sessions.forEach(({ handle }) => news.sessionEnded(handle));
        documents.forEach((id) => news.rightsChanged(id));
        news.personChanged(personId);
      },
    });
  };
}

/** Who has no part anywhere any more may leave too: the receipt names the last that they had, or none. */
async function someCapacity(tx: Relational, personId: PersonId): Promise<Capacity> {
  const row = await tx.selectFrom('capacity').select(['id', 'place_id']).where('person_id', '=', personId).executeTakeFirst();
  const [id, placeId] = [(row?.id ?? '') as CapacityId, (row?.place_id ?? '') as PlaceId];
  return { id, personId, placeId, role: 'guest', organisationId: null, label: '' };
}
