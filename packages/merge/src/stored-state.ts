/**
 * A document at rest: answers first syncs from stored bytes, so that a cold document costs its bytes and no Yjs document.
 * It judges nothing and changes nothing.
 */
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { startOfDeletions } from './deletions-of.ts';
import { EMPTY_STATE_VECTOR, EMPTY_UPDATE, isEmptyUpdate } from './updates.ts';

export interface StoredState {
  readonly update: Uint8Array;
  readonly stateVector: Uint8Array;
  /**
   * What lies beyond a client's state vector, with every deletion, as a sync step 2 carries it.
   * Throws when the state vector cannot be read.
   */
  beyond(since: Uint8Array): Uint8Array;
  /**
   * Whether an update surely says nothing new: it is empty, or holds only deletions that are stored already (what every
   * client that is up to date sends). `false` means "ask a live document", never "this is new".
   */
  holds(update: Uint8Array): boolean;
}

/** @param stored  the whole state as one update with its state vector; `null` when nobody has written yet */
export function createStoredState(stored: { readonly update: Uint8Array; readonly stateVector: Uint8Array } | null): StoredState {
  const { update, stateVector } = stored ?? { update: EMPTY_UPDATE, stateVector: EMPTY_STATE_VECTOR };
  let deletions: Deletions | null = null;
  /** What a client that has every struct is sent: the deletions. */
  let toThoseUpToDate: Uint8Array | null = null;
  const beyond = (since: Uint8Array): Uint8Array => {
    if (since.length === 1 && since[0] === 0) return update;
    if (!isEqual(since, stateVector)) return Y.diffUpdate(update, since);
    toThoseUpToDate ??= onlyDeletions(update) ?? Y.diffUpdate(update, stateVector);
    return toThoseUpToDate;
  };
  return {
    update,
    stateVector,
    beyond,
    holds: (claimed) => {
      if (isEmptyUpdate(claimed) || isEqual(claimed, beyond(stateVector))) return true;
      const asked = readPureDeletions(claimed);
      if (asked === null) return false;
      deletions ??= readPureDeletions(beyond(stateVector)) ?? new Map();
      for (const [client, ranges] of asked) {
        const known = deletions.get(client) ?? [];
        if (!ranges.every((range) => isWithin(range, known))) return false;
      }
      return true;
    },
  };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** An update that says no more than which structs are deleted; `null` when a struct is in the way that only Yjs can read. */
function onlyDeletions(update: Uint8Array): Uint8Array | null {
  const start = startOfDeletions(update);
  if (start === null) return null;
  const deletions = new Uint8Array(1 + update.length - start);
  deletions.set(update.subarray(start), 1);
  return deletions;
}

interface Range {
  readonly clock: number;
  readonly end: number;
}
type Deletions = Map<number, readonly Range[]>;

/** The delete set of an update without structs; `null` for any other bytes. Allocates no more than the bytes can hold. */
function readPureDeletions(update: Uint8Array): Deletions | null {
  if (update[0] !== 0) return null;
  try {
    const decoder = decoding.createDecoder(update);
    decoding.readVarUint(decoder);
    const deletions: Deletions = new Map();
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      const client = decoding.readVarUint(decoder);
      if (deletions.has(client)) return null;
      const ranges: Range[] = [];
      for (let count = decoding.readVarUint(decoder); count > 0; count--) {
        const clock = decoding.readVarUint(decoder);
        const end = clock + decoding.readVarUint(decoder);
        if (clock < (ranges.at(-1)?.end ?? 0)) return null;
        ranges.push({ clock, end });
      }
      deletions.set(client, ranges);
    }
    return decoder.pos === update.length ? deletions : null;
  } catch {
    return null;
  }
}

/** `known` is sorted and does not overlap. */
function isWithin(range: Range, known: readonly Range[]): boolean {
  let low = 0;
  let high = known.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = known[middle] as Range;
    if (at.end <= range.clock) low = middle + 1;
    else if (at.clock > range.clock) high = middle - 1;
    else return range.end <= at.end;
  }
  return false;
}
