/** What somebody at a computer that was left signed in must not be able to do asks for a sign-in of the last minutes. */
import type { SignedIn } from '@ginnel/accounts/authentication';
import type { Clock } from '@ginnel/base/ports';

const FRESH_SIGN_IN_MS = 15 * 60_000;

export function isFreshSignIn({ session }: SignedIn, clock: Clock): boolean {
  return clock.nowMs() - session.createdAtMs <= FRESH_SIGN_IN_MS;
}
