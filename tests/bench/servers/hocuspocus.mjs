// Hocuspocus 4.7 with its SQLite extension, as its documentation sets it up.
import { join } from 'node:path';
import { SQLite } from '../peers/node_modules/@hocuspocus/extension-sqlite/dist/hocuspocus-sqlite.esm.js';
import { Server } from '../peers/node_modules/@hocuspocus/server/dist/hocuspocus-server.esm.js';

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: join(process.env.BENCH_DATA, 'hocuspocus.sqlite') })],
});
await server.listen();
process.send({ port: server.address.port });
process.on('SIGTERM', async () => {
  await server.destroy();
  process.exit(0);
});
