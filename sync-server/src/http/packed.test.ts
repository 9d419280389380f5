import { afterAll, beforeAll, expect, it } from 'vitest';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
let documentId: string;
beforeAll(async () => {
  server = await demoServer();
  const answer = await fetch(`${server.address}/api/documents?place=radcliffe-west`);
  documentId = ((await answer.json()) as { documents: { id: string }[] }).documents[0]?.id ?? '';
});
afterAll(() => server.stop());

const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const answer = await fetch(server.address + path, { method, headers: { 'accept-encoding': 'gzip', ...headers } });
  return { answer, how: answer.headers.get('content-encoding'), vary: answer.headers.get('vary') ?? '', text: await answer.text() };
};

it('long answers that everybody may read go out packed, and are the same', async () => {
  for (const path of [`/api/documents/${documentId}`, `/api/documents/${documentId}/authors`, '/api/places', '/api/openapi.json']) {
    const plain = await ask(path, { 'accept-encoding': 'identity' });
    const packed = await ask(path);
    expect([path, plain.how, packed.how]).toEqual([path, null, 'gzip']);
    expect(packed.text).toBe(plain.text);
    for (const { vary } of [plain, packed]) expect(vary).toContain('accept-encoding');
    expect(packed.answer.headers.get('cache-control')).toBe(plain.answer.headers.get('cache-control'));
    expect(packed.answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  }
});

it('short answers, refusals and answers to HEAD go as they are', async () => {
  expect(await ask('/api/me')).toMatchObject({ how: null, text: expect.stringContaining('"person":null') });
  expect(await ask('/api/documents/none')).toMatchObject({ how: null, text: expect.stringContaining('problems/') });
  expect(await ask('/api/openapi.json', {}, 'HEAD')).toMatchObject({ how: null, text: '' });
});

it('what is for its reader only is never packed for a browser; for a program it is', async () => {
  const tess = browser(server.address);
  const signedIn = await tess.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'amina-hussain' } });
  expect(signedIn.headers.get('content-encoding')).toBeNull();
  const cookie = [...tess.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { token } = await server.as('amina-hussain');
  for (const path of ['/api/me/export', '/api/me/archive']) {
    const read = await ask(path, { cookie });
    expect([path, read.how, read.text.length > 500]).toEqual([path, null, true]);
  }
  expect((await ask('/api/me/export', { authorization: `Bearer ${token}` })).how).toBe('gzip');
  expect((await ask('/api/me/archive', { authorization: `Bearer ${token}` })).how).toBeNull(); // a zip already
  expect((await ask('/api/places', { cookie })).how).toBe('gzip');
});

it('bytes of a document, which flow, arrive as they are stored', async () => {
  const read = async (encoding: string) => {
    const answer = await fetch(`${server.address}/api/documents/${documentId}/update`, { headers: { 'accept-encoding': encoding } });
    return { how: answer.headers.get('content-encoding'), bytes: Buffer.from(await answer.arrayBuffer()).toString('base64') };
  };
  const [plain, packed] = [await read('identity'), await read('gzip')];
  expect([plain.how, packed.how, packed.bytes === plain.bytes]).toEqual([null, 'gzip', true]);
});
