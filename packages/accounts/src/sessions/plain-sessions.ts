/** Sessions without a library: the proof that the one behind the port can be replaced. Keeps the same contract on the same rows. */
import type { PersonId } from '@ginnel/base/ids';
import { type Clock, type Random, randomId } from '@ginnel/base/ports';
import * as rows from '@ginnel/store/relational/sessions';
import type { Relational, SessionRow } from '@ginnel/store/relational/tables';
import { hashOf, randomToken } from '../secrets.ts';
import { findShown, replaceToken, standingNow } from './shown-token.ts';
import { LIFETIMES, lifetimeInToken, type Session, type Sessions, tokenPrefix } from './sessions.ts';

export function plainSessions({ db, random, clock }: { db: Relational; random: Random; clock: Clock }): Sessions {
  const stands = (row: SessionRow): boolean => row.expires_at_ms > clock.nowMs() && row.ends_at_ms > clock.nowMs();

  return {
    async begin(personId, { lifetime, device }) {
      const token = tokenPrefix(lifetime) + randomToken(random);
      const now = clock.nowMs();
      const row: SessionRow = {
        id_hash: hashOf(token),
        person_id: personId,
        handle: randomId(random, 12),
        device: device.slice(0, 200),
        created_at_ms: now,
        expires_at_ms: now + LIFETIMES[lifetime].idleMs,
        ends_at_ms: now + LIFETIMES[lifetime].absoluteMs,
        previous_hash: null,
        previous_until_ms: null,
        token_at_ms: now,
        standing: await standingNow(db, personId, now),
      };
      await rows.addSession(db, row);
      return { token, session: rowToSession(row, { renewed: true }) };
    },
    async find(token) {
      const lifetime = lifetimeInToken(token);
      if (lifetime === null) return null;
      const shown = await findShown(db, token, clock.nowMs());
      if (shown === null || !stands(shown.row)) return null;
      const { row, tokenIs } = shown;
      const { idleMs } = LIFETIMES[lifetime];
      if (row.expires_at_ms - clock.nowMs() > idleMs / 2) return rowToSession(row, { tokenIs });
      const renewed = { ...row, expires_at_ms: clock.nowMs() + idleMs };
      await rows.moveSessionExpiry(db, row.id_hash, renewed.expires_at_ms);
      return rowToSession(renewed, { tokenIs, renewed: tokenIs === 'newest' });
    },
    renew: (token) => replaceToken({ db, random }, token, clock.nowMs()),
    end: (token) => rows.removeSession(db, hashOf(token)),
    endByHandle: (personId, handle) => rows.removeSessionByHandle(db, personId, handle),
    endAll: (personId) => rows.removeSessionsOf(db, personId),
    async list(personId) {
      const found = await rows.listSessions(db, personId);
      return found.filter(stands).map((row) => rowToSession(row, {}));
    },
    sweep: () => rows.removeExpiredSessions(db, clock.nowMs()),
  };
}

function rowToSession(row: SessionRow, { renewed = false, tokenIs = 'newest' }: Partial<Pick<Session, 'renewed' | 'tokenIs'>>): Session {
  return {
    handle: row.handle,
    personId: row.person_id as PersonId,
    device: row.device,
    createdAtMs: row.created_at_ms,
    expiresAtMs: Math.min(row.expires_at_ms, row.ends_at_ms),
    renewed,
    standing: row.standing,
    tokenIs,
  };
}
