import { once } from 'node:events';
import { PLACE_COMMANDS } from '@ginnel/accounts/commands/policy';
import { NEXT_PHASES } from '@ginnel/domain/phases';
import { isSignedHead } from '@ginnel/accounts/audit/sign-head';
import { verifyChain } from '@ginnel/accounts/audit/chain';
import type { Api } from '@ginnel/api/client';
import { PHASES, type Phase } from '@ginnel/domain/documents';
import type { Role } from '@ginnel/domain/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PEOPLE } from '../../demo/people.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
let officer: Api & { token: string };
const people = new Map<string, Api>();
beforeAll(async () => {
  server = await demoServer();
  officer = await server.as('imran-shah');
  for (const { person } of PEOPLE) people.set(person.id, await server.as(person.id));
});
afterAll(() => server.stop());

const REASON = 'Agreed at the meeting on Thursday';
/** The way from drafting to each phase. */
const WAY: Readonly<Record<Phase, readonly Phase[]>> = {
  drafting: [],
  consulting: ['consulting'],
  agreed: ['consulting', 'agreed'],
  published: ['consulting', 'agreed', 'published'],
  'in-review': ['consulting', 'agreed', 'in-review'],
};

async function documentIn(phase: Phase, placeId = 'radcliffe-west'): Promise<string> {
  const made = await officer.createDocument({ kind: 'plan', placeId, title: 'A plan' });
  const id = made.ok ? made.value.id : '';
  for (const step of WAY[phase]) await officer.changePhase(id, { phase: step, reason: REASON });
  return id;
}

async function phaseOf(id: string): Promise<string> {
  const read = await server.api.document(id);
  return read.ok ? read.value.phase : read.error.kind;
}

describe('changing the phase of a document', () => {
  it('is answered by a receipt, counts at once, and stands in the public audit without a name', async () => {
    const id = await documentIn('drafting');
    const done = await officer.changePhase(id, { phase: 'consulting', reason: REASON });
    expect(done).toMatchObject({ ok: true, value: { document: { id, phase: 'consulting' }, receipt: { subject: `document:${id}` } } });
    expect(await phaseOf(id)).toBe('consulting');
    const audit = await server.api.audit({ limit: 1000 });
    const entries = audit.ok ? audit.value.entries : [];
    expect(entries.at(-1)).toMatchObject({ hash: done.ok && done.value.receipt.hash, facts: '{"from":"drafting","to":"consulting"}' });
    expect(JSON.stringify(entries)).not.toContain('imran');
    const head = await server.api.auditHead();
    expect(head.ok && isSignedHead(head.value)).toBe(true);
    expect(verifyChain(entries, head.ok ? head.value : null).ok).toBe(true);
  });

  const roleCells = PEOPLE.map(({ person, capacities }) => {
    const roles = capacities.map(({ role }) => role);
    const isFromHere = person.id !== 'ben-tattersall';
    const may = isFromHere && roles.some((role) => (PLACE_COMMANDS['document.change-phase'] as readonly Role[]).includes(role));
    return { person: person.id, roles: roles.join(', '), may };
  });
  it.each(roleCells)('by $person ($roles) is as the policy says: $may', async ({ person, may }) => {
    const id = await documentIn('drafting');
    const done = await people.get(person)?.changePhase(id, { phase: 'consulting', reason: REASON });
    expect(done).toMatchObject(may ? { ok: true } : { ok: false, error: { kind: 'not-allowed' } });
    expect(await phaseOf(id)).toBe(may ? 'consulting' : 'drafting');
  });

  const phaseCells = PHASES.flatMap((from) => PHASES.map((to) => ({ from, to, may: NEXT_PHASES[from].includes(to) })));
  it.each(phaseCells)('from $from to $to is as the policy says: $may', async ({ from, to, may }) => {
    const id = await documentIn(from);
    expect(await phaseOf(id)).toBe(from);
    const done = await officer.changePhase(id, { phase: to, reason: REASON });
    expect(done).toMatchObject(may ? { ok: true } : { ok: false, error: { kind: 'wrong-state' } });
    expect(await phaseOf(id)).toBe(may ? to : from);
  });

  it('is not done in a place that the role does not reach', async () => {
    const id = await documentIn('drafting', 'prestwich');
    const leader = people.get('ruth-ogden');
    expect(await leader?.changePhase(id, { phase: 'consulting', reason: REASON })).toMatchObject({
      ok: false,
      error: { kind: 'not-allowed' },
    });
  });

  it('is not done by nobody, without a reason, or to a document that is not there', async () => {
    const id = await documentIn('drafting');
    expect(await server.api.changePhase(id, { phase: 'consulting', reason: REASON })).toMatchObject({
      ok: false,
      error: { kind: 'signed-out' },
    });
    expect(await officer.changePhase(id, { phase: 'consulting', reason: ' ' })).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(await officer.changePhase('nope', { phase: 'consulting', reason: REASON })).toMatchObject({
      ok: false,
      error: { kind: 'not-found' },
    });
  });

  it('reaches the people who are writing in it', async () => {
    const id = await documentIn('drafting');
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', {
      headers: { authorization: `Bearer ${officer.token}` },
    });
    await once(socket, 'message');
    const told = new Promise<string>((resolve) => {
      socket.on('message', (frame: Buffer) => {
        if (frame.toString().includes('"type":"rights"')) resolve(frame.toString());
      });
    });
    await officer.changePhase(id, { phase: 'consulting', reason: REASON });
    expect(await told).toContain('"phase":"consulting"');
    socket.terminate();
  });
});

