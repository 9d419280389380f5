/** Words that the server did not take, kept for the person who wrote them. */
import type { RefusalKind } from '@ginnel/domain/refusals';

export interface NotAccepted {
  /** The same for the same words, so that a repeat is kept once. */
  readonly id: string;
  readonly personId: string;
  readonly documentId: string;
  readonly capacityId: string;
  readonly refusal: { readonly kind: RefusalKind; readonly path: string };
  readonly atMs: number;
  readonly words: readonly FieldWords[];
}

export interface FieldWords {
  /** The field: `commitments/c_8fk2m1xq90za/parts/six-town-housing/text`, `notes`, `strengths`. */
  readonly path: string;
  /** What the person wrote there that is not in the document, piece by piece in the order of the text; empty when they only deleted. */
  readonly written: readonly string[];
  /** The whole field as the person last saw it. */
  readonly asSeen: string;
}
