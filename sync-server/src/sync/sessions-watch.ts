/** Finds sockets whose session has ended without this process hearing of it: on another node, from a terminal, or by time. */
import type { Doorkeeper } from './ports.ts';

/** A session that ends closes its sockets within 5 seconds (PR13). */
export const SESSIONS_MS = 2_000;
/** Sessions in one question. */
const MOST_AT_ONCE = 5_000;

export interface SessionsWatchOptions {
  readonly doorkeeper: Pick<Doorkeeper, 'endedSessions'>;
  /** Of all open sockets; any may come more than once. */
  readonly sessionIds: () => Iterable<string>;
  readonly ended: (sessionId: string) => void;
  readonly report: (what: string, error: unknown) => void;
}

export class SessionsWatch {
  readonly #options: SessionsWatchOptions;
  #isLooking = false;

  constructor(options: SessionsWatchOptions) {
    this.#options = options;
  }

  /** Not more often than it is answered. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { doorkeeper, sessionIds, ended, report } = this.#options;
    try {
      const asked = [...new Set(sessionIds())];
      for (let from = 0; from < asked.length; from += MOST_AT_ONCE) {
        for (const sessionId of await doorkeeper.endedSessions(asked.slice(from, from + MOST_AT_ONCE))) ended(sessionId);
      }
    } catch (error) {
      report('sessions could not be read', error);
    } finally {
      this.#isLooking = false;
    }
  }
}
