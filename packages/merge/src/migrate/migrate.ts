/**
 * From one shape of a kind to the next. A step only adds: it writes what the new shape needs beside what the old one has, so
 * that for one release both can be read; nothing that an older client knows is deleted or replaced under it.
 */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import type { Content } from '../versions/content.ts';

export interface MigrationStep {
  readonly kind: DocumentKind;
  /** The shape version that it starts from; it ends at the next. */
  readonly from: number;
  /** Adds to a document. Deterministic: reads nothing but the document. */
  readonly addTo: (doc: Y.Doc) => void;
  /** The same for canonical content that was stored in the old shape. */
  readonly contentOf: (content: Content) => Content;
}

/** Steps of all kinds, oldest first. Empty until a second shape is released. */
export const STEPS: readonly MigrationStep[] = [];

/**
 * ClientIDs of migrations: one per shape version, so that two nodes which migrate the same state write the same bytes. Too
 * small to be drawn by anybody (`randomClientId` draws from 2^53).
 */
const FIRST_CLIENT = 1000;

export interface Migrated {
  /** To be appended as one row by route `machine`; empty when the step found nothing to add. */
  readonly update: Uint8Array | null;
  readonly clientId: number;
  readonly to: number;
}

/** Takes a document one shape further, in place. @returns null when it is in the newest shape */
export function migrateOnce(kind: DocumentKind, doc: Y.Doc, version: number, steps: readonly MigrationStep[] = STEPS): Migrated | null {
  const step = steps.find((each) => each.kind === kind && each.from === version);
  if (step === undefined) return null;
  const { clientID } = doc;
  const clientId = FIRST_CLIENT + version + 1;
  const before = Y.encodeStateVector(doc);
  let deletions = 0;
  const count = ({ deleteSet }: Y.Transaction): void => void (deletions += deleteSet.clients.size);
  doc.on('afterTransaction', count);
  doc.clientID = clientId;
  doc.transact(() => step.addTo(doc));
  doc.clientID = clientID;
  doc.off('afterTransaction', count);
  assert(deletions === 0, `the step from shape ${version} of ${kind} deletes and replaces nothing`);
  const changed = Y.decodeStateVector(Y.encodeStateVector(doc)).has(clientId);
  return { update: changed ? Y.encodeStateAsUpdate(doc, before) : null, clientId, to: version + 1 };
}

/** Content stored in an older shape, as the newest one reads it: for comparing and restoring old versions. */
export function contentInNewest(kind: DocumentKind, content: Content, version: number, steps: readonly MigrationStep[] = STEPS): Content {
  const step = steps.find((each) => each.kind === kind && each.from === version);
  return step === undefined ? content : contentInNewest(kind, step.contentOf(content), version + 1, steps);
}
