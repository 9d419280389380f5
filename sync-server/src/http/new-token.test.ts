import { once } from 'node:events';
import { SESSION_COOKIE } from '@ginnel/accounts/cookies';
import { TOKEN_GRACE_MS } from '@ginnel/accounts/sessions/sessions';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Browser, browser } from '../testing/browser.ts';
import { type DemoServer, demoServer, ORIGIN } from '../testing/demo-server.ts';

let server: DemoServer;
let amina: Browser;
beforeEach(async () => {
  server = await demoServer();
  amina = browser(server.address);
  await amina.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'amina-hussain' } });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

const token = () => amina.cookies.get(SESSION_COOKIE) ?? '';
const tokensIn = (answer: Response) => answer.headers.getSetCookie().filter((line) => line.startsWith(SESSION_COOKIE));

/** As a browser that still has this cookie. */
async function nameBy(cookie: string): Promise<string | null> {
  const answer = await fetch(`${server.address}/api/me`, { headers: { cookie: `${SESSION_COOKIE}=${cookie}` } });
  return ((await answer.json()) as { person: { name: string } | null }).person?.name ?? null;
}

async function giveRole(): Promise<void> {
  const jo = await server.as('jo-kowalski');
  const grant = { whom: { personId: 'amina-hussain' }, role: 'group-member', placeId: 'west' } as const;
  expect((await jo.grantInOrganisation('radcliffe-litter-pickers', grant)).ok).toBe(true);
}

describe('a person whose roles change', () => {
  it('gets a new token with the next answer; the old one dies after the new one was used, and the open socket goes on', async () => {
    const documents = await server.api.documents({ place: 'radcliffe-west' });
    const id = documents.ok ? (documents.value.documents[0]?.id ?? '') : '';
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', {
      headers: { cookie: `${SESSION_COOKIE}=${token()}`, origin: ORIGIN },
    });
    await once(socket, 'message');
    const handles = async () => (await (await amina.fetch('/api/me/sessions')).json()) as { sessions: { handle: string }[] };
    const before = token();
    const listed = await handles();
    expect(token()).toBe(before);

    await giveRole();
    expect(tokensIn(await amina.fetch('/api/me'))).toHaveLength(1);
    const after = token();
    expect(after).not.toBe(before);
    expect((await handles()).sessions.map(({ handle }) => handle)).toEqual(listed.sessions.map(({ handle }) => handle));
    expect(token()).toBe(after);
    expect(await nameBy(before)).toBe('Amina Hussain');

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + TOKEN_GRACE_MS });
    expect(await nameBy(before)).toBeNull();
    expect(await nameBy(after)).toBe('Amina Hussain');
    const pong = once(socket, 'pong', { signal: AbortSignal.timeout(20_000) });
    socket.ping();
    await pong;
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });

  it('gets one token only for many requests at once, and all are answered', async () => {
    const before = token();
    await giveRole();
    const answers = await Promise.all(Array.from({ length: 6 }, () => amina.fetch('/api/me')));
    for (const answer of answers) expect(await answer.json()).toMatchObject({ person: { name: 'Amina Hussain' } });
    expect(answers.flatMap(tokensIn)).toHaveLength(1);
    expect(token()).not.toBe(before);
    expect(await nameBy(token())).toBe('Amina Hussain');
  });

  it('keeps the bearer token of a program, and a cookie that was never answered', async () => {
    const program = await server.as('amina-hussain');
    const before = token();
    await giveRole();
    expect(await program.me()).toMatchObject({ ok: true, value: { person: { name: 'Amina Hussain' } } });
    await nameBy(before);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + TOKEN_GRACE_MS });
    expect(tokensIn(await amina.fetch('/api/me'))).toHaveLength(1);
    expect(token()).not.toBe(before);
    expect(await nameBy(token())).toBe('Amina Hussain');
    vi.setSystemTime(Date.now() + TOKEN_GRACE_MS);
    expect(await nameBy(before)).toBeNull();
    expect(await program.me()).toMatchObject({ ok: true, value: { person: { name: 'Amina Hussain' } } });
  });
});
