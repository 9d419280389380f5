/** A person leaves: everything about them goes but their words, which stay in the plans of others under no name. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import { raiseRights } from '@ginnel/store/relational/documents';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { listPlaces } from '@ginnel/store/relational/places';
import { eraseFrom } from '@ginnel/store/relational/privacy';
import { listSessions } from '@ginnel/store/relational/sessions';
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
  return async ({ tx, atMs }) => {
    const capacities = await capacitiesOf(tx, personId, atMs);
    const [acting] = capacities;
    if (acting === undefined) return err('not-allowed');
    for (const capacity of capacities) if (await isLastOfItsKind(tx, capacity, atMs)) return err('wrong-state');
    const sessions = await listSessions(tx, personId);
    const places = await listPlaces(tx);
    const reached = new Set(capacities.flatMap(({ placeId }) => placesReached(places, placeId)));
    await eraseFrom(tx, personId, atMs);
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
