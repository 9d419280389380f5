/** Decisions that need two people need two who are independent: no author of the words, and nobody who stands in for the other. */
import type { Api } from '@ginnel/api/client';
import type { AskedTarget } from '@ginnel/api/schemas/expunging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const NOT_INDEPENDENT = {
  ok: false,
  error: { kind: 'not-independent', status: 403, title: expect.stringContaining('somebody independent') as string },
};
const BAGS = { path: 'priorities/p_000ginnels/evidence', quote: 'On our Saturday picks in October we filled 64 bags in nine ginnels.' };
const AWAY = { placeId: 'bury', reason: 'abuse', words: 'Three messages on Tuesday', untilMs: null } as const;
const SOON = (): number => Date.now() + 10 * 24 * 3_600_000;
const TOM = 'tom-hargreaves.admin.bury';
const HELEN = 'helen-brooks.moderator.bury';

let server: DemoServer;
let documentId: string;
let helen: Api;
let tom: Api;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  documentId = (listed.ok ? listed.value.documents : []).find(({ kind }) => kind === 'priorities')?.id ?? '';
  [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
});
afterEach(() => server.stop());

/** @param by  who names them: the holder, or the administrator who decides on the role */
async function deputy(by: Api, capacityId: string, personId: string): Promise<Api> {
  expect((await by.nameDeputy(capacityId, { whom: { personId }, untilMs: SOON() })).ok).toBe(true);
  return await server.as(personId);
}

async function asked(by: Api, target: AskedTarget): Promise<string> {
  const answer = await by.askToExpunge(target, 'unlawful');
  if (!answer.ok) throw new Error(answer.error.title);
  return answer.value.expunge.id;
}

describe('the second person of an expunge', () => {
  it('is never an author of the words that go, however they were asked for; who only asks may be', async () => {
    expect((await tom.grantInPlace('bury', { whom: { personId: 'jo-kowalski' }, role: 'moderator' })).ok).toBe(true);
    const jo = await server.as('jo-kowalski');
    const targets: AskedTarget[] = [
      { kind: 'range', documentId, ...BAGS },
      { kind: 'contribution', documentId, path: 'priorities/p_000ginnels' },
      { kind: 'person', personId: 'jo-kowalski', documentId },
    ];
    for (const target of targets) {
      const id = await asked(tom, target);
      expect([target.kind, await jo.answerExpunge(id, true)]).toMatchObject([target.kind, NOT_INDEPENDENT]);
      expect((await jo.answerExpunge(id, false)).ok).toBe(true);
    }
    const own = await asked(jo, targets[0] as AskedTarget);
    expect(await jo.answerExpunge(own, true)).toMatchObject(NOT_INDEPENDENT);
    expect((await tom.answerExpunge(own, true)).ok).toBe(true);
  });

  it('is nobody who stands in for an author', async () => {
    await tom.grantInPlace('bury', { whom: { personId: 'jo-kowalski' }, role: 'moderator' });
    const farah = await deputy(await server.as('jo-kowalski'), 'jo-kowalski.moderator.bury', 'farah-malik');
    const id = await asked(tom, { kind: 'range', documentId, ...BAGS });
    expect(await farah.answerExpunge(id, true)).toMatchObject(NOT_INDEPENDENT);
    expect((await helen.answerExpunge(id, true)).ok).toBe(true);
  });

  it('is neither the deputy of who asked, nor the holder when the deputy asked, nor another of their deputies', async () => {
    const ruth = await deputy(tom, TOM, 'ruth-ogden');
    const grace = await deputy(tom, TOM, 'grace-adeyemi');
    const byTom = await asked(tom, { kind: 'range', documentId, ...BAGS });
    expect(await ruth.answerExpunge(byTom, true)).toMatchObject(NOT_INDEPENDENT);
    const byRuth = await asked(ruth, { kind: 'range', documentId, ...BAGS });
    expect(await tom.answerExpunge(byRuth, true)).toMatchObject(NOT_INDEPENDENT);
    expect(await grace.answerExpunge(byRuth, true)).toMatchObject(NOT_INDEPENDENT);
    expect((await helen.answerExpunge(byRuth, true)).ok).toBe(true);
  });

  it('is nobody whom who asked has named, even for somebody else’s role', async () => {
    const ruth = await deputy(tom, HELEN, 'ruth-ogden');
    const id = await asked(tom, { kind: 'range', documentId, ...BAGS });
    expect(await ruth.answerExpunge(id, true)).toMatchObject(NOT_INDEPENDENT);
  });

  it('may be a deputy who has a role in their own right, in that', async () => {
    const asDeputy = await deputy(tom, TOM, 'helen-brooks');
    const id = await asked(tom, { kind: 'range', documentId, ...BAGS });
    const answered = await asDeputy.answerExpunge(id, true);
    expect(answered).toMatchObject({ ok: true, value: { expunge: { answeredBy: { label: 'moderator' } } } });
  });
});

