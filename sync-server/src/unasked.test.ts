import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { boundUnasked, UNASKED_TIMES } from './unasked.ts';

test('[PR15] of the sockets that have asked nothing the oldest makes room; one whose request is under way is kept', async () => {
  const server = createServer((request, response) => void (request.url === '/held' ? held.resolve(response) : response.end()));
  const held = Promise.withResolvers<{ end(): unknown }>();
  boundUnasked(server, { most: 2 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = new Promise<IncomingMessage>((resolve) => get({ port, host: '127.0.0.1', path: '/held', agent: false }, resolve));
  const response = await held.promise;
  const reach = async (): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.resume();
    await once(socket, 'connect');
    return socket;
  };
  const [oldest, second] = [await reach(), await reach()];
  const gone = once(oldest, 'close');
  const third = await reach();
  await gone;
  expect([second.destroyed, third.destroyed]).toEqual([false, false]);
  response.end();
  expect((await answer).statusCode).toBe(200);
  for (const socket of [second, third]) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('a connection is kept for longer than a proxy keeps it, so that no request is sent on one that is just being closed', async () => {
  const server = createServer(UNASKED_TIMES, (_, response) => void response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(120); // Caddy; nginx and balancers 60
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
