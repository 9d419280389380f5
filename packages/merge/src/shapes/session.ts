/** A live session (Coffee Cake Collaborate): what people say on cards, and the groups that they put them in. */
import { comments, notes } from './common.ts';
import { entries, entryReference, position, removed, text, type DocumentShape } from './shape.ts';

export const sessionShape = {
  version: 1,
  roots: {
    groups: entries({ title: text(300), position, removed }),
    /** A hall of 150 people fills a wall. */
    cards: entries(
      {
        words: text(2_000),
        /** The group that it was put in; empty until somebody does. */
        group: entryReference,
        position,
        removed,
      },
      { max: 3_000 },
    ),
    notes,
    comments,
  },
} as const satisfies DocumentShape;
