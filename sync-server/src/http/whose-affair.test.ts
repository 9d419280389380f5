/** Who decides on somebody's words: nobody whose own affair it is, nobody from beside the place, and nobody once it is over. */
import type { Api } from '@ginnel/api/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const NOT_ALLOWED = { ok: false, error: { kind: 'not-allowed' } };
const NOT_INDEPENDENT = { ok: false, error: { kind: 'not-independent' } };
const AT = { path: 'priorities/p_000ginnels/evidence', quote: 'On our Saturday picks in October we filled 64 bags in nine ginnels.' };
const SOON = (): number => Date.now() + 10 * 24 * 3_600_000;

let server: DemoServer;
let documentId: string;
let otherId: string;
let tom: Api;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  const documents = listed.ok ? listed.value.documents : [];
  documentId = documents.find(({ kind }) => kind === 'priorities')?.id ?? '';
  otherId = documents.find(({ id }) => id !== documentId)?.id ?? '';
  tom = await server.as('tom-hargreaves');
});
afterEach(() => server.stop());

async function reported(by: string, reason: 'off-topic' | 'safeguarding'): Promise<string> {
  const answer = await (await server.as(by)).report({ documentId, ...AT, reason, words: 'Please look' });
  return answer.ok ? answer.value.id : '';
}

async function appealed(): Promise<string> {
  const held = await (await server.as('helen-brooks')).holdWords(documentId, { ...AT, reason: 'off-topic', words: 'Elsewhere' });
  const appeal = await (await server.as('jo-kowalski')).appealHeld(held.ok ? held.value.held.id : '', 'It is about this ward');
  return appeal.ok ? appeal.value.appeal.id : '';
}

describe('who reported words', () => {
  it('does not hide them once somebody else holds them, and may take it back', async () => {
    const report = await reported('helen-brooks', 'off-topic');
    const held = await tom.holdWords(documentId, { ...AT, reason: 'off-topic', words: 'Looking', reports: [report] });
    const id = held.ok ? held.value.held.id : '';
    const helen = await server.as('helen-brooks');
    expect(await helen.decideHeld(id, { to: 'hidden', words: 'As I said' })).toMatchObject(NOT_INDEPENDENT);
    expect((await helen.decideHeld(id, { to: 'restored', words: 'I was wrong' })).ok).toBe(true);
  });
});

describe('who wrote words that are held', () => {
  it('does not agree that they go for good, with what they would show', async () => {
    const held = await (await server.as('helen-brooks')).holdWords(documentId, { ...AT, reason: 'abuse', words: 'Look at this' });
    await tom.grantInPlace('bury', { whom: { personId: 'jo-kowalski' }, role: 'moderator' });
    const target = { kind: 'held', heldId: held.ok ? held.value.held.id : '', documentId } as const;
    const asked = await tom.askToExpunge(target, 'unlawful');
    const id = asked.ok ? asked.value.expunge.id : '';
    expect(await (await server.as('jo-kowalski')).answerExpunge(id, true)).toMatchObject(NOT_INDEPENDENT);
    expect((await (await server.as('helen-brooks')).answerExpunge(id, true)).ok).toBe(true);
  });
});

describe('a safeguarding lead of one session', () => {
  it('neither sees nor decides what is reported in the rest of the place', async () => {
    const whom = { personId: 'ben-tattersall' };
    const granted = await fetch(`${server.address}/api/places/radcliffe-west/roles`, {
      method: 'POST',
      headers: { authorization: `Bearer ${(await server.as('tom-hargreaves')).token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ whom, role: 'safeguarding-lead', documentId: otherId }),
    });
    expect(granted.status).toBe(200);
    const report = await reported('sheila-entwistle', 'safeguarding');
    const ben = await server.as('ben-tattersall');
    expect(await ben.moderationQueue()).toMatchObject(NOT_ALLOWED);
    expect(await ben.decideReports({ reports: [report], outcome: 'no-action', words: 'Nothing' })).toMatchObject(NOT_ALLOWED);
    expect(await (await server.as('nadia-rahman')).moderationQueue()).toMatchObject({ value: { reports: [{ id: report }] } });
  });
});

describe('a panel', () => {
  const MEMBERS = ['amina-hussain', 'sheila-entwistle', 'dan-okafor'];

  it('seats nobody who was only called in on a topic', async () => {
    const appeal = await appealed();
    await tom.callIn(documentId, { whom: { personId: 'ben-tattersall' }, topic: 'bags', untilMs: SOON() });
    const people = await tom.panelCandidates(appeal);
    expect(people.ok && people.value.people.map(({ personId }) => personId)).not.toContain('ben-tattersall');
    expect(await tom.convenePanel(appeal, ['ben-tattersall', ...MEMBERS.slice(1)])).toMatchObject({ error: { kind: 'not-found' } });
  });

  it('hears nobody who is kept away since, and shows them nothing', async () => {
    const appeal = await appealed();
    expect((await tom.convenePanel(appeal, MEMBERS)).ok).toBe(true);
    await tom.removePerson('dan-okafor', { placeId: 'radcliffe-west', reason: 'other', words: 'For now', untilMs: SOON() });
    const dan = await server.as('dan-okafor');
    expect(await dan.votePanel(appeal, { vote: 'restore', words: 'Yes' })).toMatchObject(NOT_ALLOWED);
    expect(await dan.panels()).toMatchObject({ value: { cases: [] } });
  });

  it('no longer reads what it has decided stays hidden', async () => {
    const appeal = await appealed();
    expect((await tom.convenePanel(appeal, MEMBERS)).ok).toBe(true);
    expect(JSON.stringify(await (await server.as('dan-okafor')).panels())).toContain(AT.quote);
    for (const id of MEMBERS.slice(0, 2))
      expect((await (await server.as(id)).votePanel(appeal, { vote: 'keep-hidden', words: 'Elsewhere' })).ok).toBe(true);
    for (const id of MEMBERS) {
      const seen = await (await server.as(id)).panels();
      expect(seen).toMatchObject({ value: { cases: [{ appealId: appeal, held: { state: 'hidden', passage: { runs: [] } } }] } });
      expect(JSON.stringify(seen)).not.toContain('Saturday');
    }
  });
});

describe('a moderator of a ward', () => {
  it('keeps nobody away from what lies above it', async () => {
    await tom.grantInPlace('radcliffe-west', { whom: { personId: 'maureen-clegg' }, role: 'moderator' });
    const maureen = await server.as('maureen-clegg');
    const asked = { reason: 'other', words: 'Go', untilMs: null } as const;
    for (const placeId of ['bury', 'west'])
      expect(await maureen.removePerson('ben-tattersall', { placeId, ...asked })).toMatchObject(NOT_ALLOWED);
    expect((await maureen.removePerson('ben-tattersall', { placeId: 'radcliffe-west', ...asked })).ok).toBe(true);
  });
});
