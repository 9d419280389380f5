/** Held words whose document has begun a new epoch meanwhile: restored through the running server, as stock clients see it. */
import { createApi, type Api } from '@ginnel/api/client';
import { type DemoServer, demoServer } from '@ginnel/sync-server/testing/demo-server';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { socketOf, synced } from './people.ts';

let server: DemoServer;
let doors: WebsocketProvider[];
let helen: Api;
let tom: Api;
beforeEach(async () => {
  server = await demoServer();
  doors = [];
  [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
});
afterEach(async () => {
  for (const door of doors) door.destroy();
  await server.stop();
});

async function newDocument(kind: 'plan' | 'priorities'): Promise<string> {
  const made = await (await server.as('amina-hussain')).createDocument({ kind, placeId: 'radcliffe-west', title: 'Held, then anew' });
  return made.ok ? made.value.id : '';
}

async function sitDown(person: string, documentId: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const door = new WebsocketProvider(`${server.address.replace('http', 'ws')}/sync`, documentId, doc, {
    WebSocketPolyfill: socketOf((await server.as(person)).token),
    disableBc: true,
  });
  doors.push(door);
  await synced(door);
  return doc;
}

async function contentOf(documentId: string): Promise<unknown> {
  const read = await createApi({ origin: server.address }).document(documentId);
  return read.ok ? read.value.content : null;
}

async function held(documentId: string, quote: string): Promise<string> {
  const done = await helen.holdWords(documentId, { quote, reason: 'off-topic', words: 'Looked at' });
  if (!done.ok) throw new Error(done.error.title);
  return done.value.held.id;
}

async function expunged(target: Parameters<Api['askToExpunge']>[0]): Promise<void> {
  const asked = await helen.askToExpunge(target, 'unlawful');
  const id = asked.ok ? asked.value.expunge.id : '';
  expect((await tom.answerExpunge(id, true)).ok).toBe(true);
  await expect.poll(async () => (await tom.expunge(id)).ok && (await helen.expungeCertificate(id)).ok).toBe(true);
}

it('come back in their own paragraph, bold and linked as they were, under their author', async () => {
  const documentId = await newDocument('plan');
  const amina = await sitDown('amina-hussain', documentId);
  const sheila = await sitDown('sheila-entwistle', documentId);
  amina.getText('notes').insert(0, 'This must go for good. The rest may stay.');
  const strengths = amina.getXmlFragment('strengths');
  const paragraph = (delta: { insert: string; attributes?: object }[]): Y.XmlElement => {
    const [element, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()];
    text.applyDelta(delta);
    element.insert(0, [text]);
    return element;
  };
  strengths.insert(0, [paragraph([{ insert: 'We have a park.' }]), paragraph([{ insert: 'We have a market.' }])]);
  await expect.poll(() => sheila.getXmlFragment('strengths').length).toBe(2);
  const marked = [
    { insert: 'A ' },
    { insert: 'bold', attributes: { bold: {} } },
    { insert: ' claim with ' },
    { insert: 'a link', attributes: { link: { href: 'https://example.org/' } } },
  ];
  sheila.getXmlFragment('strengths').insert(1, [paragraph(marked)]);
  await expect.poll(async () => JSON.stringify(await contentOf(documentId))).toContain('example.org');
  const before = JSON.stringify(await contentOf(documentId));
  const id = await held(documentId, 'A bold claim with a link');
  expect(JSON.stringify(await contentOf(documentId))).not.toContain('claim');
  await expunged({ kind: 'range', documentId, path: 'notes', quote: 'This must go for good. ' });
  expect((await helen.decideHeld(id, { to: 'restored', words: 'It may stand' })).ok).toBe(true);
  expect(JSON.stringify(await contentOf(documentId))).toBe(before.replaceAll('This must go for good. ', ''));
  const authors = await server.api.documentAuthors(documentId);
  const field = authors.ok ? authors.value.fields.find(({ path }) => path === 'strengths') : undefined;
  const run = field?.runs.find(({ text }) => text.startsWith('A bold claim'));
  const by = (at: number | null | undefined): string => (authors.ok && authors.value.authors[at ?? -1]?.personId) || '';
  expect([by(run?.author), by(run?.broughtBy)]).toEqual(['sheila-entwistle', 'helen-brooks']);
  expect(await (await server.as('sheila-entwistle')).ownHeld()).toMatchObject({
    value: { held: [{ state: 'restored', placeGone: false }] },
  });
});

it('whose field went for good meanwhile are offered to their author alone', async () => {
  const documentId = await newDocument('priorities');
  const amina = await sitDown('amina-hussain', documentId);
  const sheila = await sitDown('sheila-entwistle', documentId);
  const entry = new Y.Map<unknown>();
  const why = new Y.Text();
  amina.transact(() => {
    amina.getMap('priorities').set('p_aaaaaaaaaaaa', entry);
    for (const field of ['title', 'evidence', 'why'] as const) entry.set(field, field === 'why' ? why : new Y.Text());
    entry.set('position', 'a0');
  });
  (entry.get('title') as Y.Text).insert(0, 'Lights');
  await expect.poll(() => sheila.getMap('priorities').size).toBe(1);
  const theirs = (sheila.getMap('priorities').get('p_aaaaaaaaaaaa') as Y.Map<unknown>).get('why') as Y.Text;
  theirs.insert(0, 'Because of the bus stop');
  await expect.poll(() => why.toString()).toBe('Because of the bus stop');
  const id = await held(documentId, 'Because of the bus stop');
  await expunged({ kind: 'contribution', documentId, path: 'priorities/p_aaaaaaaaaaaa' });
  expect((await helen.decideHeld(id, { to: 'restored', words: 'It may stand' })).ok).toBe(true);
  expect(JSON.stringify(await contentOf(documentId))).not.toContain('bus stop');
  expect(await (await server.as('sheila-entwistle')).ownHeld()).toMatchObject({
    value: { held: [{ id, state: 'restored', placeGone: true, passage: { runs: [{ words: 'Because of the bus stop' }] } }] },
  });
  expect(await (await server.as('amina-hussain')).ownHeld()).toMatchObject({ value: { held: [] } });
});

it('keep nothing of what went for good, not even a part that stood beside them', async () => {
  const documentId = await newDocument('priorities');
  const amina = await sitDown('amina-hussain', documentId);
  const sheila = await sitDown('sheila-entwistle', documentId);
  const canary = Array.from({ length: 80 }, (_, i) => `canary${i}`).join(' ');
  amina.getText('notes').insert(0, `${canary} stands here. `);
  await expect.poll(() => sheila.getText('notes').length).toBe(amina.getText('notes').length);
  sheila.getText('notes').insert(sheila.getText('notes').length, 'And Sheila adds this');
  await expect.poll(async () => JSON.stringify(await contentOf(documentId))).toContain('adds this');
  const id = await held(documentId, 'And Sheila adds this');
  await expunged({ kind: 'range', documentId, path: 'notes', quote: canary });
  expect(JSON.stringify(await (await server.as('sheila-entwistle')).ownHeld())).not.toContain('canary');
  expect((await helen.decideHeld(id, { to: 'restored', words: 'It may stand' })).ok).toBe(true);
  expect(await contentOf(documentId)).toMatchObject({ notes: ' stands here. And Sheila adds this' });
});
