/** Reading documents as canonical content. A document that has not changed since it was last read is not built again. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import type { CanonicalContent } from '@ginnel/merge/contract';
import { createLiveDocument } from '@ginnel/merge/live-document';

/** The durable state of a document: what everybody else may see of it. */
export interface CurrentState {
  readonly update: Uint8Array;
  readonly epoch: number;
  readonly seq: number;
}

/** `null`: no such document. */
export type ReadCurrentState = (documentId: DocumentId) => Promise<CurrentState | null>;

export interface Reading {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly content: CanonicalContent;
}

/** How many documents are kept as read: a borough's busy ones. */
const KEPT = 64;

export function readingOf(currentState: ReadCurrentState): (info: DocumentInfo) => Promise<Reading | null> {
  const kept = new Map<DocumentId, Reading>();
  return async (info) => {
    const state = await currentState(info.id);
    if (state === null) return null;
    const before = kept.get(info.id);
    if (before?.epoch === state.epoch && before.seq === state.seq) return before;
    const live = createLiveDocument(info.kind);
    live.apply(state.update);
    const content = live.content();
    live.destroy();
    const reading = { epoch: state.epoch, seq: state.seq, hash: meaningHash(content), content };
    kept.delete(info.id);
    kept.set(info.id, reading);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as DocumentId);
    return reading;
  };
}
