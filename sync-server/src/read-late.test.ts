import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { readLate } from './read-late.ts';

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

let server: Server;
let whenBusy: () => void;
async function listen(headersTimeout: number): Promise<void> {
  server = createServer({ headersTimeout, connectionsCheckingInterval: 50 }, ({ url }, response) => {
    if (url === '/busy') whenBusy();
    response.end('served');
  });
  readLate(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function come(): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  await Promise.all([once(socket, 'connect'), accepted]);
  return socket;
}

test('[PR15] who asked in time is served, though the server was too busy to read it until the time was over', async () => {
  const headersMs = 3_000;
  await listen(headersMs);
  const [patient, busy] = [await come(), await come()];
  whenBusy = () => {
    patient.write(request('/'));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, headersMs + 200);
  };
  busy.write(request('/busy'));
  expect(await text(patient)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*served$/);
  expect(await text(busy)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*served$/);
});

test.each([
  ['says nothing', '', 408],
  ['begins and does not go on', 'GET / HTTP/1.1\r\nHo', 408],
  ['sends what is no request', 'nonsense\r\n\r\n', 400],
  ['sends more headers than there is room for', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
])('[PR15] who %s is told so, and gone', async (_, bytes, status) => {
  await listen(200);
  const socket = await come();
  socket.write(bytes);
  expect(await text(socket)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
