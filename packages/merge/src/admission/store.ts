/** Reads a document's structs by id, without altering them. */
import * as Y from 'yjs';

/** The first clock of a client that the document does not have. */
export function endOf(store: Y.Doc['store'], client: number): number {
  const structs = store.clients.get(client);
  if (structs === undefined) return 0;
  const last = structs[structs.length - 1]!;
  return last.id.clock + last.length;
}

/** The struct that holds a clock, or null when the document does not have it. */
export function structAt(store: Y.Doc['store'], client: number, clock: number): Y.Item | Y.GC | null {
  const structs = store.clients.get(client);
  if (structs === undefined) return null;
  const last = structs[structs.length - 1]!;
  if (clock >= last.id.clock) return clock < last.id.clock + last.length ? last : null;
  return structs[Y.findIndexSS(structs, clock)]!;
}