describe('one’s sessions', () => {
  it('are listed, and ended one by one with the live documents that they hold open', async () => {
    const [one, two] = [await server.as('grace-adeyemi'), await server.as('grace-adeyemi')];
    const listed = await one.sessions();
    const other = listed.ok ? listed.value.sessions.find(({ current }) => !current) : undefined;
    const id = await documentIn('drafting');
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, {
      headers: { authorization: `Bearer ${two.token}` },
    });
    await once(socket, 'message');
    const closed = once(socket, 'close');
    // grace has a third session, from the start of this file
    for (const { handle, current } of listed.ok ? listed.value.sessions : []) if (!current) await one.endSession(handle);
    expect(((await closed) as [number])[0]).toBe(4401);
    expect(await two.me()).toMatchObject({ ok: true, value: { person: null } });
    expect(await one.endSession(other?.handle ?? '')).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it('are ended all but one, and by an administrator for somebody else', async () => {
    const [one, two] = [await server.as('maureen-clegg'), await server.as('maureen-clegg')];
    const ended = await one.endOtherSessions();
    expect(ended.ok && ended.value.ended).toBeGreaterThanOrEqual(1);
    expect(await two.me()).toMatchObject({ value: { person: null } });
    expect(await one.me()).toMatchObject({ value: { person: { id: 'maureen-clegg' } } });
    for (const other of ['imran-shah', 'ruth-ogden']) {
      expect(await (await server.as(other)).endPersonsSessions('maureen-clegg', REASON)).toMatchObject({ error: { kind: 'not-allowed' } });
    }
    expect((await (await server.as('tom-hargreaves')).endPersonsSessions('maureen-clegg', 'Lost phone')).ok).toBe(true);
    expect(await one.me()).toMatchObject({ value: { person: null } });
  });

  it('of somebody else cannot be ended', async () => {
    const [dan, mia] = [await server.as('dan-okafor'), await server.as('mia-lomax')];
    const listed = await dan.sessions();
    const handle = listed.ok ? (listed.value.sessions.find(({ current }) => current)?.handle ?? '') : '';
    expect(await mia.endSession(handle)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(await dan.me()).toMatchObject({ ok: true, value: { person: { id: 'dan-okafor' } } });
  });
});
