/**
 * A server and its replicas in memory: people edit their own copies, send when they like and fetch when they like. The
 * server admits everything (honest histories need no judge), leases clientIDs and keeps the log. Virtual time only.
 */
import { assert } from '@ginnel/base/assert';
import { randomClientId, type Random } from '@ginnel/base/ports';
import type { Route } from '@ginnel/domain/attribution';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { openRoots } from '@ginnel/merge/edits/open';
import * as Y from 'yjs';
import type { TestPerson } from './people.ts';

export interface WorldRow {
  readonly seq: number;
  readonly author: Author;
  readonly route: Route;
  readonly atMs: number;
  readonly update: Uint8Array;
}

export interface Replica {
  readonly person: TestPerson;
  readonly doc: Y.Doc;
  /** Own edits that the server does not have yet, in order. */
  readonly unsent: Uint8Array[];
  /** The last row that this replica has seen. */
  seen: number;
}

export const FROM_SERVER = Symbol('from the server');
/** 2026-03-02 09:00 UTC: when every history begins. */
export const STARTED_AT_MS = Date.UTC(2026, 2, 2, 9);

export class World {
  readonly kind: DocumentKind;
  readonly server = new Y.Doc();
  readonly rows: WorldRow[] = [];
  readonly leases = new Map<number, Author>();
  readonly replicas: Replica[] = [];
  nowMs = STARTED_AT_MS;
  readonly #random: Random;

  constructor(kind: DocumentKind, people: readonly TestPerson[], random: Random) {
    this.kind = kind;
    this.#random = random;
    openRoots(kind, this.server);
    for (const person of people) this.join(person);
  }

  join(person: TestPerson): Replica {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = randomClientId(this.#random);
    openRoots(this.kind, doc);
    const replica: Replica = { person, doc, unsent: [], seen: 0 };
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== FROM_SERVER) replica.unsent.push(update);
    });
    this.leases.set(doc.clientID, person.author);
    this.replicas.push(replica);
    this.fetch(replica);
    return replica;
  }

  leaseOf = (client: number): Author | null => this.leases.get(client) ?? null;

  /** Sends up to `count` unsent edits, as one row when `merged`. */
  send(replica: Replica, { count = replica.unsent.length, merged = false, route = 'typed' as Route } = {}): void {
    const updates = replica.unsent.splice(0, count);
    const frames = merged && updates.length > 1 ? [Y.mergeUpdates(updates)] : updates;
    for (const update of frames) this.append(replica.person.author, update, route);
  }

  append(author: Author, update: Uint8Array, route: Route = 'typed'): WorldRow {
    Y.applyUpdate(this.server, update, FROM_SERVER);
    assert(this.server.store.pendingStructs === null && this.server.store.pendingDs === null, 'an honest update leaves nothing pending');
    const row = { seq: this.rows.length + 1, author, route, atMs: this.nowMs, update };
    this.rows.push(row);
    return row;
  }

  /** Brings the rows that the replica has not seen, in log order. */
  fetch(replica: Replica): void {
    for (const row of this.rows.slice(replica.seen)) Y.applyUpdate(replica.doc, row.update, FROM_SERVER);
    replica.seen = this.rows.length;
  }

  /** Everyone sends and fetches everything. */
  settle(): void {
    for (const replica of this.replicas) this.send(replica);
    for (const replica of this.replicas) this.fetch(replica);
  }

  /** A document of the whole log, with everything ever deleted still readable. */
  replay(rows: readonly WorldRow[] = this.rows): Y.Doc {
    const doc = new Y.Doc({ gc: false });
    openRoots(this.kind, doc);
    doc.transact(() => {
      for (const row of rows) Y.applyUpdate(doc, row.update, FROM_SERVER);
    }, FROM_SERVER);
    return doc;
  }
}
