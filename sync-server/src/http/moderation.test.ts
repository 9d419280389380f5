import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PEOPLE } from '../../demo/people.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
let documentId: string;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  documentId = listed.ok ? (listed.value.documents[0]?.id ?? '') : '';
});
afterEach(() => server.stop());

const AWAY = { placeId: 'west', reason: 'abuse', words: 'Three messages on Tuesday', untilMs: null } as const;

async function open(token: string, id = documentId): Promise<WebSocket> {
  const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', {
    headers: { authorization: `Bearer ${token}` },
  });
  await once(socket, 'message');
  return socket;
}

const byWords = (a: readonly unknown[], b: readonly unknown[]): number => a.join().localeCompare(b.join());

describe('reports', () => {
  it('are made by anyone, and wait for moderators; what is about safeguarding waits for its leads alone', async () => {
    const mia = await server.as('mia-lomax');
    await server.api.report({ documentId, reason: 'off-topic', quote: 'Could the Job Centre come', path: 'notes' });
    await mia.report({ documentId, reason: 'safeguarding', words: 'Please look at this now' });
    const queue = await (await server.as('helen-brooks')).moderationQueue();
    const reports = queue.ok ? queue.value.reports : [];
    expect(reports.map(({ reason }) => reason)).toEqual(['off-topic']);
    const guarded = await (await server.as('nadia-rahman')).moderationQueue();
    expect(guarded).toMatchObject({ value: { reports: [{ reason: 'safeguarding', reportedBy: 'Mia Lomax' }] } });
  });

  it('say in which capacity they were made: the one that was chosen, else the first; never a borrowed one, and none of somebody unknown', async () => {
    const jo = await server.as('jo-kowalski');
    const asked = { documentId, reason: 'off-topic' } as const;
    const own = 'jo-kowalski.resident.radcliffe-west';
    expect((await jo.report(asked)).ok).toBe(true);
    expect((await jo.report(asked, { as: own })).ok).toBe(true);
    expect((await server.api.report(asked)).ok).toBe(true);
    for (const borrowed of ['helen-brooks.moderator.bury', 'nobody'])
      expect(await jo.report(asked, { as: borrowed })).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
    const queue = await (await server.as('helen-brooks')).moderationQueue();
    const seen = queue.ok ? queue.value.reports.map(({ reportedBy, reportedAs }) => [reportedBy, reportedAs]) : [];
    expect(seen.toSorted(byWords)).toEqual([
      [null, null],
      ['Jo Kowalski', 'for Radcliffe Litter Pickers'],
      ['Jo Kowalski', 'resident of Radcliffe West'],
    ]);
    expect(await jo.exportOwnData()).toMatchObject({ value: { reports: [{}, { capacityId: own }] } });
  });

  it('about words that are out of sight already say whose they are and stand with them, with a part of the words too', async () => {
    const helen = await server.as('helen-brooks');
    const quote = 'Could the Job Centre come';
    const held = await helen.holdWords(documentId, { path: 'notes', quote, reason: 'off-topic', words: 'Looked at' });
    const id = held.ok ? held.value.held.id : '';
    for (const part of [quote, 'the Job  Centre']) await server.api.report({ documentId, reason: 'abuse', quote: part, path: 'notes' });
    await server.api.report({ documentId, reason: 'abuse', quote: 'something else', path: 'notes' });
    const queue = await helen.moderationQueue();
    const about = queue.ok ? queue.value.reports.map((report) => [report.quote, report.held?.id ?? null, report.about === null]) : [];
    expect(about.toSorted(byWords)).toEqual([
      [quote, id, false],
      ['something else', null, true],
      ['the Job  Centre', id, false],
    ]);
  });

  it('are seen by moderators, safeguarding leads and administrators of the place only', async () => {
    for (const { person, capacities } of PEOPLE) {
      const may = capacities.some(({ role }) => ['moderator', 'safeguarding-lead', 'admin'].includes(role));
      expect([person.id, (await (await server.as(person.id)).moderationQueue()).ok]).toEqual([person.id, may]);
    }
  });

  it('are decided many at once, all or none, and stand in a public record without names', async () => {
    const ids: string[] = [];
    for (const reason of ['spam', 'abuse', 'spam'] as const) {
      const made = await server.api.report({ documentId, reason });
      ids.push(made.ok ? made.value.id : '');
    }
    const helen = await server.as('helen-brooks');
    const wrong = await helen.decideReports({ reports: [...ids, 'nope'], outcome: 'no-action', words: 'No' });
    expect(wrong).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect((await helen.decideReports({ reports: ids, outcome: 'no-action', words: 'Ordinary disagreement' })).ok).toBe(true);
    expect(await helen.decideReports({ reports: ids, outcome: 'acted', words: 'Again' })).toMatchObject({
      ok: false,
      error: { kind: 'wrong-state' },
    });
    expect(await helen.moderationQueue()).toMatchObject({ value: { reports: [] } });
    const record = await server.api.moderationRecord();
    expect(record).toMatchObject({
      value: { decisions: [{ command: 'report.decide', facts: { reports: 3, reasons: 'abuse spam', outcome: 'no-action' } }] },
    });
    expect(JSON.stringify(record)).not.toMatch(/helen|disagreement/);
  });

  it('are not decided by who made them, nor about a document that is not there', async () => {
    const helen = await server.as('helen-brooks');
    const made = await helen.report({ documentId, reason: 'spam' });
    const decided = await helen.decideReports({ reports: [made.ok ? made.value.id : ''], outcome: 'no-action', words: 'Mine' });
    expect(decided).toMatchObject({ ok: false, error: { kind: 'not-independent' } });
    expect(await server.api.report({ documentId: 'nope', reason: 'spam' })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });
});

describe('keeping somebody away from a place', () => {
  it('closes their sockets there within five seconds, ends their writing there, and leaves them reading and the rest', async () => {
    const sheila = await server.as('sheila-entwistle');
    const helen = await server.as('helen-brooks');
    const borough = await server.api.documents({ place: 'bury' });
    const elsewhere = await open(sheila.token, borough.ok ? borough.value.documents[0]?.id : '');
    const socket = await open(sheila.token);
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
    expect(await helen.removePerson('sheila-entwistle', AWAY)).toMatchObject({
      ok: true,
      value: { removal: { personId: 'sheila-entwistle' } },
    });
    expect(((await closed) as [number])[0]).toBe(4403);
    expect(elsewhere.readyState).toBe(WebSocket.OPEN);
    elsewhere.terminate();
    expect(await sheila.createDocument({ kind: 'plan', placeId: 'radcliffe-west', title: 'Mine' })).toMatchObject({
      error: { kind: 'not-allowed' },
    });
    expect((await sheila.document(documentId)).ok).toBe(true);
    const again = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${documentId}`, {
      headers: { authorization: `Bearer ${sheila.token}` },
    });
    expect(((await once(again, 'close')) as [number])[0]).toBe(4403);
  });

  it('ends by itself, or is lifted', async () => {
    const sheila = await server.as('sheila-entwistle');
    const helen = await server.as('helen-brooks');
    const wanted = { kind: 'plan', placeId: 'west', title: 'Mine' } as const;
    await helen.removePerson('sheila-entwistle', { ...AWAY, untilMs: Date.now() + 5_000 });
    expect((await sheila.createDocument(wanted)).ok).toBe(false);
    await expect.poll(async () => (await sheila.createDocument(wanted)).ok).toBe(true);
    const removed = await helen.removePerson('sheila-entwistle', AWAY);
    const id = removed.ok ? removed.value.removal.id : '';
    expect((await sheila.createDocument(wanted)).ok).toBe(false);
    expect((await helen.answerRemoval(id, { lift: true, words: 'Sorted out' })).ok).toBe(true);
    expect((await sheila.createDocument(wanted)).ok).toBe(true);
    expect(await helen.answerRemoval(id, { lift: true, words: 'Again' })).toMatchObject({ error: { kind: 'wrong-state' } });
  });

  it('can be appealed once, and is answered by somebody else', async () => {
    const sheila = await server.as('sheila-entwistle');
    const [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
    const removed = await helen.removePerson('sheila-entwistle', { ...AWAY, placeId: 'bury' });
    const id = removed.ok ? removed.value.removal.id : '';
    expect(await sheila.ownRemovals()).toMatchObject({ value: { removals: [{ id, words: AWAY.words }] } });
    expect(await (await server.as('ben-tattersall')).appeal(id, 'Not mine')).toMatchObject({ error: { kind: 'not-found' } });
    expect((await sheila.appeal(id, 'That was not me')).ok).toBe(true);
    expect(await sheila.appeal(id, 'Again')).toMatchObject({ error: { kind: 'wrong-state' } });
    expect(await tom.moderationQueue()).toMatchObject({ value: { appeals: [{ id, appeal: 'That was not me' }] } });
    expect(await helen.answerRemoval(id, { lift: false, words: 'It was' })).toMatchObject({ error: { kind: 'not-independent' } });
    expect((await tom.answerRemoval(id, { lift: true, words: 'It was not' })).ok).toBe(true);
    expect(await tom.moderationQueue()).toMatchObject({ value: { appeals: [] } });
  });

  it('is for moderators and administrators; a moderator is kept away by an administrator only, and nobody by themselves', async () => {
    for (const { person, capacities } of PEOPLE) {
      const may = person.id !== 'sheila-entwistle' && capacities.some(({ role }) => role === 'moderator' || role === 'admin');
      const done = await (await server.as(person.id)).removePerson('sheila-entwistle', { ...AWAY, untilMs: Date.now() + 60_000 });
      expect([person.id, done.ok]).toEqual([person.id, may]);
    }
    const [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
    expect(await helen.removePerson('tom-hargreaves', AWAY)).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await tom.removePerson('tom-hargreaves', AWAY)).toMatchObject({ error: { kind: 'not-allowed' } });
    expect((await tom.removePerson('helen-brooks', AWAY)).ok).toBe(true);
    // Her capacity is the borough's, which reaches everywhere; she does not.
    expect(await helen.removePerson('jo-kowalski', AWAY)).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await helen.createDocument({ kind: 'plan', placeId: 'west', title: 'Mine' })).toMatchObject({ error: { kind: 'not-allowed' } });
    expect((await helen.createDocument({ kind: 'plan', placeId: 'east', title: 'Mine' })).ok).toBe(true);
  });
});
