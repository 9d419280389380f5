/** What tests of sessions do at the page and look for on it. */
import type { Random } from '@ginnel/base/ports';
import { ownEdit } from '@ginnel/merge/edits/open';
import type * as Y from 'yjs';
import type { DeviceStorage } from '../device/storage.ts';
import type { LiveSession, SessionState } from '../live-session.ts';
import { openDocument } from '../open-document.ts';
import type { FakeServer } from './fake-server.ts';

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

export interface TestPage {
  readonly server: FakeServer;
  readonly storage: DeviceStorage;
  readonly random: Random;
  readonly personId: string;
  readonly epoch: number;
  /** Who wants to hear that the network is lost. */
  readonly networkLost: Set<() => void>;
}

/** A Deal, opened by a resident; time stands still. */
export function openForTest({ server, storage, random, personId, epoch, networkLost }: TestPage): LiveSession {
  return openDocument({
    documentId: 'doc-1',
    kind: 'deal',
    personId,
    capacityId: `${personId}.resident`,
    serverUrl: 'ws://server/sync',
    epoch,
    shapeVersion: 1,
    storage,
    random,
    clock: { nowMs: () => 1_000 },
    timers: { after: () => () => undefined },
    surroundings: {
      onHidden: () => () => undefined,
      onNetworkLost: (listener) => {
        networkLost.add(listener);
        return () => networkLost.delete(listener);
      },
    },
    WebSocket: server.WebSocket,
  });
}