describe('an appeal against time away', () => {
  it('is not answered by the deputy of who decided, nor by the holder for whom a deputy decided', async () => {
    const sheila = await server.as('sheila-entwistle');
    const ruth = await deputy(helen, HELEN, 'ruth-ogden');
    for (const [decides, other] of [
      [helen, ruth],
      [ruth, helen],
    ] as const) {
      const removed = await decides.removePerson('sheila-entwistle', AWAY);
      const id = removed.ok ? removed.value.removal.id : '';
      expect((await sheila.appeal(id, 'That was not me')).ok).toBe(true);
      expect(await other.answerRemoval(id, { lift: false, words: 'It was' })).toMatchObject(NOT_INDEPENDENT);
      expect(await decides.answerRemoval(id, { lift: false, words: 'It was' })).toMatchObject(NOT_INDEPENDENT);
      expect((await tom.answerRemoval(id, { lift: true, words: 'It was not' })).ok).toBe(true);
    }
  });
});

describe('reports and held words', () => {
  it('are not decided by the deputy of who reported', async () => {
    const ruth = await deputy(helen, HELEN, 'ruth-ogden');
    const made = await helen.report({ documentId, ...BAGS, reason: 'off-topic' });
    const reports = [made.ok ? made.value.id : ''];
    expect(await ruth.decideReports({ reports, outcome: 'no-action', words: 'Fine' })).toMatchObject(NOT_INDEPENDENT);
    expect(await ruth.holdWords(documentId, { ...BAGS, reason: 'off-topic', words: 'Look', reports })).toMatchObject(NOT_INDEPENDENT);
    const held = await tom.holdWords(documentId, { ...BAGS, reason: 'off-topic', words: 'Look', reports });
    const id = held.ok ? held.value.held.id : '';
    expect(await ruth.decideHeld(id, { to: 'hidden', words: 'As she said' })).toMatchObject(NOT_INDEPENDENT);
    expect((await tom.decideHeld(id, { to: 'hidden', words: 'Elsewhere' })).ok).toBe(true);
  });

  it('are not decided by the deputy of their author', async () => {
    await tom.grantInPlace('bury', { whom: { personId: 'jo-kowalski' }, role: 'moderator' });
    const farah = await deputy(await server.as('jo-kowalski'), 'jo-kowalski.moderator.bury', 'farah-malik');
    const held = await helen.holdWords(documentId, { ...BAGS, reason: 'off-topic', words: 'Look' });
    const id = held.ok ? held.value.held.id : '';
    expect(await farah.decideHeld(id, { to: 'restored', words: 'Fine' })).toMatchObject(NOT_INDEPENDENT);
  });
});

describe('the queue', () => {
  it('shows a deputy nothing about whom they stand in for, nor who reported it', async () => {
    await tom.grantInPlace('bury', { whom: { personId: 'jo-kowalski' }, role: 'moderator' });
    const farah = await deputy(await server.as('jo-kowalski'), 'jo-kowalski.moderator.bury', 'farah-malik');
    await (await server.as('sheila-entwistle')).report({ documentId, ...BAGS, reason: 'off-topic', words: 'Not here' });
    await (await server.as('sheila-entwistle')).report({ documentId, reason: 'spam', words: 'All of it' });
    expect(await farah.moderationQueue()).toMatchObject({ value: { reports: [{ reason: 'spam' }] } });
    expect(await (await server.as('jo-kowalski')).moderationQueue()).toMatchObject({ value: { reports: [{ reason: 'spam' }] } });
    const both = await helen.moderationQueue();
    expect(both.ok && both.value.reports).toHaveLength(2);
    await helen.holdWords(documentId, { ...BAGS, reason: 'off-topic', words: 'Look' });
    expect(await farah.moderationQueue()).toMatchObject({ value: { reports: [{ reason: 'spam' }], held: [] } });
  });
});

describe('a panel', () => {
  it('is convened by nobody who stands in for who held the words, and seats no two who speak for one', async () => {
    const ruth = await deputy(helen, HELEN, 'ruth-ogden');
    const held = await helen.holdWords(documentId, { ...BAGS, reason: 'off-topic', words: 'Look' });
    const appealed = await (await server.as('jo-kowalski')).appealHeld(held.ok ? held.value.held.id : '', 'It is about this ward');
    const appeal = appealed.ok ? appealed.value.appeal.id : '';
    const members = ['amina-hussain', 'sheila-entwistle', 'dan-okafor'];
    expect(await ruth.convenePanel(appeal, members)).toMatchObject(NOT_INDEPENDENT);
    // Ben belongs to Prestwich alone: here he would sit only in Dan's place.
    await deputy(await server.as('dan-okafor'), 'dan-okafor.practitioner.police-neighbourhood-team', 'ben-tattersall');
    expect(await tom.convenePanel(appeal, ['ben-tattersall', 'dan-okafor', 'amina-hussain'])).toMatchObject(NOT_INDEPENDENT);
    expect((await tom.convenePanel(appeal, members)).ok).toBe(true);
  });
});
