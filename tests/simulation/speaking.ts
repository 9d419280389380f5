/** Under which clientIDs a frame says something: presence, or structs of an update. */
import { readAwareness } from '@ginnel/protocol/awareness';
import { readClientFrame } from '@ginnel/protocol/frames';
import * as Y from 'yjs';

/** None in bytes that cannot be read. */
export function clientIdsIn(bytes: Uint8Array): readonly number[] {
  const frame = readClientFrame(bytes);
  switch (frame?.type) {
    case 'awareness':
      return (readAwareness(frame.update) ?? []).map(({ clientId }) => clientId);
    case 'update':
    case 'sync-step-2':
      return writersOf(frame.update);
    default:
      return [];
  }
}

function writersOf(update: Uint8Array): readonly number[] {
  try {
    return Y.decodeUpdate(update).structs.map(({ id }) => id.client);
  } catch {
    return [];
  }
}
