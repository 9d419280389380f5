/** What tests of sessions do at the page and look for on it. */
import type { Random } from '@ginnel/base/ports';
import { ownEdit } from '@ginnel/merge/edits/open';
import type * as Y from 'yjs';
import type { LiveSession, SessionState } from '../live-session.ts';

/** Resolves with the first state that fits. */
export function until(session: LiveSession, fits: (state: SessionState) => boolean): Promise<SessionState> {
  return new Promise((resolve) => {
    if (fits(session.state)) return resolve(session.state);
    const stop = session.subscribe((state) => {
      if (!fits(state)) return;
      stop();
      resolve(state);
    });
  });
}

export const saved = (session: LiveSession): Promise<SessionState> => until(session, ({ save }) => save.kind === 'saved');

export const notes = (doc: Y.Doc): string => doc.getText('notes').toString();

/** Writes at the end of the notes, as the person at the page does. */
export const write = (session: LiveSession, words: string): void =>
  ownEdit(session.doc, () => session.doc.getText('notes').insert(session.doc.getText('notes').length, words));

/** The same bytes in every run. */
export function seededRandom(): Random {
  let seed = 1;
  return { bytes: (length) => Uint8Array.from({ length }, () => (seed = (seed * 16807) % 2147483647) & 255) };
}
