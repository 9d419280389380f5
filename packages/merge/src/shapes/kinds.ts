/** The shape of every document kind: adding a kind starts here. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { dealShape } from './deal.ts';
import { planShape } from './plan.ts';
import { prioritiesShape } from './priorities.ts';
import { sessionShape } from './session.ts';
import type { DocumentShape } from './shape.ts';

export const SHAPES: Readonly<Record<DocumentKind, DocumentShape>> = {
  priorities: prioritiesShape,
  plan: planShape,
  deal: dealShape,
  session: sessionShape,
};
