/** Sessions: the port. Two implementations keep the same contract, so that the library behind it can be replaced in an afternoon. */
import type { PersonId } from '@ginnel/base/ids';
import type { Capacity, Role } from '@ginnel/domain/people';
import { hashOf } from '../secrets.ts';

export interface Session {
  /** Names the session when a person lists or ends theirs; never the secret. */
  readonly handle: string;
  readonly personId: PersonId;
  /** What the person will recognise: the browser's own name for itself, cut to 200 characters. */
  readonly device: string;
  readonly createdAtMs: number;
  /** Ends then unless it is used; never later than its absolute end. */
  readonly expiresAtMs: number;
  /** Just now renewed: the cookie is set again. */
  readonly renewed: boolean;
  /** As what the person stood when the token was given (`standingOf`): another standing asks for a new token. */
  readonly standing: string;
  /**
   * The token that was shown. `replaced`: a newer one was given, this one is on its way out. `lost`: the newer one was
   * given a minute ago and nobody has shown it yet, so the answer that brought it may be lost, and another may be given.
   */
  readonly tokenIs: 'newest' | 'replaced' | 'lost';
}

export interface Begun {
  /** The secret: goes to the browser or program, and nowhere else. */
  readonly token: string;
  readonly session: Session;
}

export interface Sessions {
  /** A new session at every sign-in: an earlier token is never taken over. */
  begin(personId: PersonId, options: { lifetime: LifetimeName; device: string }): Promise<Begun>;
  /** `null`: never was, was ended, idle too long, or past its absolute end. Renews a session in the second half of its idle time. */
  find(token: string): Promise<Session | null>;
  /**
   * A new token for the same session: its handle, device and ends stay, so its sockets and its place in the list do.
   * The old token goes on until the new one was first shown, so that no lost answer signs anybody out, and then for
   * `TOKEN_GRACE_MS`, for requests already under way. Of many at once one gets the token.
   *
   * @returns `null`: no such session, another request was given the token, or it was given less than a minute ago
   */
  renew(token: string): Promise<string | null>;
  /** Ends it; silent when there is none. */
  end(token: string): Promise<void>;
  endByHandle(personId: PersonId, handle: string): Promise<boolean>;
  endAll(personId: PersonId): Promise<void>;
  /** Those that stand, the newest first. */
  list(personId: PersonId): Promise<readonly Session[]>;
  /** Removes the rows of ended ones. */
  sweep(): Promise<void>;
}

export interface Lifetime {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Shorter where more can be done with a session (OWASP ASVS 5.0, 7.3.1 and 7.3.2). */
export const LIFETIMES = {
  resident: { idleMs: 30 * DAY, absoluteMs: 180 * DAY },
  staff: { idleMs: 12 * HOUR, absoluteMs: 7 * DAY },
  guest: { idleMs: 12 * HOUR, absoluteMs: DAY },
} as const satisfies Record<string, Lifetime>;
export type LifetimeName = keyof typeof LIFETIMES;

/** How long a replaced token is still answered after the new one was first shown. */
export const TOKEN_GRACE_MS = 60_000;

/** The capacities that stand, in one word: another word whenever one was given, began, ended or was handed over. */
export function standingOf(capacities: readonly Pick<Capacity, 'id'>[]): string {
  return hashOf(
    capacities
      .map(({ id }) => id)
      .sort()
      .join(' '),
  );
}

/** The strictest that any of a person's roles asks for. */
export function lifetimeOf(roles: readonly Role[]): LifetimeName {
  const staff: readonly Role[] = ['councillor', 'officer', 'practitioner', 'moderator', 'safeguarding-lead', 'system-leader', 'admin'];
  if (roles.some((role) => staff.includes(role))) return 'staff';
  return roles.length > 0 && roles.every((role) => role === 'guest') ? 'guest' : 'resident';
}

/** A token begins with the letter of its lifetime, which is hashed with the rest: nobody can lengthen their own. */
const LETTERS = { r: 'resident', s: 'staff', g: 'guest' } as const satisfies Record<string, LifetimeName>;

export function tokenPrefix(lifetime: LifetimeName): string {
  return `${lifetime[0]}_`;
}

/** `null`: not of the form of a token, so there is nothing to look up. */
export function lifetimeInToken(token: string): LifetimeName | null {
  const match = /^([rsg])_[\w-]{32,64}$/.exec(token);
  return match === null ? null : LETTERS[match[1] as keyof typeof LETTERS];
}
