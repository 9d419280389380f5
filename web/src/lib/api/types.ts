/** One document as the API gives it, with its canonical content typed by its kind. */
import type { Document } from '@ginnel/api/schemas/documents';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { ContentByKind } from '@ginnel/merge/canonical/content';

export interface DocumentOf<Kind extends DocumentKind> extends Omit<Document, 'kind' | 'content'> {
  readonly kind: Kind;
  readonly content: ContentByKind[Kind];
}

export type DocumentView = { [Kind in DocumentKind]: DocumentOf<Kind> }[DocumentKind];
