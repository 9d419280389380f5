import type { DocumentId } from '@ginnel/base/ids';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Browser, browser } from './testing/browser.ts';
import { type DemoServer, demoServer, ORIGIN } from './testing/demo-server.ts';

let server: DemoServer;
let documentId: string;
beforeAll(async () => {
  server = await demoServer();
  const listed = await server.api.documents();
  documentId = listed.ok ? (listed.value.documents[0]?.id as DocumentId) : '';
});
afterAll(() => server.stop());

function open(headers: Record<string, string>, id = documentId): WebSocket {
  return new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', { headers });
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

async function signedIn(person = 'amina-hussain'): Promise<Browser & { cookie: string }> {
  const who = browser(server.address);
  await who.fetch('/api/demo/sign-in', { method: 'POST', body: { person } });
  return { ...who, cookie: `ginnel_session=${who.cookies.get('ginnel_session')}` };
}

describe('the door of a live document', () => {
  it('opens to the session cookie with our exact origin, and to a bearer token', async () => {
    const { cookie } = await signedIn();
    const { token } = await server.as('imran-shah');
    for (const headers of [{ cookie, origin: ORIGIN }, { authorization: `Bearer ${token}` }]) {
      const socket = open(headers);
      const [frame] = (await once(socket, 'message')) as [Buffer];
      expect(frame[0]).toBe(71); // `welcome`
      socket.terminate();
    }
  });

  it('is closed with 4401 to nobody, and to a token that is made up', async () => {
    expect(await closeCode(open({ origin: ORIGIN }))).toBe(4401);
    expect(await closeCode(open({ authorization: `Bearer r_${'x'.repeat(43)}` }))).toBe(4401);
  });

  it('is closed with 4403 to a cookie that another site, or no site, sends', async () => {
    const { cookie } = await signedIn();
    expect(await closeCode(open({ cookie, origin: 'https://evil.test' }))).toBe(4403);
    expect(await closeCode(open({ cookie }))).toBe(4403);
  });

  it('is closed with 4404 where there is no document', async () => {
    const { cookie } = await signedIn();
    expect(await closeCode(open({ cookie, origin: ORIGIN }, 'k3v9x0q2m4t7w8z1'))).toBe(4404);
  });

  it('closes behind a person who signs out, with 4401', async () => {
    const who = await signedIn('sheila-entwistle');
    const socket = open({ cookie: who.cookie, origin: ORIGIN });
    await once(socket, 'message');
    const closed = closeCode(socket);
    await who.fetch('/api/sign-out', { method: 'POST' });
    expect(await closed).toBe(4401);
  });
});
