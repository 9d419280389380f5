/** How often one may try: by mailbox and by address. Counted in the database: a restart forgives nothing, and all nodes count together. */
import { createHmac } from 'node:crypto';
import { randomToken } from '@ginnel/accounts/secrets';
import type { Clock, Random } from '@ginnel/base/ports';
import { installationSecret } from '@ginnel/store/relational/installation-secrets';
import { countTry, forgiveTry } from '@ginnel/store/relational/tries';
import type { Relational } from '@ginnel/store/relational/tables';

export interface Limits {
  /** Each answers whether this try is within the limit, and counts it. */
  askForMailbox(email: string): Promise<boolean>;
  askFromAddress(address: string): Promise<boolean>;
  confirmFromAddress(address: string): Promise<boolean>;
  /** A code to come in by: counted before it is looked at, and taken back by `guessedRight`, so that a hall is not kept out. */
  guess(address: string): Promise<boolean>;
  guessedRight(address: string): Promise<void>;
  reportFromAddress(address: string): Promise<boolean>;
  /** Whether a safeguarding report from this address may hold words before anybody has looked. */
  urgentFromAddress(address: string): Promise<boolean>;
  /** Reads the log of every document that somebody wrote in. */
  ownDataOf(personId: string): Promise<boolean>;
}

const WINDOW_MS = 15 * 60_000;

/**
 * A code has 38 bits: 200 wrong ones in a quarter of an hour find one of ten open doors in twelve hours with a chance of
 * one in three million. A whole hall that scans in the same second stays below.
 */
export const WRONG_GUESSES = 200;

export function createLimits({ db, clock, random }: { db: Relational; clock: Clock; random: Random }): Limits {
  let secret: Promise<string> | undefined;

  /** Who tries is known by a hash that only this installation can make. */
  async function keyOf(what: string, who: string): Promise<string> {
    secret ??= installationSecret(db, 'tries', () => randomToken(random));
    return `${what}:${createHmac('sha256', await secret)
      .update(who)
      .digest('base64url')}`;
  }
  const limit = (what: string, most: number) => {
    return async (who: string) => (await countTry(db, { key: await keyOf(what, who), nowMs: clock.nowMs(), windowMs: WINDOW_MS })) <= most;
  };

  return {
    // Nobody's mailbox is to be flooded by a stranger.
    askForMailbox: limit('mailbox', 10),
    // A whole hall may share one address, so these only stop machines.
    askFromAddress: limit('ask', 300),
    confirmFromAddress: limit('confirm', 600),
    reportFromAddress: limit('report', 60),
    // Beyond these, a report still reaches the safeguarding lead: nobody can empty a document by reporting it.
    urgentFromAddress: limit('urgent', 5),
    guess: limit('guess', WRONG_GUESSES),
    guessedRight: async (address) => await forgiveTry(db, await keyOf('guess', address)),
    ownDataOf: limit('own-data', 20),
  };
}
