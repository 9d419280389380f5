/** Words that closed pages left unsent on this device: found before a place at the table is taken, and sent, each in the capacity in which they were written. */
import { deviceStorage } from '@ginnel/client/device/indexed-db';
import { capacitiesWithUnsent } from '@ginnel/client/device/unsent';
import { sendUnsent } from '@ginnel/client/send-unsent';
import type { DocumentView } from '#lib/api/types.ts';
import { openSession } from './open-session.ts';

export interface Waiting {
  /** The capacity in which to take one's place, so that its words are sent and seen; `null` when none wait, or the device cannot be asked. */
  readonly first: string | null;
  /** Leaves off sending those of the other capacities. */
  readonly stop: () => void;
}

/** Begins to send what waits in all of these capacities but the first that has any. */
export async function sendWaiting(document: DocumentView, personId: string, capacityIds: readonly string[]): Promise<Waiting> {
  const { id: documentId, epoch } = document;
  try {
    const [first = null, ...others] = await capacitiesWithUnsent(await deviceStorage(), { personId, documentId, epoch }, capacityIds);
    const stops = await Promise.all(others.map(async (capacityId) => sendUnsent(await openSession(document, personId, capacityId))));
    return { first, stop: () => stops.forEach((stop) => stop()) };
  } catch {
    return { first: null, stop: () => undefined };
  }
}
