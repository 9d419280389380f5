/** A document as a release left it: its log, its snapshot, and what both mean. */
import type { DocumentKind } from '@ginnel/domain/documents';

export interface Golden {
  readonly release: string;
  readonly kind: DocumentKind;
  readonly shapeVersion: number;
  /** Yjs v1 updates in base64, in the order of the log. */
  readonly rows: readonly string[];
  /** The whole state as one update, in base64. */
  readonly state: string;
  readonly content: unknown;
  readonly hash: string;
}
