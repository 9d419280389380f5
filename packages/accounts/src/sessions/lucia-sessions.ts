/**
 * Sessions by Lucia 3: the only file that knows the library. The adapter is ours because the published one stores the
 * token itself and pins an unsafe SQLite; ours stores its SHA-256.
 */
import type { PersonId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import { randomId } from '@ginnel/base/ports';
import * as rows from '@ginnel/store/relational/sessions';
import type { Relational, SessionRow } from '@ginnel/store/relational/tables';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, type Session as LuciaSession, TimeSpan } from 'lucia';
import { hashOf, randomToken } from '../secrets.ts';
import { findShown, replaceToken, standingNow } from './shown-token.ts';
import { type Begun, LIFETIMES, type LifetimeName, lifetimeInToken, type Session, type Sessions, tokenPrefix } from './sessions.ts';

interface Attributes {
  readonly handle: string;
  readonly device: string;
  readonly createdAtMs: number;
  readonly endsAtMs: number;
  readonly standing: string;
  readonly tokenIs: Session['tokenIs'];
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Attributes>;
    DatabaseSessionAttributes: Attributes;
  }
}

export function luciaSessions({ db, random }: { db: Relational; random: Random }): Sessions {
  const adapter = hashingAdapter(db);
  const perLifetime = Object.fromEntries(
    Object.entries(LIFETIMES).map(([name, { idleMs }]) => [
      name,
      new Lucia(adapter, { sessionExpiresIn: new TimeSpan(idleMs, 'ms'), getSessionAttributes: (attributes) => attributes }),
    ]),
  ) as Record<LifetimeName, Lucia<Attributes>>;

  return {
    async begin(personId, { lifetime, device }): Promise<Begun> {
      const token = tokenPrefix(lifetime) + randomToken(random);
      const createdAtMs = Date.now(); // Lucia reads this clock too
      const endsAtMs = createdAtMs + LIFETIMES[lifetime].absoluteMs;
      const attributes: Attributes = {
        handle: randomId(random, 12),
        device: device.slice(0, 200),
        createdAtMs,
        endsAtMs,
        standing: await standingNow(db, personId, createdAtMs),
        tokenIs: 'newest',
      };
      const session = await perLifetime[lifetime].createSession(personId, attributes, { sessionId: token });
      return { token, session: sessionOf(session) };
    },
    async find(token) {
      const lifetime = lifetimeInToken(token);
      if (lifetime === null) return null;
      const { session } = await perLifetime[lifetime].validateSession(token);
      return session === null ? null : sessionOf(session);
    },
    renew: (token) => replaceToken({ db, random }, token, Date.now()),
    async end(token) {
      await perLifetime.resident.invalidateSession(token);
    },
    endByHandle: (personId, handle) => rows.removeSessionByHandle(db, personId, handle),
    async endAll(personId) {
      await perLifetime.resident.invalidateUserSessions(personId);
    },
    async list(personId) {
      const sessions = await perLifetime.resident.getUserSessions(personId);
      return sessions.filter((session) => session.endsAtMs > Date.now()).map(sessionOf);
    },
    async sweep() {
      await perLifetime.resident.deleteExpiredSessions();
    },
  };
}

function sessionOf(session: LuciaSession): Session {
  return {
    handle: session.handle,
    personId: session.userId as PersonId,
    device: session.device,
    createdAtMs: session.createdAtMs,
    expiresAtMs: Math.min(session.expiresAt.getTime(), session.endsAtMs),
    renewed: session.fresh && session.tokenIs === 'newest',
    standing: session.standing,
    tokenIs: session.tokenIs,
  };
}

/** Lucia's seven verbs, on rows that know the token only by its hash. A session past its absolute end is not there. */
function hashingAdapter(db: Relational): Adapter {
  return {
    async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const shown = await findShown(db, token, Date.now());
      if (shown === null || shown.row.ends_at_ms <= Date.now()) return [null, null];
      return [rowToSession(shown.row, token, shown.tokenIs), { id: shown.row.person_id, attributes: {} }];
    },
    async getUserSessions(userId) {
      const found = await rows.listSessions(db, userId);
      return found.map((row) => rowToSession(row, row.handle, 'newest'));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await rows.addSession(db, {
        id_hash: hashOf(id),
        person_id: userId,
        handle: attributes.handle,
        device: attributes.device,
        created_at_ms: attributes.createdAtMs,
        expires_at_ms: expiresAt.getTime(),
        ends_at_ms: attributes.endsAtMs,
        previous_hash: null,
        previous_until_ms: null,
        token_at_ms: attributes.createdAtMs,
        standing: attributes.standing,
      });
    },
    updateSessionExpiration: (token, expiresAt) => rows.moveSessionExpiry(db, hashOf(token), expiresAt.getTime()),
    deleteSession: (token) => rows.removeSession(db, hashOf(token)),
    deleteUserSessions: (userId) => rows.removeSessionsOf(db, userId),
    deleteExpiredSessions: () => rows.removeExpiredSessions(db, Date.now()),
  };
}

function rowToSession(row: SessionRow, id: string, tokenIs: Session['tokenIs']): DatabaseSession {
  const { handle, device, created_at_ms: createdAtMs, ends_at_ms: endsAtMs, standing } = row;
  return {
    id,
    userId: row.person_id,
    expiresAt: new Date(row.expires_at_ms),
    attributes: { handle, device, createdAtMs, endsAtMs, standing, tokenIs },
  };
}
