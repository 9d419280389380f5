/** How often one may try: by mailbox and by address. Counted in memory; a restart forgives. */
import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface Limits {
  /** Each answers whether this try is within the limit, and counts it. */
  askForMailbox(email: string): Promise<boolean>;
  askFromAddress(address: string): Promise<boolean>;
  confirmFromAddress(address: string): Promise<boolean>;
  /** Whether this address may try another code to come in by; `guessedWrong` counts a wrong one. */
  mayGuess(address: string): Promise<boolean>;
  guessedWrong(address: string): Promise<void>;
  reportFromAddress(address: string): Promise<boolean>;
  /** Whether a safeguarding report from this address may hold words before anybody has looked. */
  urgentFromAddress(address: string): Promise<boolean>;
  /** Reads the log of every document that somebody wrote in. */
  ownDataOf(personId: string): Promise<boolean>;
}

const WINDOW_S = 15 * 60;

export function createLimits(): Limits {
  return {
    // Nobody's mailbox is to be flooded by a stranger.
    askForMailbox: limit(10),
    // A whole hall may share one address, so these only stop machines.
    askFromAddress: limit(300),
    confirmFromAddress: limit(600),
    reportFromAddress: limit(60),
    // Beyond these, a report still reaches the safeguarding lead: nobody can empty a document by reporting it.
    urgentFromAddress: limit(5),
    ...guessing(50),
    ownDataOf: limit(20),
  };
}

/** A code of 39 bits stands 50 wrong guesses in a quarter of an hour for longer than any session lasts. */
function guessing(wrong: number): Pick<Limits, 'mayGuess' | 'guessedWrong'> {
  const limiter = new RateLimiterMemory({ points: wrong, duration: WINDOW_S });
  return {
    mayGuess: async (address) => ((await limiter.get(address))?.consumedPoints ?? 0) < wrong,
    guessedWrong: async (address) => void (await limiter.penalty(address)),
  };
}

function limit(points: number): (key: string) => Promise<boolean> {
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_S });
  return async (key) => {
    try {
      await limiter.consume(key);
      return true;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      return false;
    }
  };
}
