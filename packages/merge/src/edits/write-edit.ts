/** An edit written by a program in somebody's name: demo content, captured words, imports. Judged at the door like any other. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { openRoots } from './open.ts';

/**
 * Makes the update that one author's edit amounts to on top of `state`.
 *
 * @param state  the whole document as one update
 * @param clientId  leased, or to be leased, to the author; may have written in `state` before
 */
export function writeEdit(kind: DocumentKind, state: Uint8Array, clientId: number, edit: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  Y.applyUpdate(doc, state);
  doc.clientID = clientId; // after the state: Yjs gives up a clientID that it sees somebody else write under
  const before = Y.encodeStateVector(doc);
  doc.transact(() => edit(doc));
  const update = Y.encodeStateAsUpdate(doc, before);
  doc.destroy();
  return update;
}
