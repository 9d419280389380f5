/** The truth of one epoch of one document: its rows as they became durable. Knows nothing of rooms. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { project } from '@ginnel/merge/canonical/project';
import { openRoots } from '@ginnel/merge/edits/open';
import * as Y from 'yjs';

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

export class Durable {
  readonly kind: DocumentKind;
  readonly doc = new Y.Doc({ gc: false });
  readonly updates: Uint8Array[] = [];
  #deleted: DeleteSet | null = null;

  constructor(kind: DocumentKind) {
    this.kind = kind;
    this.doc.clientID = 0;
    openRoots(kind, this.doc);
  }

  /** What a client has been shown. */
  static of(kind: DocumentKind, doc: Y.Doc): Durable {
    const durable = new Durable(kind);
    durable.add(Y.encodeStateAsUpdate(doc));
    return durable;
  }

  add(update: Uint8Array): void {
    this.updates.push(update);
    Y.applyUpdate(this.doc, update);
    this.#deleted = null;
  }

  get isWhole(): boolean {
    return this.doc.store.pendingStructs === null && this.doc.store.pendingDs === null;
  }

  /** Whether everything that an update says is durable. */
  covers(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs) if (id.clock + length > this.clockOf(id.client)) return false;
    this.#deleted ??= Y.createDeleteSetFromStructStore(this.doc.store);
    for (const [client, ranges] of ds.clients) {
      for (const { clock, len } of ranges) {
        for (let at = clock; at < clock + len; at++) if (!Y.isDeleted(this.#deleted, Y.createID(client, at))) return false;
      }
    }
    return true;
  }

  coversState(stateVector: Uint8Array): boolean {
    return [...Y.decodeStateVector(stateVector)].every(([client, clock]) => clock <= this.clockOf(client));
  }

  clockOf(client: number): number {
    return Y.getState(this.doc.store, client);
  }

  content(): string {
    return contentOf(this.kind, this.doc);
  }

  /** What was written under somebody else's clientID, if anything. */
  forgedIn(update: Uint8Array, author: Author, leaseOf: (clientId: number) => Author | null): number | null {
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      if (id.clock + length > this.clockOf(id.client) && leaseOf(id.client)?.personId !== author.personId) return id.client;
    }
    return null;
  }
}

export function contentOf(kind: DocumentKind, doc: Y.Doc): string {
  return JSON.stringify(project(kind, doc));
}
