/** An old tab that undoes after words were held: they do not come back, neither as their author's nor as anybody's fresh words. */
import type { Api } from '@ginnel/api/client';
import { type DemoServer, demoServer } from '@ginnel/sync-server/testing/demo-server';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { socketOf, synced } from './people.ts';

const BEFORE = 'What we would like to see here: ';
const RUDE = 'something rude about a neighbour ';

let server: DemoServer;
let documentId: string;
let doors: WebsocketProvider[];
beforeEach(async () => {
  server = await demoServer();
  doors = [];
  const made = await (await server.as('amina-hussain')).createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title: 'Undone' });
  documentId = made.ok ? made.value.id : '';
});
afterEach(async () => {
  for (const door of doors) door.destroy();
  await server.stop();
});

interface Tab {
  readonly api: Api;
  readonly door: WebsocketProvider;
  readonly notes: Y.Text;
  readonly undo: Y.UndoManager;
}

/** As our own pages: what is deleted is kept on the device, for undo. */
async function tab(person: string): Promise<Tab> {
  const api = await server.as(person);
  const doc = new Y.Doc({ gc: false });
  const door = new WebsocketProvider(`${server.address.replace('http', 'ws')}/sync`, documentId, doc, {
    WebSocketPolyfill: socketOf(api.token),
    disableBc: true,
  });
  doors.push(door);
  await synced(door);
  const notes = doc.getText('notes');
  return { api, door, notes, undo: new Y.UndoManager(notes, { captureTimeout: 0 }) };
}

async function stored(): Promise<string> {
  const read = await server.api.document(documentId);
  return read.ok ? read.value.notes : '';
}

async function holdRude(): Promise<string> {
  const helen = await server.as('helen-brooks');
  const held = await helen.holdWords(documentId, { quote: RUDE.trim(), reason: 'abuse', words: 'Looked at' });
  expect(held.ok).toBe(true);
  return held.ok ? held.value.held.id : '';
}

/** Everybody's copy and the server's are without the words, and what else was written stands. */
async function isGone(tabs: readonly Tab[], marker: string): Promise<void> {
  await expect.poll(stored).toContain(marker);
  await expect
    .poll(async () => [await stored(), ...tabs.map(({ notes }) => notes.toString())].filter((each) => each.includes('rude')))
    .toEqual([]);
}

it.each([
  ['its author', 'online again', 'sheila-entwistle'],
  ['its author', 'still offline', 'sheila-entwistle'],
  ['somebody else', 'online again', 'amina-hussain'],
  ['somebody else', 'still offline', 'amina-hussain'],
])('[UN19] of %s, who had deleted them offline and undoes that %s', async (_who, when, person) => {
  const sheila = await tab('sheila-entwistle');
  const mia = await tab('mia-lomax');
  sheila.notes.insert(0, BEFORE);
  sheila.notes.insert(BEFORE.length, RUDE);
  await expect.poll(() => mia.notes.toString()).toBe(BEFORE + RUDE);
  const old = person === 'sheila-entwistle' ? sheila : await tab(person);
  expect(old.notes.toString()).toBe(BEFORE + RUDE);
  old.door.disconnect();
  old.notes.delete(BEFORE.length, RUDE.length);
  const id = await holdRude();
  await isGone([mia], BEFORE.trim());
  if (when === 'still offline') old.undo.undo();
  old.door.connect();
  await synced(old.door);
  if (when !== 'still offline') old.undo.undo();
  old.notes.insert(old.notes.length, 'MARK');
  await isGone([mia, old], 'MARK');

  // Restored, they stand once, and they are hers.
  const helen = await server.as('helen-brooks');
  expect((await helen.decideHeld(id, { to: 'restored', words: 'It may stand' })).ok).toBe(true);
  await expect.poll(async () => (await stored()).split('rude').length - 1).toBe(1);
  const authors = await server.api.documentAuthors(documentId);
  const field = authors.ok ? authors.value.fields.find(({ path }) => path === 'notes') : undefined;
  const run = field?.runs.find(({ text }) => text.includes('rude'));
  expect(authors.ok && authors.value.authors[run?.author ?? -1]?.personId).toBe('sheila-entwistle');
});

it('of its author, who presses undo and redo as often as there is anything', async () => {
  const sheila = await tab('sheila-entwistle');
  const mia = await tab('mia-lomax');
  sheila.notes.insert(0, BEFORE);
  sheila.notes.insert(BEFORE.length, RUDE);
  sheila.undo.undo();
  sheila.undo.redo();
  await expect.poll(() => mia.notes.toString()).toBe(BEFORE + RUDE);
  await holdRude();
  await expect.poll(() => sheila.notes.toString()).not.toContain('rude');
  for (let i = 0; i < 4; i++) sheila.undo.undo();
  for (let i = 0; i < 4; i++) sheila.undo.redo();
  sheila.notes.insert(0, 'MARK');
  await isGone([mia, sheila], 'MARK');
});

it('[UN19] and whoever types the like anew has written it', async () => {
  const sheila = await tab('sheila-entwistle');
  const mia = await tab('mia-lomax');
  sheila.notes.insert(0, BEFORE + RUDE);
  await expect.poll(() => mia.notes.toString()).toBe(BEFORE + RUDE);
  await holdRude();
  await expect.poll(() => mia.notes.toString()).not.toContain('rude');
  mia.notes.insert(0, RUDE);
  await expect.poll(stored).toContain(RUDE);
  mia.notes.insert(0, 'MARK');
  await expect.poll(stored).toContain(`MARK${RUDE}`);
});
