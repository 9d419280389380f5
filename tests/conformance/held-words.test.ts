/** Holding words through the running server, as stock clients see it: with the stock provider and raw bytes. */
import { createApi, type Api } from '@ginnel/api/client';
import { type DemoServer, demoServer } from '@ginnel/sync-server/testing/demo-server';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socketOf, synced, until } from './people.ts';

const LOUD = 'LOUD AND RUDE';
/** With the space after it, which is hers too. */
const QUOTE = `${LOUD} crossing`;
const SAFE = 'A safe crossing for all';

let server: DemoServer;
let documentId: string;
let doors: WebsocketProvider[];
beforeEach(async () => {
  server = await demoServer();
  doors = [];
  const amina = await server.as('amina-hussain');
  const made = await amina.createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title: 'Held words' });
  documentId = made.ok ? made.value.id : '';
});
afterEach(async () => {
  for (const door of doors) door.destroy();
  await server.stop();
});

async function sitDown(person: string): Promise<{ api: Api & { token: string }; notes: Y.Text; doc: Y.Doc }> {
  const api = await server.as(person);
  const doc = new Y.Doc();
  const door = new WebsocketProvider(`${server.address.replace('http', 'ws')}/sync`, documentId, doc, {
    WebSocketPolyfill: socketOf(api.token),
    disableBc: true,
  });
  doors.push(door);
  await synced(door);
  return { api, notes: doc.getText('notes'), doc };
}

/** Amina writes; Sheila, who is in the room too, writes over a part of it. */
async function written() {
  const [amina, sheila] = [await sitDown('amina-hussain'), await sitDown('sheila-entwistle')];
  amina.notes.insert(0, SAFE);
  await until(sheila.doc, () => sheila.notes.toString() === SAFE);
  sheila.notes.delete(2, 5);
  sheila.notes.insert(2, `${LOUD} `);
  const loud = SAFE.replace('safe ', `${LOUD} `);
  await until(amina.doc, () => amina.notes.toString() === loud);
  return { amina, sheila, loud };
}

const bytesOf = async (path: string): Promise<string> =>
  Buffer.from(await (await fetch(`${server.address}/api/documents/${documentId}${path}`)).arrayBuffer()).toString('latin1');

