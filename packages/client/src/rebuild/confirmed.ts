/** What of a local copy the server is known to have: the difference is what waits on this device. */
import * as Y from 'yjs';
import { deletedIn, deleteSetRanges, insertedIn, minus, NOTHING, ofClients, sizeOf, type Ranges } from './ranges.ts';

export interface Unsent {
  readonly inserted: Ranges;
  readonly deleted: Ranges;
}

/** To be taken only while nothing of the person's waits: then all that the document holds came from the server or was committed by it. */
export function confirmedNow(doc: Y.Doc): Uint8Array {
  return Y.encodeSnapshot(Y.snapshot(doc));
}

/** `confirmed`, and what these updates bring and delete, which the server has committed. To be taken while other edits wait. */
export function confirmedWith(confirmed: Uint8Array | null, updates: readonly Uint8Array[]): Uint8Array {
  const before = confirmed === null ? Y.emptySnapshot : Y.decodeSnapshot(confirmed);
  const known = new Map(before.sv);
  const deletes = [before.ds];
  for (const { structs, ds } of updates.map((update) => Y.decodeUpdate(update))) {
    deletes.push(ds);
    for (const struct of structs) {
      const { client, clock } = struct.id;
      const length = known.get(client) ?? 0;
      if (!(struct instanceof Y.Skip) && clock <= length) known.set(client, Math.max(length, clock + struct.length));
    }
  }
  return Y.encodeSnapshot(Y.createSnapshot(Y.mergeDeleteSets(deletes), known));
}

/**
 * What was written on this device since. A stale `confirmed` can only make it larger.
 *
 * @param mine  the clientIDs under which this device wrote; other people's structs never count
 */
export function unsentSince(doc: Y.Doc, confirmed: Uint8Array | null, mine: ReadonlySet<number>): Unsent {
  const { known, deleted } = confirmed === null ? { known: NOTHING, deleted: NOTHING } : read(confirmed);
  return { inserted: ofClients(minus(insertedIn(doc), known), mine), deleted: minus(deletedIn(doc), deleted) };
}

function read(confirmed: Uint8Array): { known: Ranges; deleted: Ranges } {
  const { sv, ds } = Y.decodeSnapshot(confirmed);
  return { known: new Map([...sv].map(([client, length]) => [client, [{ clock: 0, length }]])), deleted: deleteSetRanges(ds) };
}

export function sizeOfUnsent({ inserted, deleted }: Unsent): number {
  return sizeOf(inserted) + sizeOf(deleted);
}
