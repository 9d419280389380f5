/** Sends what a closed page left unsent, beside the page that is open: words go in the capacity in which they were written. */
import type { LiveSession, SessionState } from './live-session.ts';

/**
 * Keeps the session open until the server has all of it, has refused some (which is then kept as not accepted), or has
 * ended it. Without a connection it waits for one. Nobody is shown at the table for it.
 *
 * @returns leaves off: what was not sent stays on the device
 */
export function sendUnsent(session: LiveSession): () => void {
  const unseen = (): void => session.awareness.setLocalState(null);
  const look = ({ save, connection }: SessionState): void => {
    if (save.kind === 'saved' || save.kind === 'not-accepted' || connection.kind === 'ended') leave();
  };
  const stops = [session.subscribe(look), session.onRebuilt(unseen)];
  const leave = (): void => {
    for (const stop of stops.splice(0)) stop();
    void session.close();
  };
  unseen();
  look(session.state);
  return leave;
}
