/** Takes a place at the table: opens the document live, in the browser only. */
import type { Me } from '@ginnel/api/schemas/people';
import type { LiveSession } from '@ginnel/client/live-session';
import type { Messages } from '@ginnel/i18n/messages';
import { partyOf, type Capacity } from '@ginnel/domain/people';
import type { DocumentView } from '#lib/api/types.ts';
import { keepPage } from './keep-page.ts';
import { LiveDocumentTable } from './live-table.svelte.ts';
import { openSession } from './open-session.ts';

export interface OpenTable {
  readonly document: DocumentView;
  readonly me: Me;
  readonly capacityId: string | null;
  readonly words: Messages;
  /** An organisation's name by its id. */
  readonly nameOf: (id: string) => string | null;
}

/** @returns the live table once there is something to show; `null` when the server says that this person has no place at it */
export async function openTable({ document, me, capacityId, words, nameOf }: OpenTable): Promise<LiveDocumentTable | null> {
  const capacity = me.capacities.find(({ id }) => id === capacityId);
  if (me.person === null || capacity === undefined) return null;
  const session = await openSession(document, me.person.id, capacity.id);
  await session.whenLoaded;
  if (!(await isThere(session))) {
    await session.close();
    return null;
  }
  void keepPage(location.pathname);
  const party = partyOf({ ...capacity, personId: me.person.id } as unknown as Capacity);
  return new LiveDocumentTable({
    session,
    documentId: document.id,
    kind: document.kind,
    person: me.person,
    words,
    nameOf,
    assumed: { actor: { standing: 'member', party }, phase: document.phase, label: capacity.label },
  });
}

/**
 * Waits until the document has come from the device or from the server. The words that the page was given stay in sight
 * until then: nobody is shown an empty document that is only on its way.
 */
function isThere(session: LiveSession): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { connection } = session.state;
      if (session.doc.store.clients.size > 0 || connection.kind === 'online') resolve(true);
      else if (connection.kind === 'ended') resolve(false);
      else return false;
      return true;
    };
    if (look()) return;
    const stop = session.subscribe(() => {
      if (look()) stop();
    });
  });
}
