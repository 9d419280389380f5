/** Who sends a request: by the session cookie together with our exact `Origin`, or by a bearer token. */
import type { Clock } from '@ginnel/base/ports';
import type { Capacity, Person } from '@ginnel/domain/people';
import { findActing } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import { readCookie, SESSION_COOKIE } from './cookies.ts';
import { type Session, type Sessions, standingOf } from './sessions/sessions.ts';

export interface SignedIn {
  readonly session: Session;
  readonly person: Person;
  /** Those that stand now, the default first; may be empty. */
  readonly capacities: readonly Capacity[];
  /** The secret that was shown, for ending the session and for setting its cookie again. */
  readonly token: string;
  readonly by: 'cookie' | 'bearer';
  /**
   * The person's capacities are others than when the token was given: this answer should bring a new one. Never of a
   * bearer token, which no cookie can replace in the hands of a program: a role that shortens sessions ends those, and
   * any other goes on with what its person may do now, which is asked at each request and never kept in a token.
   */
  readonly renewDue: boolean;
}

export type Authentication =
  | { readonly outcome: 'signed-in'; readonly signedIn: SignedIn }
  | { readonly outcome: 'nobody' }
  /** The browser was led here by another site: nothing is done in the person's name. */
  | { readonly outcome: 'foreign-origin' };

export interface Credentials {
  readonly cookie: string | null;
  readonly origin: string | null;
  readonly authorization: string | null;
}

export interface Authenticator {
  /**
   * @param act  `read` trusts the cookie alone, because answers cannot be read by other sites; `write` (and every
   *   WebSocket, which browsers open to any site) asks for our exact `Origin` too
   */
  authenticate(credentials: Credentials, act: 'read' | 'write'): Promise<Authentication>;
}

export interface AuthenticatorOptions {
  readonly db: Relational;
  readonly clock: Clock;
  readonly sessions: Sessions;
  /** `http://localhost:3000`, compared character by character. */
  readonly origin: string;
}

export function authenticator({ db, clock, sessions, origin }: AuthenticatorOptions): Authenticator {
  async function find(token: string, by: SignedIn['by']): Promise<Authentication> {
    const session = await sessions.find(token);
    const acting = session === null ? null : await findActing(db, session.personId, clock.nowMs());
    if (session === null || acting === null) return { outcome: 'nobody' };
    const renewDue = by === 'cookie' && isOther(session, acting.capacities);
    return { outcome: 'signed-in', signedIn: { session, ...acting, token, by, renewDue } };
  }

  const isOther = (session: Session, capacities: readonly Capacity[]): boolean =>
    session.tokenIs === 'lost' || (session.tokenIs === 'newest' && session.standing !== standingOf(capacities));

  return {
    async authenticate(credentials, act) {
      const bearer = /^Bearer ([\w-]{1,100})$/i.exec(credentials.authorization ?? '')?.[1];
      if (bearer !== undefined) return await find(bearer, 'bearer');
      const token = readCookie(credentials.cookie, SESSION_COOKIE, origin);
      if (act === 'write') {
        // A browser names its origin on every write; a program without a cookie names none.
        const foreign = credentials.origin === null ? token !== null : credentials.origin !== origin;
        if (foreign) return { outcome: 'foreign-origin' };
      }
      return token === null ? { outcome: 'nobody' } : await find(token, 'cookie');
    },
  };
}
