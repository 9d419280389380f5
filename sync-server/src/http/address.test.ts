import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

/** Wrong guesses of one address until it is told to wait; counted by whom the server takes it for. */
const FAR_TOO_MANY = 260;
const SECOND = '198.51.100.2';

let direct: DemoServer;
let behindProxy: DemoServer;
beforeAll(async () => {
  [direct, behindProxy] = await Promise.all([demoServer(), demoServer({ GINNEL_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' })]);
});
afterAll(async () => await Promise.all([direct.stop(), behindProxy.stop()]));

async function guess({ address }: DemoServer, forwardedFor: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor };
  const body = JSON.stringify({ code: 'AAAA-BBBB', name: 'Pat' });
  return (await fetch(`${address}/api/guests`, { method: 'POST', headers, body })).status;
}

async function guessOften(server: DemoServer, forwardedFor: (i: number) => string): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>();
  for (let i = 0; i < FAR_TOO_MANY; i++) statuses.add(await guess(server, forwardedFor(i)));
  return statuses;
}

it('whoever is no trusted proxy is counted by their connection, however often they name themselves anew', async () => {
  expect(await guessOften(direct, (i) => `203.0.113.${i % 250}`)).toContain(429);
});

it('behind a trusted proxy each client is counted alone, and what they put before the words of the proxy is not believed', async () => {
  expect(await guessOften(behindProxy, (i) => `203.0.113.${i % 250}, 198.51.100.1`)).toContain(429);
  expect(await guess(behindProxy, SECOND)).not.toBe(429);
  expect(await guess(behindProxy, `${SECOND}, 10.0.0.7`)).not.toBe(429);
});

it('whoever has a whole network of IPv6 addresses is counted as one', async () => {
  expect(await guessOften(behindProxy, (i) => `2001:db8:1:2::${i.toString(16)}`)).toContain(429);
  expect(await guess(behindProxy, '2001:db8:1:3::1')).not.toBe(429);
});
