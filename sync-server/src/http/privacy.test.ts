import { once } from 'node:events';
import { strFromU8, unzipSync } from 'fflate';
import { openForReading } from '@ginnel/store/sqlite/open-for-reading';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

const EMAIL = 'sheila-entwistle@ginnel.example';
const NAME = 'Sheila Entwistle';

/** Every row of every table but those of the log, as one text. */
async function relationalRows(): Promise<string> {
  const opened = openForReading(join(server.folder, 'ginnel.sqlite'));
  const tables = [
    'person',
    'capacity',
    'session',
    'magic_link',
    'mail',
    'audit_entry',
    'audit_detail',
    'receipt',
    'identity',
    'passkey',
    'report',
    'guarded_name',
    'sign_in',
  ] as const;
  const rows = await Promise.all(tables.map((table) => opened.db.selectFrom(table).selectAll().execute()));
  await opened.close();
  return JSON.stringify(rows);
}

describe('one’s own data', () => {
  it('is exported whole: what is held, and every word that one wrote and that stands', async () => {
    const sheila = await server.as('sheila-entwistle');
    const documents = await server.api.documents();
    await sheila.report({ documentId: documents.ok ? (documents.value.documents[0]?.id ?? '') : '', reason: 'spam', words: 'Twice' });
    const exported = await sheila.exportOwnData();
    expect(exported).toMatchObject({
      ok: true,
      value: { person: { name: NAME }, email: EMAIL, capacities: [{ role: 'resident', untilMs: null }], reports: [{ words: 'Twice' }] },
    });
    const words = exported.ok ? exported.value.words : [];
    expect(words.map(({ text }) => text).join('\n')).toContain('We put bins out on the day and take them in again');
    expect(words.every(({ capacityId }) => capacityId.startsWith('sheila-entwistle.'))).toBe(true);
    expect(JSON.stringify(words)).not.toContain('We walk every ginnel once a month'); // somebody else's
    expect(words.every(({ title, path }) => title !== '' && path !== '')).toBe(true);
  });

  it('goes out as one archive too: a page to read and the data, with when and for whom', async () => {
    const { token } = await server.as('sheila-entwistle');
    const response = await fetch(`${server.address}/api/me/archive`, { headers: { authorization: `Bearer ${token}` } });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(Object.keys(files).sort()).toEqual(['ginnel-my-data.html', 'ginnel-my-data.json']);
    const page = strFromU8(files['ginnel-my-data.html'] ?? new Uint8Array());
    expect(page).toContain('We put bins out on the day and take them in again');
    expect(page).toContain('as resident of Radcliffe');
    expect(page).not.toMatch(/<script|https?:/);
    expect(JSON.parse(strFromU8(files['ginnel-my-data.json'] ?? new Uint8Array()))).toMatchObject({ person: { name: NAME } });
  });

  it('tells what others decided about oneself and why, and not who it was', async () => {
    const tom = await server.as('tom-hargreaves');
    await tom.endPersonsSessions('sheila-entwistle', 'A lost phone');
    const exported = await (await server.as('sheila-entwistle')).exportOwnData();
    expect(exported).toMatchObject({ value: { about: [{ command: 'person.end-sessions' }] } });
    const about = exported.ok ? (exported.value.about[0]?.detail ?? '') : '';
    expect(about).toContain('A lost phone');
    expect(about).not.toContain('tom-hargreaves');
  });

  it('is for oneself only', async () => {
    expect(await server.api.exportOwnData()).toMatchObject({ error: { kind: 'signed-out' } });
    expect(await server.api.previewDeletion()).toMatchObject({ error: { kind: 'signed-out' } });
    expect(await server.api.leave()).toMatchObject({ error: { kind: 'signed-out' } });
  });
});

describe('leaving', () => {
  it('is open to somebody who has no part anywhere any more', async () => {
    const sheila = await server.as('sheila-entwistle');
    await sheila.endCapacity('sheila-entwistle.resident.west', { reason: 'Moved away' });
    expect((await (await server.as('sheila-entwistle')).leave()).ok).toBe(true);
  });

  it('takes a protected name with it', async () => {
    await (await server.as('helen-brooks')).changeShownName('sheila-entwistle', { name: 'A neighbour', reason: 'Her wish' });
    await (await server.as('sheila-entwistle')).leave();
    const rows = await relationalRows();
    expect(rows).not.toContain(NAME);
    expect(rows).not.toContain('A neighbour');
  });

  it('says beforehand what has to be handed over, and whether one has signed in lately', async () => {
    expect(await (await server.as('jo-kowalski')).previewDeletion()).toMatchObject({
      value: { handOverFirst: ['for Radcliffe Litter Pickers'], freshSignIn: true },
    });
    expect(await (await server.as('sheila-entwistle')).previewDeletion()).toMatchObject({ value: { handOverFirst: [] } });
  });

  it('takes exactly what the preview says; the words stay, under no name', async () => {
    const sheila = await server.as('sheila-entwistle');
    const preview = await sheila.previewDeletion();
    expect(preview).toMatchObject({ value: { goes: { email: EMAIL, capacities: 1, sessions: 1, passkeys: 0 }, stays: { documents: 4 } } });
    const before = await server.api.documents();
    const contents = async () => await Promise.all((before.ok ? before.value.documents : []).map(({ id }) => server.api.document(id)));
    const words = await contents();
    const left = await sheila.leave();
    expect(left).toMatchObject({ ok: true, value: { receipt: { command: 'person.leave' } } });
    expect(await contents()).toEqual(words);
    const rows = await relationalRows();
    for (const trace of [EMAIL, NAME]) expect(rows).not.toContain(trace);
    expect(rows).toContain('Someone who has left');
    expect(await sheila.me()).toMatchObject({ value: { person: null } });
  });

  it('closes what one has open', async () => {
    const sheila = await server.as('sheila-entwistle');
    const documents = await server.api.documents({ place: 'west' });
    const id = documents.ok ? documents.value.documents[0]?.id : '';
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, {
      headers: { authorization: `Bearer ${sheila.token}` },
    });
    await once(socket, 'message');
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
    await sheila.leave();
    expect([4401, 4403]).toContain(((await closed) as [number])[0]);
  });

  it('leaves nobody without a lead or an administrator', async () => {
    for (const person of ['jo-kowalski', 'tom-hargreaves']) {
      const api = await server.as(person);
      expect(await api.leave()).toMatchObject({ error: { kind: 'wrong-state' } });
      expect(await api.me()).toMatchObject({ value: { person: { id: person } } });
    }
  });
});
