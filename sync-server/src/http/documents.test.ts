import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { PROBLEM_CONTENT_TYPE } from '@ginnel/api/problems';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

async function first(): Promise<string> {
  const listed = await server.api.documents();
  return listed.ok ? (listed.value.documents[0]?.id ?? '') : '';
}

describe('documents over HTTP', () => {
  it('are listed for everyone, all or by place', async () => {
    const all = await server.api.documents();
    const ofWard = await server.api.documents({ place: 'radcliffe-west' });
    expect(all.ok && all.value.documents.length).toBe(7);
    expect(ofWard.ok && ofWard.value.documents.map(({ kind }) => kind)).toEqual(['priorities', 'plan', 'deal']);
    expect(ofWard.ok && Object.keys(ofWard.value.documents[0] ?? {}).sort()).toEqual(['id', 'kind', 'phase', 'placeId', 'title']);
  });

  it('show their canonical content with epoch, seq and a hash that stays the same', async () => {
    const id = await first();
    const [one, two] = await Promise.all([server.api.document(id), server.api.document(id)]);
    expect(one).toEqual(two);
    expect(one).toMatchObject({ ok: true, value: { id, kind: 'priorities', epoch: 1, seq: 8, shapeVersion: 1 } });
    expect(one.ok && one.value.content['notes']).toBe(one.ok && one.value.notes);
    expect(one.ok && one.value.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are given as one Yjs update that holds the same content', async () => {
    const id = await first();
    const response = await fetch(`${server.address}/api/documents/${id}/update`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('ginnel-epoch')).toBe('1');
    const live = createLiveDocument('priorities');
    live.apply(new Uint8Array(await response.arrayBuffer()));
    const document = await server.api.document(id);
    expect(live.content()).toEqual(document.ok && document.value.content);
  });

  it('are begun by people of the place, above it or below it, and are empty then', async () => {
    for (const person of ['amina-hussain', 'imran-shah', 'ruth-ogden']) {
      const api = await server.as(person);
      const made = await api.createDocument({ kind: 'deal', placeId: 'radcliffe-west', title: 'A new Deal' });
      const read = await server.api.document(made.ok ? made.value.id : '');
      expect(read).toMatchObject({
        ok: true,
        value: { kind: 'deal', phase: 'drafting', epoch: 1, seq: 0, notes: '', content: { commitments: [] } },
      });
    }
  });

  it('are not begun by nobody, by a visitor, or in a place that is not there', async () => {
    const wanted = { kind: 'plan', placeId: 'radcliffe-west', title: 'Mine' } as const;
    const visitor = await server.as('ben-tattersall');
    expect(await server.api.createDocument(wanted)).toMatchObject({ ok: false, error: { kind: 'signed-out', status: 401 } });
    expect(await visitor.createDocument(wanted)).toMatchObject({ ok: false, error: { kind: 'not-allowed', status: 403 } });
    expect(await visitor.createDocument({ ...wanted, placeId: 'atlantis' })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it.each([
    ['a body that is no JSON', '{'],
    ['no body', ''],
    ['an unknown kind', '{"kind":"poem","placeId":"bury","title":"x"}'],
    ['an empty title', '{"kind":"plan","placeId":"bury","title":"  "}'],
    ['a title of 201 characters', JSON.stringify({ kind: 'plan', placeId: 'bury', title: 'x'.repeat(201) })],
    ['a place that is no id', '{"kind":"plan","placeId":"../bury","title":"x"}'],
  ])('are not begun from %s, and the problem says which field', async (_what, body) => {
    const { token } = await server.as('imran-shah');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${server.address}/api/documents`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain(PROBLEM_CONTENT_TYPE);
    const problem = (await response.json()) as { kind: string; errors?: { path: string }[] };
    expect(problem.kind).toBe('bad-input');
    if (body.startsWith('{"')) expect(problem.errors?.[0]?.path).toMatch(/^body\./);
  });

  it('that are not there are not found, whatever the id looks like', async () => {
    for (const id of ['nope', 'k3v9x0q2m4t7w8z1', 'constructor', '__proto__', '%2e%2e', 'x'.repeat(500)]) {
      for (const path of [`/api/documents/${id}`, `/api/documents/${id}/update`]) {
        const response = await fetch(server.address + path);
        expect([400, 404]).toContain(response.status);
        expect(response.headers.get('content-type')).toContain(PROBLEM_CONTENT_TYPE);
      }
    }
  });

  it('refuse a body over 256 KiB before reading it', async () => {
    const { token } = await server.as('imran-shah');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${server.address}/api/documents`, { method: 'POST', headers, body: 'x'.repeat(300_000) });
    expect(response.status).toBe(413);
    const unmeasured = request(`${server.address}/api/documents`, {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    });
    unmeasured.on('error', () => undefined).write('x');
    const [answer] = (await once(unmeasured, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(411);
    unmeasured.destroy();
  });
});
