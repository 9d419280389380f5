import { once } from 'node:events';
import { PLACE_COMMANDS } from '@ginnel/accounts/commands/policy';
import { awarenessFrame, updateFrame } from '@ginnel/protocol/frames';
import type { Role } from '@ginnel/domain/people';
import { addEntry } from '@ginnel/merge/edits/entries';
import { textAt } from '@ginnel/merge/edits/open';
import { setText } from '@ginnel/merge/edits/text';
import { writeEdit } from '@ginnel/merge/edits/write-edit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PEOPLE } from '../../demo/people.ts';
import { browser, type Browser } from '../testing/browser.ts';
import { WRONG_GUESSES } from '../limits.ts';
import { type DemoServer, demoServer, ORIGIN } from '../testing/demo-server.ts';

let server: DemoServer;
let documentId: string;
beforeEach(async () => {
  server = await demoServer();
  const made = await (await server.as('yusuf-patel')).createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title: 'Tonight' });
  documentId = made.ok ? made.value.id : '';
});
afterEach(() => server.stop());

async function openPass(): Promise<{ secret: string; code: string; id: string }> {
  const opened = await (await server.as('yusuf-patel')).openGuestPass(documentId);
  if (!opened.ok) throw new Error(opened.error.title);
  return { secret: opened.value.secret ?? '', code: opened.value.code ?? '', id: opened.value.pass.id };
}

const join = async (who: Browser, proof: object, name = 'Pat') =>
  await who.fetch('/api/guests', { method: 'POST', body: { ...proof, name } });

async function connect(who: Browser, id = documentId): Promise<WebSocket> {
  return new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', {
    headers: { cookie: `ginnel_session=${who.cookies.get('ginnel_session')}`, origin: ORIGIN },
  });
}

/** The first of our own messages of this type. */
function message(socket: WebSocket, type: string): Promise<string> {
  return new Promise((resolve) => {
    socket.on('message', (frame: Buffer) => {
      if (frame[0] === 71 && frame.toString().includes(`"type":"${type}"`)) resolve(frame.toString());
    });
  });
}

describe('a guest', () => {
  it('comes in by code or QR, is called what they want, and has a session for hours only', async () => {
    const pass = await openPass();
    const [pat, sam] = [browser(server.address), browser(server.address)];
    expect(await (await join(pat, { code: pass.code.toUpperCase().replace('-', ' ') })).json()).toMatchObject({
      person: { name: 'Pat' },
      documentId,
    });
    expect((await join(sam, { secret: pass.secret }, 'Sam')).status).toBe(200);
    expect(pat.cookies.get('ginnel_session')).toMatch(/^g_/);
    expect(await (await pat.fetch('/api/me')).json()).toMatchObject({
      person: { name: 'Pat' },
      capacities: [{ role: 'guest', label: 'guest' }],
    });
  });

  it('writes in the notes, not in the list, and in no other document', async () => {
    const pass = await openPass();
    const pat = browser(server.address);
    await join(pat, { code: pass.code });
    const socket = await connect(pat);
    expect(await message(socket, 'welcome')).toContain('"standing":"guest"');
    const saved = message(socket, 'saved');
    socket.send(updateFrame(writeEdit('priorities', Uint8Array.of(0, 0), 4242, (doc) => setText(textAt(doc, 'notes')!, 'More benches'))));
    await saved;
    const read = await server.api.document(documentId);
    expect(read.ok && read.value.notes).toBe('More benches');
    const refused = message(socket, 'refused');
    const current = new Uint8Array(await (await fetch(`${server.address}/api/documents/${documentId}/update`)).arrayBuffer());
    const entry = { id: 'p_00000001', fields: { title: 'Mine' } };
    socket.send(updateFrame(writeEdit('priorities', current, 4242, (doc) => void addEntry('priorities', doc, ['priorities'], entry))));
    expect(await refused).toContain('"kind":"not-allowed"');
    socket.send(awarenessFrame(Uint8Array.of(0)));
    socket.terminate();
    const listed = await server.api.documents({ place: 'radcliffe-west' });
    const other = await connect(pat, listed.ok ? listed.value.documents.find(({ id }) => id !== documentId)?.id : '');
    expect(((await once(other, 'close')) as [number])[0]).toBe(4403);
  });

  it('decides nothing', async () => {
    const pass = await openPass();
    const pat = browser(server.address);
    await join(pat, { code: pass.code });
    for (const [path, body] of [
      ['/api/documents', { kind: 'plan', placeId: 'radcliffe-west', title: 'Mine' }],
      [`/api/documents/${documentId}/phase`, { phase: 'consulting', reason: 'Because' }],
      [`/api/documents/${documentId}/passes`, { hours: 1 }],
    ] as const) {
      expect([path, (await pat.fetch(path, { method: 'POST', body })).status]).toEqual([path, 403]);
    }
  });

  it('who is signed in stays who they are', async () => {
    const pass = await openPass();
    const ben = browser(server.address);
    await ben.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'ben-tattersall' } });
    expect(await (await join(ben, { secret: pass.secret }, 'Somebody else')).json()).toMatchObject({ person: { id: 'ben-tattersall' } });
    const socket = await connect(ben);
    expect(await message(socket, 'welcome')).toContain('"standing":"guest"');
    socket.terminate();
  });
});

