/** Tells the sync host who comes and what they may do in a document. */
import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '@ginnel/accounts/authentication';
import { isKeptAway } from '@ginnel/accounts/moderation/keep-away';
import type { DocumentId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import type { Author } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { actorIn } from '@ginnel/domain/standing';
import { findRights } from '@ginnel/store/relational/rights';
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
      // The rights version and what it is about are of one moment: whatever changes after makes the log refuse the judgement.
      const capacityIds = authors.map(({ capacityId }) => capacityId);
      const found = await findRights(db, { documentId, capacityIds, atMs: clock.nowMs() });
      if (found === null) return null;
      const { info, capacities, guestIn, awayFrom, parentOf } = found;
      const actors = authors.map(({ personId, capacityId }) => {
        const capacity = capacities.get(capacityId);
        if (capacity === undefined || capacity.personId !== personId) return null;
        if (capacity.within !== undefined && capacity.within !== info.id) return null; // a role for one session or one text
        // A grant for a place does not reach above it, as a role there would.
        if (capacity.held === 'grant' && !lineage(info.placeId, parentOf).includes(capacity.placeId)) return null;
        if ((guestIn.get(capacityId) ?? info.id) !== info.id) return null; // a guest is one in one document
        return isKeptAway(awayFrom.get(capacityId) ?? [], info.placeId, parentOf) ? null : actorIn(capacity, info.placeId, parentOf);
      });
      return { info, actors };
    },

    async endedSessions(sessionIds: readonly string[]): Promise<readonly string[]> {
      const standing = await standingAmong(db, sessionIds, clock.nowMs());
      return sessionIds.filter((sessionId) => !standing.has(sessionId));
    },
  };
}
