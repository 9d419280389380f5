import { openRoots, ownEdit } from '@ginnel/merge/edits/open';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { memoryStorage } from './device/memory.ts';
import { FakeServer } from './testing/fake-server.ts';
import { notes, openForTest, saved, seededRandom, until } from './testing/sessions.ts';

test('what was written in days offline goes out in pieces that a room takes, and is saved with the last of them', async () => {
  const server = new FakeServer();
  openRoots('deal', server.doc);
  server.reachable = false;
  const storage = memoryStorage();
  const session = openForTest({ server, storage, random: seededRandom(), personId: 'amina-hussain', epoch: 1, networkLost: new Set() });
  await session.whenLoaded;
  await until(session, ({ connection }) => connection.kind === 'offline');
  // Line above line: Yjs joins none of these.
  ownEdit(session.doc, () => {
    for (let i = 0; i < 50_000; i++) session.doc.getText('notes').insert(0, 'x');
  });
  const sizes: number[] = [];
  server.judge = (update) => {
    sizes.push(Y.decodeUpdate(update).structs.length);
    return null;
  };
  server.commitsAtOnce = false;
  server.reachable = true;
  while (server.waiting < 3) await new Promise((resolve) => setImmediate(resolve));
  expect(session.state.save.kind).not.toBe('saved');
  server.commit();
  await saved(session);
  expect(sizes).toEqual([20_000, 20_000, 10_000]);
  expect(notes(server.doc)).toHaveLength(50_000);
  await session.close();
});

test('what of a long absence is not committed yet counts as unsent: said so when the line breaks, and offered back when the epoch ends', async () => {
  const server = new FakeServer();
  openRoots('deal', server.doc);
  server.reachable = false;
  const storage = memoryStorage();
  const session = openForTest({ server, storage, random: seededRandom(), personId: 'amina-hussain', epoch: 1, networkLost: new Set() });
  await session.whenLoaded;
  await until(session, ({ connection }) => connection.kind === 'offline');
  ownEdit(session.doc, () => {
    for (let i = 0; i < 50_000; i++) session.doc.getText('notes').insert(0, 'x');
  });
  server.commitsAtOnce = false;
  server.reachable = true;
  while (server.waiting < 3) await new Promise((resolve) => setImmediate(resolve));
  server.commit(1);
  while (notes(server.doc) === '') await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(session.state.save.kind).toBe('saving');
  await session.flush();
  server.reachable = false;
  server.cut();
  expect((await until(session, ({ save }) => save.kind === 'kept-on-device')).save).toMatchObject({ count: 50_000 });
  await session.close();

  server.epoch = 2;
  server.doc = new Y.Doc();
  server.reachable = true;
  const later = openForTest({ server, storage, random: seededRandom(), personId: 'amina-hussain', epoch: 2, networkLost: new Set() });
  const { notAccepted } = await until(later, (state) => state.notAccepted.length > 0);
  const offered = notAccepted.flatMap(({ words }) => words).flatMap(({ written }) => written);
  // The first piece was committed, and nothing after it.
  expect(offered.join('')).toHaveLength(30_000);
  await later.close();
});
