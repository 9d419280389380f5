/** Ginnel's sync host over its SQLite store, with admission, attribution and fsync as in the product; who comes is believed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import { putDocument } from '@ginnel/store/contract/put-document';
import { openStore } from '@ginnel/store/open-store';
import { findDocument } from '@ginnel/store/relational/documents';
import { createSyncHost } from '@ginnel/sync-server/sync/host';
import { tellQuestions } from '../questions.ts';

const store = await openStore({ folder: process.env['BENCH_DATA'] as string });
for (let i = 0; i < Number(process.env['BENCH_DOCUMENTS']); i++) {
  await putDocument(store.db, {
    id: `d${i}` as DocumentId,
    kind: 'priorities',
    placeId: 'radcliffe-west' as PlaceId,
    title: 'Bench',
    phase: 'drafting',
    shapeVersion: 1,
    epoch: 1,
    rightsVersion: 1,
    createdBy: null,
    createdAtMs: 0,
  });
}
tellQuestions(process.env['BENCH_DATA'] as string);
const host = createSyncHost({
  log: store.log,
  doorkeeper: {
    authenticate: async ({ headers }) => {
      const personId = (headers.authorization ?? '').slice('Bearer '.length) as PersonId;
      const capacity = {
        id: `${personId}.resident` as CapacityId,
        personId,
        role: 'resident',
        organisationId: null,
        placeId: 'radcliffe-west' as PlaceId,
        label: 'resident',
      } as const;
      return { ok: true, session: { sessionId: personId, person: { id: personId, name: personId, demo: false }, capacities: [capacity] } };
    },
    endedSessions: async () => [],
    rightsOf: async (documentId, authors) => {
      const info = await findDocument(store.db, documentId);
      return info === null ? null : { info, actors: authors.map(() => ({ standing: 'member', party: 'residents' })) };
    },
  },
  clock: { nowMs: () => Date.now() },
  metrics: { count: () => {}, observe: () => {} },
  report: (what, error) => console.error(what, error),
});
const server = createServer();
server.on('upgrade', (request, socket, head) => host.handleUpgrade(request, socket, head));
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
const stop = async (): Promise<void> => {
  await host.stop();
  await store.close();
  process.exit(0);
};
process.on('SIGTERM', () => void stop());
