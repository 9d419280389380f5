/** Local priorities: an ordered list that people of a ward or neighbourhood draft together. */
import { comments, notes } from './common.ts';
import { entries, position, reference, removed, text, type DocumentShape } from './shape.ts';

export const prioritiesShape = {
  version: 1,
  roots: {
    priorities: entries({
      title: text(300),
      why: text(20_000),
      evidence: text(20_000),
      affected: text(5_000),
      outcome: reference,
      position,
      removed,
    }),
    notes,
    comments,
  },
} as const satisfies DocumentShape;
