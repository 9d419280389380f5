/** Whole structs of one client, and copies of documents. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { openRoots } from '../edits/open.ts';

/** Everything that one client ever made in a document, as an update that deletes nothing. */
export function structsOf(doc: Y.Doc, client: number): Uint8Array {
  const structs = doc.store.clients.get(client) ?? [];
  const encoder = new Y.UpdateEncoderV1();
  encoding.writeVarUint(encoder.restEncoder, 1);
  encoding.writeVarUint(encoder.restEncoder, structs.length);
  encoder.writeClient(client);
  encoding.writeVarUint(encoder.restEncoder, 0);
  for (const struct of structs) struct.write(encoder, 0);
  // No client in the delete set.
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}

/** A copy that can be edited, with its roots opened. */
export function copyOf(kind: DocumentKind, doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc({ gc: false });
  openRoots(kind, copy);
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}