describe('a guest pass', () => {
  it('has a secret and a code that are shown once and kept as hashes', async () => {
    const yusuf = await server.as('yusuf-patel');
    const headers = { authorization: `Bearer ${yusuf.token}`, 'content-type': 'application/json', 'idempotency-key': 'the-same-key' };
    const open = async () => {
      const response = await fetch(`${server.address}/api/documents/${documentId}/passes`, {
        method: 'POST',
        headers,
        body: '{"hours":2}',
      });
      return (await response.json()) as { secret: string | null; code: string | null; pass: { id: string } };
    };
    const [first, again] = [await open(), await open()];
    expect(first.secret).toMatch(/^[\w-]{22}$/);
    expect(first.code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}$/);
    expect(again).toMatchObject({ pass: first.pass, secret: null, code: null });
  });

  it('lets nobody in once it has ended, while who is in stays', async () => {
    const pass = await openPass();
    const [pat, late] = [browser(server.address), browser(server.address)];
    await join(pat, { code: pass.code });
    const yusuf = await server.as('yusuf-patel');
    expect((await yusuf.endGuestPass(pass.id)).ok).toBe(true);
    expect(await yusuf.endGuestPass(pass.id)).toMatchObject({ error: { kind: 'wrong-state' } });
    expect(await (await join(late, { code: pass.code })).json()).toMatchObject({ kind: 'pass-not-valid' });
    expect(await (await join(late, { secret: pass.secret })).json()).toMatchObject({ kind: 'pass-not-valid' });
    const socket = await connect(pat);
    expect(await message(socket, 'welcome')).toContain('guest');
    socket.terminate();
  });

  it('has a new secret and a new code when it is renewed; the old ones let nobody in, and the count goes on', async () => {
    const pass = await openPass();
    await join(browser(server.address), { code: pass.code });
    const yusuf = await server.as('yusuf-patel');
    const renewed = await yusuf.renewGuestPass(pass.id);
    if (!renewed.ok) throw new Error(renewed.error.title);
    expect((await join(browser(server.address), { code: pass.code })).status).toBe(400);
    expect((await join(browser(server.address), { secret: pass.secret })).status).toBe(400);
    const sam = browser(server.address);
    expect((await join(sam, { code: renewed.value.code ?? '' })).status).toBe(200);
    expect((await join(sam, { secret: renewed.value.secret ?? '' })).status).toBe(200);
    expect(await yusuf.guestPasses(documentId)).toMatchObject({ value: { passes: [{ id: pass.id, guests: 2, yours: true }] } });
  });

  it('is renewed, ended and looked at by people who lead there, not by others', async () => {
    const pass = await openPass();
    const amina = await server.as('amina-hussain');
    expect(await amina.guestPasses(documentId)).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await amina.renewGuestPass(pass.id)).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await amina.endGuestPass(pass.id)).toMatchObject({ error: { kind: 'not-allowed' } });
  });

  it('is opened, looked at and ended by who has the role for this session, and in no other', async () => {
    const tom = await server.as('tom-hargreaves');
    const document = await tom.document(documentId);
    const placeId = document.ok ? document.value.placeId : '';
    const given = await tom.grantInPlace(placeId, { whom: { personId: 'mia-lomax' }, role: 'facilitator', documentId });
    expect(given.ok).toBe(true);
    const mia = await server.as('mia-lomax');
    const opened = await mia.openGuestPass(documentId, { hours: 1 });
    expect(await mia.guestPasses(documentId)).toMatchObject({ value: { passes: [{ yours: true }] } });
    expect((await mia.endGuestPass(opened.ok ? opened.value.pass.id : '')).ok).toBe(true);
    const others = await tom.documents({ place: placeId });
    const other = others.ok ? others.value.documents.find(({ id }) => id !== documentId) : undefined;
    expect(other).toBeDefined();
    expect(await mia.openGuestPass(other?.id ?? '', { hours: 1 })).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await mia.guestPasses(other?.id ?? '')).toMatchObject({ error: { kind: 'not-allowed' } });
  });

  it('is opened by people who lead there, not by others', async () => {
    const may = PLACE_COMMANDS['guest-pass.open'] as readonly Role[];
    for (const { person, capacities } of PEOPLE) {
      const opened = await (await server.as(person.id)).openGuestPass(documentId, { hours: 1 });
      expect([person.id, opened.ok]).toEqual([person.id, capacities.some(({ role }) => may.includes(role))]);
    }
  });

  it('is not found by guessing: two hundred wrong codes, then nobody from there for a while; a hall that has the code comes in', async () => {
    const pass = await openPass();
    const hall = await Promise.all(Array.from({ length: 60 }, (_, i) => join(browser(server.address), { code: pass.code }, `Guest ${i}`)));
    expect(hall.map(({ status }) => status)).toEqual(hall.map(() => 200));
    for (let i = 0; i < WRONG_GUESSES; i++) expect((await join(browser(server.address), { code: `2222-${1000 + i}` })).status).toBe(400);
    expect((await join(browser(server.address), { code: pass.code })).status).toBe(429);
  });
});
