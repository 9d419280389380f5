/** Opens a document for one person in one capacity, as this browser does it. */
import { deviceStorage } from '@ginnel/client/device/indexed-db';
import type { LiveSession } from '@ginnel/client/live-session';
import { openDocument } from '@ginnel/client/open-document';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import type { DocumentView } from '#lib/api/types.ts';

export async function openSession(
  { id, kind, epoch }: Pick<DocumentView, 'id' | 'kind' | 'epoch'>,
  personId: string,
  capacityId: string,
): Promise<LiveSession> {
  // Edits of prose come through the editor's binding under this origin; only plans have prose, and only they load it.
  const undoOrigins = kind === 'plan' ? [(await import('@tiptap/y-tiptap')).ySyncPluginKey] : [];
  return openDocument({
    undoOrigins,
    documentId: id,
    kind,
    personId,
    capacityId,
    epoch,
    shapeVersion: SHAPES[kind].version,
    serverUrl: `${location.origin.replace(/^http/, 'ws')}/sync`,
    storage: await deviceStorage(),
  });
}
