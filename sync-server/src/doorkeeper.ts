/** Tells the sync host who comes and what they may do in a document. */
import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '@ginnel/accounts/authentication';
import { isKeptAway } from '@ginnel/accounts/moderation/keep-away';
import type { DocumentId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import type { Author } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { actorIn } from '@ginnel/domain/standing';
import { findDocument } from '@ginnel/store/relational/documents';
import { guestDocuments } from '@ginnel/store/relational/guests';
import { removedFrom } from '@ginnel/store/relational/moderation';
import { standingCapacities } from '@ginnel/store/relational/people';
import { readParents } from '@ginnel/store/relational/places';
import { standingAmong } from '@ginnel/store/relational/sessions';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Authenticated, Doorkeeper, Rights } from './sync/ports.ts';

export function doorkeeper({ db, authenticator, clock }: { db: Relational; authenticator: Authenticator; clock: Clock }): Doorkeeper {
  return {
    async authenticate(request: IncomingMessage): Promise<Authenticated> {
      const { cookie = null, origin = null, authorization = null } = request.headers;
      const found = await authenticator.authenticate({ cookie, origin, authorization }, 'write');
      if (found.outcome === 'foreign-origin') return { ok: false, reason: 'foreign-origin' };
      if (found.outcome === 'nobody' || found.signedIn.capacities.length === 0) return { ok: false, reason: 'signed-out' };
      const { session, person, capacities } = found.signedIn;
      return { ok: true, session: { sessionId: session.handle, person, capacities } };
    },

    async rightsOf(documentId: DocumentId, authors: readonly Author[]): Promise<Rights | null> {
      // The rights version is read first: whatever changes after it makes the log refuse the judgement.
      const info = await findDocument(db, documentId);
      if (info === null) return null;
      const capacityIds = authors.map(({ capacityId }) => capacityId);
      const nowMs = clock.nowMs();
      const personIds = authors.map(({ personId }) => personId);
      const [capacities, parentOf, removed, guests] = await Promise.all([
        standingCapacities(db, capacityIds, nowMs),
        readParents(db),
        removedFrom(db, personIds, nowMs),
        guestDocuments(db, capacityIds),
      ]);
      const actors = authors.map(({ personId, capacityId }) => {
        const capacity = capacities.get(capacityId);
        if (capacity === undefined || capacity.personId !== personId) return null;
        if (capacity.within !== undefined && capacity.within !== info.id) return null; // a role for one session or one text
        // A grant for a place does not reach above it, as a role there would.
        if (capacity.held === 'grant' && !lineage(info.placeId, parentOf).includes(capacity.placeId)) return null;
        if (guests.has(capacityId) && guests.get(capacityId) !== info.id) return null; // a guest is one in one document
        return isKeptAway(removed.get(personId) ?? [], info.placeId, parentOf) ? null : actorIn(capacity, info.placeId, parentOf);
      });
      return { info, actors };
    },

    async endedSessions(sessionIds: readonly string[]): Promise<readonly string[]> {
      const standing = await standingAmong(db, sessionIds, clock.nowMs());
      return sessionIds.filter((sessionId) => !standing.has(sessionId));
    },
  };
}
