// @y/websocket-server 0.1.1 with y-leveldb.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from '../peers/node_modules/ws/wrapper.mjs';

process.env.YPERSISTENCE = join(process.env.BENCH_DATA, 'leveldb');
console.info = () => {};
const { setupWSConnection } = await import('../peers/node_modules/@y/websocket-server/src/utils.js');
const server = createServer();
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, (ws) => setupWSConnection(ws, request)));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 1000));
