import type { Role } from '@ginnel/domain/people';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const NOT_ALLOWED = { error: { kind: 'not-allowed' } };
const WRONG_STATE = { error: { kind: 'wrong-state' } };
const SOON = (): number => Date.now() + 24 * 3_600_000;
const BEN = { personId: 'ben-tattersall' };
const MIA = { personId: 'mia-lomax' };

let server: DemoServer;
let sessionId: string;
let otherId: string;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'west' });
  const documents = listed.ok ? listed.value.documents : [];
  sessionId = documents.find(({ kind }) => kind === 'session')?.id ?? '';
  otherId = documents.find(({ kind, placeId }) => kind === 'plan' && placeId === 'west')?.id ?? '';
});
afterEach(() => server.stop());

async function give(role: Role, whom: { personId: string }, documentId: string | null, placeId = 'west'): Promise<string> {
  const given = await (await server.as('tom-hargreaves')).grantInPlace(placeId, { whom, role, documentId });
  if (!given.ok) throw new Error(given.error.title);
  return given.value.capacity.id;
}

/** A sentence of the demo, by somebody other than Ben. */
async function wordsOf(documentId: string): Promise<{ path: string; quote: string }> {
  const found = await server.api.documentAuthors(documentId);
  const runs = found.ok ? found.value.fields.flatMap(({ path, runs: of }) => of.map(({ text }) => ({ path, quote: text }))) : [];
  const run = runs.find(({ quote }) => quote.length > 20);
  if (run === undefined) throw new Error('nothing is written there');
  return run;
}
const WHY = { reason: 'off-topic', words: 'For another evening' } as const;

describe('a moderator of one session', () => {
  it('holds words there, with the reason, and in no other document; whether they stay hidden is decided by the place', async () => {
    const as = await give('moderator', BEN, sessionId);
    const ben = await server.as('ben-tattersall');
    const there = await wordsOf(sessionId);
    expect(await ben.holdWords(sessionId, { ...there, ...WHY, hide: true })).toMatchObject(NOT_ALLOWED);
    const held = await ben.holdWords(sessionId, { ...there, ...WHY });
    expect(held).toMatchObject({ value: { held: { state: 'held' }, receipt: { capacityId: as } } });
    expect(await ben.holdWords(otherId, { ...(await wordsOf(otherId)), ...WHY })).toMatchObject(NOT_ALLOWED);
    const id = held.ok ? held.value.held.id : '';
    expect(await ben.decideHeld(id, { to: 'restored', words: 'It may stand' })).toMatchObject(NOT_ALLOWED);
    const queue = await (await server.as('helen-brooks')).moderationQueue();
    expect(queue).toMatchObject({ value: { held: [{ id }] } });
  });

  it('has a deputy who is called what they are, and counts there only', async () => {
    const as = await give('moderator', MIA, sessionId);
    const named = await (await server.as('mia-lomax')).nameDeputy(as, { whom: BEN, untilMs: SOON() });
    expect(named).toMatchObject({ value: { capacity: { within: sessionId, held: 'deputy' } } });
    expect(named.ok && named.value.capacity.label).toMatch(/^deputy for the moderator of “Coffee and cake/);
    expect(await (await server.as('ben-tattersall')).moderationQueue()).toMatchObject(NOT_ALLOWED);
  });

  it('can be handed the role for the whole place, and be given it by a list', async () => {
    await give('facilitator', BEN, sessionId);
    const tom = await server.as('tom-hargreaves');
    const list = 'name,email,role,place\nBen Tattersall,ben-tattersall@ginnel.example,facilitator,West (Radcliffe)\n';
    expect(await tom.previewImport('people', Buffer.from(list).toString('base64'))).toMatchObject({ value: { rows: [{ state: 'new' }] } });
    const handed = await tom.handOver('yusuf-patel.facilitator.west', { whom: BEN });
    expect(handed).toMatchObject({ value: { capacity: { within: null, placeId: 'west' } } });
  });
});

describe('an administrator of one session', () => {
  it('is not the one who stays: the last administrator of the place hands over first', async () => {
    const listed = await server.api.documents({ place: 'bury' });
    const ofBury = (listed.ok ? listed.value.documents : []).find(({ placeId }) => placeId === 'bury')?.id ?? '';
    await give('admin', BEN, ofBury, 'bury');
    const tom = await server.as('tom-hargreaves');
    expect(await tom.endCapacity('tom-hargreaves.admin.bury', { reason: 'I am off' })).toMatchObject(WRONG_STATE);
  });

  it('leaves when they like: nobody has to take over', async () => {
    await give('admin', BEN, sessionId);
    const ben = await server.as('ben-tattersall');
    expect(await ben.previewDeletion()).toMatchObject({ value: { handOverFirst: [] } });
  });
});
