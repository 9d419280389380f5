/** Ginnel as it is served, pages apart: who comes is asked of the database, in which a town stands. */
import { openStore } from '@ginnel/store/open-store';
import { findPerson } from '@ginnel/store/relational/people';
import { startServer, type ServerOptions } from '@ginnel/sync-server/server';
import { systemClock, systemRandom } from '@ginnel/sync-server/system';
import { tellQuestions } from '../questions.ts';
import { foundTown } from '../town.ts';

const folder = process.env['BENCH_DATA'] as string;
const documents = Number(process.env['BENCH_DOCUMENTS']);
/** Those that fill documents, those that come back, and the one that looks whether a document is filled. */
const CLIENTS = [1, ...Array.from({ length: documents }, (_, d) => 1 + d), ...Array.from({ length: 500 }, (_, c) => 1000 + c), 2 ** 50];

const store = await openStore({ folder });
if ((await findPerson(store.db, 'p1')) === null) await foundTown(store.db, { documents, clientIds: [...new Set(CLIENTS)] });
await store.close();
tellQuestions(folder);
const log = { info: () => {}, warn: console.error, error: console.error } as unknown as ServerOptions['log'];
const server = await startServer({
  config: {
    port: 0,
    origin: 'http://localhost:4400',
    loopback: true,
    dataFolder: folder,
    demo: false,
    trustedProxies: [],
    databaseUrl: null,
    valkeyUrl: null,
    smtpUrl: null,
    providers: [],
  },
  clock: systemClock,
  random: systemRandom,
  log,
  pages: () => Promise.resolve((_request, response) => void response.writeHead(204).end()),
});
process.send?.({ port: server.port });
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
