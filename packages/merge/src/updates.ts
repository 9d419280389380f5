/** Updates as bytes: what can be done with them without building a document. Knows nothing of rights. */
import * as Y from 'yjs';

/** The update that says nothing. */
export const EMPTY_UPDATE: Uint8Array = Uint8Array.of(0, 0);
/** The state vector of a document in which nobody has written. */
export const EMPTY_STATE_VECTOR: Uint8Array = Uint8Array.of(0);

/**
 * One update that says what all of these say. For the few updates of one window: its cost grows with the square of
 * their number (yjs #710), so a long log is loaded update by update instead.
 */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const [first] = updates;
  if (first === undefined) return EMPTY_UPDATE;
  return updates.length === 1 ? first : Y.mergeUpdates(updates as Uint8Array[]);
}

export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.length === 2 && update[0] === 0 && update[1] === 0;
}

/** What an update says beyond a state, with all of its deletions; `null` when it cannot be read. Builds no document. */
export function updateBeyond(update: Uint8Array, stateVector: Uint8Array): Uint8Array | null {
  try {
    return Y.diffUpdate(update, stateVector);
  } catch {
    return null;
  }
}
