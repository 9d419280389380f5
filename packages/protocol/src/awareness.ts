/** Presence on the wire, in the format of y-protocols/awareness. Reads states as bytes; who may say what is the room's affair. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export interface AwarenessEntry {
  readonly clientId: number;
  /** Rises with every change of this client's state. */
  readonly clock: number;
  /** JSON as UTF-8. `null` in JSON: this client has gone. */
  readonly state: Uint8Array;
}

/** More than any hall holds. A stock client echoes what it hears, so its frames may name everyone. */
const MAX_PEOPLE = 10_000;

/** `null` when the bytes are not an awareness update, name more than `MAX_PEOPLE`, or are left over. Throws nothing. */
export function readAwareness(update: Uint8Array): readonly AwarenessEntry[] | null {
  try {
    const decoder = decoding.createDecoder(update);
    const entries: AwarenessEntry[] = [];
    let count = decoding.readVarUint(decoder);
    if (count > MAX_PEOPLE) return null;
    for (; count > 0; count--) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      entries.push({ clientId, clock, state: decoding.readVarUint8Array(decoder) });
    }
    return decoder.pos === update.length ? entries : null;
  } catch {
    return null;
  }
}

export function writeAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint8Array(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}
