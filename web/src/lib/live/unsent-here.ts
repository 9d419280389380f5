/** Finds words that this device still has to send, before a place at the table is taken in a capacity that would not send them. */
import { deviceStorage } from '@ginnel/client/device/indexed-db';
import { capacityWithUnsent } from '@ginnel/client/device/unsent';

interface Opening {
  readonly personId: string;
  readonly documentId: string;
  readonly epoch: number;
}

/** The first of these capacities in which words wait; `null` when none do, or the device cannot be asked. */
export async function capacityThatWaits(opening: Opening, capacityIds: readonly string[]): Promise<string | null> {
  try {
    return await capacityWithUnsent(await deviceStorage(), opening, capacityIds);
  } catch {
    return null;
  }
}
