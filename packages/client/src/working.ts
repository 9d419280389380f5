/** The document that a session works on at one time, and what goes with it: presence, undo, and the wire. */
import { randomClientId, type Clock, type Random } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import { openRoots } from '@ginnel/merge/edits/open';
import { integrateQuickly } from '@ginnel/merge/quick-integration';
import { createOwnUndo } from '@ginnel/merge/undo/own-undo';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Pace } from './arrivals.ts';
import { Link, type LinkEvent } from './link.ts';

export interface WorkingOptions {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly capacityId: string;
  /** `wss://ginnel.example/sync` */
  readonly serverUrl: string;
  readonly epoch: number;
  readonly shapeVersion: number;
  readonly random: Random;
  readonly clock: Clock;
  /** Transaction origins besides `OWN_EDIT` that undo follows: a rich text binding's plugin key. */
  readonly undoOrigins?: readonly unknown[];
  readonly WebSocket: typeof WebSocket;
  readonly pace?: Pace | null;
}

export interface Working {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly undo: Y.UndoManager;
  readonly link: Link;
}

export interface WorkingListeners {
  readonly onLink: (event: LinkEvent) => void;
  /** Called before the wire hears of an update, so that a frame goes out after what it covers was counted. */
  readonly onUpdate: (transaction: Y.Transaction) => void;
}

/** A new document under a clientID of its own, not connected yet. */
export function newWorking(options: WorkingOptions, { onLink, onUpdate }: WorkingListeners): Working {
  const { documentId, kind, capacityId, serverUrl, epoch, shapeVersion, random, clock, undoOrigins, WebSocket, pace = null } = options;
  // What the server has taken in a moment must not hold the page for seconds.
  integrateQuickly();
  const doc = new Y.Doc({ gc: false });
  doc.clientID = randomClientId(random);
  openRoots(kind, doc);
  doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => onUpdate(transaction));
  const awareness = new Awareness(doc);
  const undo = createOwnUndo(kind, doc, { clock, origins: undoOrigins ?? [] });
  const params = { as: capacityId, client: String(doc.clientID), shape: String(shapeVersion), epoch: String(epoch) };
  return { doc, awareness, undo, link: new Link({ serverUrl, documentId, doc, awareness, params, WebSocket, pace, on: onLink }) };
}

export function destroyWorking({ doc, awareness, undo, link }: Working): void {
  link.destroy();
  undo.destroy();
  awareness.destroy();
  doc.destroy();
}

/** Insertions and deletions of one transaction: about the number of keystrokes. */
export function unitsOf(transaction: Y.Transaction): number {
  let units = 0;
  for (const [client, clock] of transaction.afterState) units += clock - (transaction.beforeState.get(client) ?? 0);
  for (const deletes of transaction.deleteSet.clients.values()) for (const { len } of deletes) units += len;
  return units;
}
