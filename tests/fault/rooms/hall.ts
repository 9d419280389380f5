/** A sync host on a real port, over any log, with people who need only say their name: for tests of rooms. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Capacity } from '@ginnel/domain/people';
import type { Actor, Standing } from '@ginnel/domain/standing';
import type { Hints } from '@ginnel/fanout/ports/hints';
import type { DocumentLog } from '@ginnel/store/ports/document-log';
import { createSyncHost, type SyncHost } from '@ginnel/sync-server/sync/host';
import type { Doorkeeper } from '@ginnel/sync-server/sync/ports';
import * as Y from 'yjs';
import { WebsocketProvider } from 'y-websocket';
import { WebSocket } from 'ws';

export const PLACE = 'radcliffe-west' as PlaceId;

export function documentInfo(id: string, changes: Partial<DocumentInfo> = {}): DocumentInfo {
  return {
    id: id as DocumentId,
    kind: 'priorities',
    placeId: PLACE,
    title: 'Priorities of Radcliffe West',
    phase: 'drafting',
    shapeVersion: 1,
    epoch: 1,
    rightsVersion: 1,
    createdBy: null,
    createdAtMs: 0,
    ...changes,
  };
}

/** What is decided, in memory: documents and what people are. */
export interface Town {
  readonly documents: Map<DocumentId, DocumentInfo>;
  /** By person; who is not named is a member. `null`: removed. */
  readonly standings: Map<string, Standing | null>;
}

/** The bearer token is the person's name. */
export function townDoorkeeper({ documents, standings }: Town): Doorkeeper {
  const actorOf = (personId: string): Actor | null => {
    const standing = standings.get(personId);
    return standing === null ? null : { standing: standing ?? 'member', party: 'residents' };
  };
  return {
    authenticate: async (request: IncomingMessage) => {
      const name = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (name === undefined) return { ok: false, reason: 'signed-out' };
      const personId = name as PersonId;
      const capacity: Capacity = {
        id: `${name}.resident` as CapacityId,
        personId,
        role: 'resident',
        organisationId: null,
        placeId: PLACE,
        label: 'resident of Radcliffe West',
      };
      return {
        ok: true,
        session: { sessionId: `session of ${name}`, person: { id: personId, name, demo: false }, capacities: [capacity] },
      };
    },
    endedSessions: async () => [],
    rightsOf: async (documentId, authors) => {
      const info = documents.get(documentId);
      return info === undefined ? null : { info, actors: authors.map(({ personId }) => actorOf(personId)) };
    },
  };
}

export interface Hall {
  readonly host: SyncHost;
  readonly town: Town;
  readonly address: string;
  readonly problems: string[];
  /** The journal of counters, by name and label. */
  readonly counted: Map<string, number>;
  open(person: string, documentId: string): Visit;
  socket(person: string, path: string, protocols?: string[]): WebSocket;
  close(): Promise<void>;
}

export interface Visit {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  leave(): void;
}

export interface HallOptions {
  readonly log: DocumentLog;
  readonly town: Town;
  readonly hints?: Hints | null;
  /** Done whenever somebody's rights have been read, before the answer is given. */
  readonly onRightsRead?: () => Promise<void>;
}

export async function openHall({ log, town, hints = null, onRightsRead = async () => {} }: HallOptions): Promise<Hall> {
  const problems: string[] = [];
  const counted = new Map<string, number>();
  const count = (name: string, by: number, label?: string): void => {
    const key = label === undefined ? name : `${name} ${label}`;
    counted.set(key, (counted.get(key) ?? 0) + by);
  };
  const asked = townDoorkeeper(town);
  const host = createSyncHost({
    log,
    hints,
    doorkeeper: {
      ...asked,
      rightsOf: async (documentId, authors) => {
        const rights = await asked.rightsOf(documentId, authors);
        await onRightsRead();
        return rights;
      },
    },
    clock: { nowMs: () => Date.now() },
    metrics: { count, observe: () => {} },
    report: (what, error) => problems.push(`${what}: ${String(error)}`),
  });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => host.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const visits = new Set<Visit>();
  return {
    host,
    town,
    address,
    problems,
    counted,
    open: (person, documentId) => {
      class Signed extends WebSocket {
        constructor(url: string, protocols?: string[]) {
          super(url, protocols, { headers: { authorization: `Bearer ${person}` } });
        }
      }
      const doc = new Y.Doc();
      const polyfill = Signed as unknown as typeof globalThis.WebSocket;
      const provider = new WebsocketProvider(`${address}/sync`, documentId, doc, { WebSocketPolyfill: polyfill, disableBc: true });
      const visit = {
        doc,
        provider,
        leave: () => {
          provider.destroy();
          provider.awareness.destroy();
          visits.delete(visit);
        },
      };
      visits.add(visit);
      return visit;
    },
    socket: (person, path, protocols = []) => {
      const socket = new WebSocket(`${address}${path}`, protocols, { headers: { authorization: `Bearer ${person}` } });
      socket.binaryType = 'arraybuffer';
      return socket;
    },
    close: async () => {
      for (const visit of visits) visit.leave();
      await host.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

/** Resolves as soon as the condition holds after one of the document's updates. */
export function until(doc: Y.Doc, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (!holds()) return;
    doc.off('update', look);
    resolve();
  };
  doc.on('update', look);
  return promise;
}
