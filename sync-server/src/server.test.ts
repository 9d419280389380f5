import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protectiveHeaders } from './protective-headers.ts';
import { type DemoServer, demoServer } from './testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

describe('the server', () => {
  it('is ready, and tells Prometheus its figures without naming anybody', async () => {
    const health = await fetch(`${server.address}/healthz`);
    expect(health.status).toBe(200);
    const metrics = await fetch(`${server.address}/metrics`);
    const text = await metrics.text();
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('ginnel_connections 0');
    expect(text).not.toContain('amina');
  });

  it('answers the API with headers that keep it out of frames, caches and scripts', async () => {
    const { headers } = await fetch(`${server.address}/api/me`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull(); // this origin is not https
  });

  it.each(['/', '/api/me', '/metrics', '/healthz', '/nothing'])('protects the reader of %s', async (path) => {
    const { headers } = await fetch(`${server.address}${path}`, { redirect: 'manual' });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it('on https tells browsers to stay there', () => {
    expect(protectiveHeaders('https://ginnel.example')).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
  });

  it('hands everything else to the pages, under their own name only', async () => {
    expect((await fetch(`${server.address}/`, { redirect: 'manual' })).status).toBe(204);
    const port = new URL(server.address).port;
    const other = await rawRequest(`GET /places/west?x=1 HTTP/1.1\r\nHost: 127.0.0.1:4400\r\nConnection: close\r\n\r\n`, Number(port));
    expect(other).toContain('307 Temporary Redirect');
    expect(other).toContain('location: http://localhost:4400/places/west?x=1');
  });

  it('survives requests that are none', async () => {
    const port = Number(new URL(server.address).port);
    for (const nonsense of [
      'GET',
      '\x00\x01\x02',
      'GET //[ HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n',
      'GET /api/%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ]) {
      await rawRequest(nonsense, port);
    }
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
  });

  it('is not misled about where a request ends', async () => {
    const port = Number(new URL(server.address).port);
    const both =
      'POST /api/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
    const twice =
      'POST /api/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
    for (const request of [both, twice]) {
      const answer = await rawRequest(request, port);
      expect(answer).toMatch(/^HTTP\/1\.1 400/);
      expect(answer).not.toContain('200 OK');
    }
  });

  it('does not echo a request back', async () => {
    const answer = await rawRequest(
      'TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: s_1\r\nConnection: close\r\n\r\n',
      Number(new URL(server.address).port),
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 200/);
    expect(answer).not.toContain('s_1');
  });

  it('refuses an upgrade that is not for a live document', async () => {
    const answer = await rawRequest(
      'GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      Number(new URL(server.address).port),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
  });

  it('takes no upgrade on a connection whose earlier request is not answered: the answer would stand among the frames', async () => {
    const upgrade =
      'GET /sync/nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    const port = Number(new URL(server.address).port);
    expect(await rawRequest(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${upgrade}`, port)).not.toContain('101');
    expect(await rawRequest(upgrade, port)).toMatch(/^HTTP\/1\.1 101/);
  });
});

/** Everything that comes back until the other side ends, or half a line was answered with nothing. */
function rawRequest(text: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ host: '127.0.0.1', port }, () => socket.end(text));
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