describe('held words', () => {
  it('leave the documents of stock clients within a second, and no byte of them is sent any more; restored they stand as before', async () => {
    const { amina, sheila, loud } = await written();
    const before = await createApi({ origin: server.address }).document(documentId);
    const helen = await server.as('helen-brooks');
    const hold = async () => {
      const startedMs = performance.now();
      const gone = until(amina.doc, () => amina.notes.toString() === SAFE);
      const done = await helen.holdWords(documentId, { quote: QUOTE, reason: 'abuse', words: 'Shouting' });
      await gone;
      return { done, tookMs: performance.now() - startedMs };
    };
    let { done, tookMs } = await hold();
    // A busy machine may pause in the middle of one; it does not do so each time.
    for (let tries = 1; tries < 5 && tookMs >= 1000; tries++) {
      await helen.decideHeld(done.ok ? done.value.held.id : '', { to: 'restored', words: 'Once more' });
      await until(amina.doc, () => amina.notes.toString() === loud);
      ({ done, tookMs } = await hold());
    }
    expect(tookMs).toBeLessThan(1000);
    expect(done).toMatchObject({
      ok: true,
      value: { held: { state: 'held', path: 'notes', passage: { before: 'A ', replaced: [{ words: 'safe ' }] } } },
    });
    await until(sheila.doc, () => sheila.notes.toString() === SAFE);
    const late = await sitDown('mia-lomax');
    expect(late.notes.toString()).toBe(SAFE);
    expect(Buffer.from(Y.encodeStateAsUpdate(late.doc)).toString('latin1')).not.toContain('LOUD');
    for (const path of ['', '/update', '/authors', '/holds']) expect(await bytesOf(path)).not.toContain('LOUD');
    late.notes.insert(0, 'New: ');
    await until(amina.doc, () => amina.notes.toString() === `New: ${SAFE}`);
    const id = done.ok ? done.value.held.id : '';
    expect((await helen.decideHeld(id, { to: 'restored', words: 'Ordinary disagreement' })).ok).toBe(true);
    await until(amina.doc, () => amina.notes.toString() === `New: ${loud}`);
    const authors = await helen.documentAuthors(documentId);
    const shown = authors.ok ? authors.value : null;
    const runs = shown?.fields.find(({ path }) => path === 'notes')?.runs ?? [];
    const byName = runs.map(({ text, author }) => [text, author === null ? '' : shown?.authors[author]?.personId]);
    expect(byName.find(([text]) => text?.includes(LOUD))?.[1]).toBe('sheila-entwistle');
    late.notes.delete(0, 5);
    await until(amina.doc, () => amina.notes.toString() === loud);
    await expect
      .poll(async () => {
        const now = await helen.document(documentId);
        return now.ok && before.ok && now.value.hash === before.value.hash && now.value.notes === before.value.notes;
      })
      .toBe(true);
  });

  it('are held while somebody types around them: nothing of theirs is lost', async () => {
    const { amina, sheila } = await written();
    const helen = await server.as('helen-brooks');
    let typed = '';
    const typing = (async () => {
      for (let i = 0; i < 40; i++) {
        amina.notes.insert(amina.notes.length, String(i % 10));
        typed += String(i % 10);
        await until(sheila.doc, () => sheila.notes.toString().endsWith(typed));
      }
    })();
    const done = await helen.holdWords(documentId, { path: 'notes', quote: QUOTE, reason: 'abuse', words: 'Shouting' });
    await typing;
    const wanted = `${SAFE}${typed}`;
    await until(sheila.doc, () => sheila.notes.toString() === wanted);
    await until(amina.doc, () => amina.notes.toString() === wanted);
    await helen.decideHeld(done.ok ? done.value.held.id : '', { to: 'restored', words: 'Fine' });
    await until(amina.doc, () => amina.notes.toString() === `${SAFE.replace('safe ', `${LOUD} `)}${typed}`);
  });

  it('go through a panel with a resident on it: report, hold, appeal, majority, restored', async () => {
    const { amina, sheila, loud } = await written();
    const [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
    await amina.api.report({ documentId, quote: LOUD, reason: 'abuse', words: 'Rude' });
    const queue = await helen.moderationQueue();
    expect(queue).toMatchObject({
      value: {
        reports: [
          {
            path: 'notes',
            reportedBy: 'Amina Hussain',
            about: { personId: 'sheila-entwistle' },
            passage: { before: 'A ', runs: [{ words: LOUD }] },
          },
        ],
      },
    });
    const report = queue.ok ? (queue.value.reports[0]?.id ?? '') : '';
    const done = await helen.holdWords(documentId, { quote: LOUD, reason: 'abuse', words: 'Shouting', reports: [report] });
    const id = done.ok ? done.value.held.id : '';
    expect(await server.api.heldMarks(documentId)).toMatchObject({ value: { held: [{ id, path: 'notes', state: 'held', author: null }] } });
    expect((await helen.decideHeld(id, { to: 'hidden', words: 'Rude to a neighbour' })).ok).toBe(true);
    const own = await sheila.api.ownHeld();
    expect(own).toMatchObject({
      value: { held: [{ id, state: 'hidden', words: 'Rude to a neighbour', passage: { runs: [{ words: `${LOUD}` }] } }] },
    });
    expect(JSON.stringify(own)).not.toMatch(/helen|Amina Hussain.*Rude"/);
    const appealed = await sheila.api.appealHeld(id, 'I was quoting the bus driver');
    const appeal = appealed.ok ? appealed.value.appeal.id : '';
    expect(await sheila.api.appealHeld(id, 'Again')).toMatchObject({ error: { kind: 'wrong-state' } });
    const people = await tom.panelCandidates(appeal);
    const ids = people.ok ? people.value.people.map(({ personId }) => personId) : [];
    expect(ids).toContain('jo-kowalski');
    for (const party of ['sheila-entwistle', 'helen-brooks', 'amina-hussain', 'tom-hargreaves']) expect(ids).not.toContain(party);
    expect(await helen.convenePanel(appeal, ['jo-kowalski', 'mia-lomax', 'yusuf-patel'])).toMatchObject({
      error: { kind: 'not-independent' },
    });
    expect(await tom.convenePanel(appeal, ['jo-kowalski', 'mia-lomax', 'amina-hussain'])).toMatchObject({
      error: { kind: 'not-independent' },
    });
    expect(await tom.convenePanel(appeal, ['jo-kowalski', 'mia-lomax', 'ben-tattersall'])).toMatchObject({ error: { kind: 'not-found' } });
    expect((await tom.convenePanel(appeal, ['jo-kowalski', 'mia-lomax', 'yusuf-patel'])).ok).toBe(true);
    const jo = await server.as('jo-kowalski');
    expect(await jo.panels()).toMatchObject({
      value: { cases: [{ appealId: appeal, held: { passage: { replaced: [{ words: 'safe ' }] } } }] },
    });
    expect((await jo.votePanel(appeal, { vote: 'restore', words: 'It is a quotation' })).ok).toBe(true);
    expect(await jo.votePanel(appeal, { vote: 'restore', words: 'Twice' })).toMatchObject({ error: { kind: 'wrong-state' } });
    const mia = await server.as('mia-lomax');
    const last = await mia.votePanel(appeal, { vote: 'restore', words: 'Leave it' });
    expect(last).toMatchObject({ value: { appeal: { outcome: 'restore', said: [{ vote: 'restore' }, { vote: 'restore' }] } } });
    await until(amina.doc, () => amina.notes.toString() === loud);
    expect(await server.api.heldMarks(documentId)).toMatchObject({ value: { held: [] } });
    expect(await helen.moderationQueue()).toMatchObject({ value: { reports: [], held: [], contested: [] } });
    const audit = await server.api.audit();
    const commands = audit.ok ? audit.value.entries.map(({ command }) => command) : [];
    expect(commands.filter((name) => /words|appeal/.test(name))).toEqual([
      'words.hold',
      'words.decide',
      'words.appeal',
      'appeal.convene',
      'appeal.vote',
      'appeal.vote',
    ]);
  });

  it('about safeguarding are held at once, reach the lead alone, by mail too', async () => {
    const { amina } = await written();
    const gone = until(amina.doc, () => amina.notes.toString() === SAFE);
    await server.api.report({ documentId, quote: QUOTE, reason: 'safeguarding', words: 'A child lives there' });
    await gone;
    const [helen, tom, nadia] = [await server.as('helen-brooks'), await server.as('tom-hargreaves'), await server.as('nadia-rahman')];
    for (const other of [helen, tom]) expect(await other.moderationQueue()).toMatchObject({ value: { reports: [], held: [] } });
    const queue = await nadia.moderationQueue();
    expect(queue).toMatchObject({ value: { reports: [{ reason: 'safeguarding', held: { state: 'held' } }] } });
    const held = queue.ok ? (queue.value.reports[0]?.held?.id ?? '') : '';
    expect(await helen.decideHeld(held, { to: 'restored', words: 'No' })).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await tom.decideHeld(held, { to: 'restored', words: 'No' })).toMatchObject({ error: { kind: 'not-allowed' } });
    await expect
      .poll(async () => {
        const mail = await server.api.demoMailbox();
        return mail.ok ? mail.value.messages.map(({ to, subject }) => `${to} ${subject}`) : [];
      })
      .toContain('nadia-rahman@ginnel.example Urgent: a safeguarding report');
    const mail = await server.api.demoMailbox();
    expect(JSON.stringify(mail)).not.toContain('LOUD');
    expect((await nadia.decideHeld(held, { to: 'hidden', words: 'Names a child’s home' })).ok).toBe(true);
  });

  it('are nobody’s to judge who wrote them: a report about a moderator never lands with that moderator', async () => {
    const { amina } = await written();
    const helenAtTable = await sitDown('helen-brooks');
    helenAtTable.notes.insert(0, 'Residents should be quiet. ');
    await until(amina.doc, () => amina.notes.toString().startsWith('Residents'));
    await amina.api.report({ documentId, quote: 'Residents should be quiet.', reason: 'abuse', words: '' });
    const [helen, tom] = [helenAtTable.api, await server.as('tom-hargreaves')];
    expect(await helen.moderationQueue()).toMatchObject({ value: { reports: [] } });
    const queue = await tom.moderationQueue();
    const report = queue.ok ? (queue.value.reports[0]?.id ?? '') : '';
    expect(report).not.toBe('');
    expect(await helen.decideReports({ reports: [report], outcome: 'no-action', words: 'Fine' })).toMatchObject({
      error: { kind: 'not-independent' },
    });
    const mine = { quote: 'Residents should be quiet.', reason: 'abuse', words: 'Mine' } as const;
    expect(await helen.holdWords(documentId, mine)).toMatchObject({ error: { kind: 'not-independent' } });
    expect((await tom.holdWords(documentId, { ...mine, reports: [report] })).ok).toBe(true);
  });
});
