/** The collaborative documents: their kinds and the phases of their life. */
import type { DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';

export const DOCUMENT_KINDS = ['priorities', 'plan', 'deal', 'session'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const PHASES = ['drafting', 'consulting', 'agreed', 'published', 'in-review'] as const;
export type Phase = (typeof PHASES)[number];

/** What is decided about a document (SQL); its words live in the merge engine. */
export interface DocumentInfo {
  readonly id: DocumentId;
  readonly kind: DocumentKind;
  readonly placeId: PlaceId;
  readonly title: string;
  readonly phase: Phase;
  /** The shape version (merge/shapes) in which the document is written. */
  readonly shapeVersion: number;
  /** Starts at 1; a new one begins when something is expunged. */
  readonly epoch: number;
  /** Rises with every change of phase, roles or membership that could change a judgement. */
  readonly rightsVersion: number;
  readonly createdBy: PersonId | null;
  readonly createdAtMs: number;
}
