/** Clients that come back with everything: their answer to the room's question says nothing new, and waits for no window. */
import { MAX_UPDATE_BYTES } from '@ginnel/merge/contract';
import type { Waiting } from './queue.ts';
import type { Replica } from './replica.ts';

/** Whether this is a `ginnel.v1` client's first frame and surely says nothing new. `false` means "judge it", never "this is new". */
export function isUpToDate({ member, frame, type, update }: Waiting, replica: Replica): boolean {
  const { joining, standpoints } = member;
  const isAnswer = type === 'sync-step-2' && frame === 1 && joining.speaksGinnel;
  if (!isAnswer || standpoints.length === 0 || joining.shapeVersion < replica.info.shapeVersion) return false;
  return update.length <= MAX_UPDATE_BYTES && replica.holds(update);
}
