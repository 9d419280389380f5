import { memoryStorage } from '@ginnel/client/device/memory';
import type { SessionState } from '@ginnel/client/live-session';
import { openDocument } from '@ginnel/client/open-document';
import { ownEdit } from '@ginnel/merge/edits/open';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDocument, signIn, socketOf } from './people.ts';
import { RunningServer } from './running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

// As many as this in one update would be too large: our client sends them in pieces.
test.each([
  ['a long evening, every letter in another place', 18_000, 1],
  ['days of typing, here and there', 100_000, 30],
  ['more than one update may hold, every letter in another place', 120_000, 1],
])('what was written offline arrives whole: %s', async (_, keystrokes, letters) => {
  const { token, api } = await signIn(server, 'amina-hussain');
  const documentId = await newDocument({ token, api }, 'deal');
  const session = openDocument({
    documentId,
    kind: 'deal',
    personId: 'amina-hussain',
    capacityId: 'amina-hussain.resident.radcliffe-west',
    serverUrl: server.syncAddress,
    epoch: 1,
    shapeVersion: 1,
    storage: memoryStorage(),
    WebSocket: socketOf(token),
  });
  await session.whenLoaded;
  const random = seededRandom(9);
  const notes = session.doc.getText('notes');
  // Before the connection is open, in one go.
  ownEdit(session.doc, () => {
    for (let i = 0, at = 0; i < keystrokes; i++) {
      if (i % letters === 0) at = random.int(Math.min(notes.length, 3000) + 1);
      notes.insert(at++, 'abcdefghij'[i % 10]!);
    }
  });
  const { save, connection } = await new Promise<SessionState>((resolve) => {
    const stop = session.subscribe((state) => {
      if (state.save.kind !== 'saved' && state.save.kind !== 'not-accepted' && state.connection.kind !== 'ended') return;
      stop();
      resolve(state);
    });
  });
  expect([save.kind, connection.kind]).toEqual(['saved', 'online']);
  const answer = await api.document(documentId);
  expect(answer.ok && answer.value.notes.length).toBe(keystrokes);
  expect(answer.ok && answer.value.notes).toBe(notes.toString());
  await session.close();
});
