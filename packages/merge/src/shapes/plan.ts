/** Ward plan, or People & Communities Plan: strengths before problems, actions with an owner on both sides. */
import { comments, notes } from './common.ts';
import { date, entries, entryReference, figure, oneOf, position, reference, removed, rich, text, type DocumentShape } from './shape.ts';

export const ASSET_KINDS = ['network', 'group', 'place'] as const;
export const PROGRESS = ['not-started', 'under-way', 'done', 'stopped'] as const;

export const planShape = {
  version: 1,
  roots: {
    /** What this place is like: a shared understanding. */
    understanding: rich(200_000),
    strengths: rich(200_000),
    assets: entries({ name: text(300), about: text(5_000), kind: oneOf(ASSET_KINDS, 'place'), position, removed }),
    priorities: entries({ title: text(300), why: rich(50_000), outcome: reference, position, removed }),
    actions: entries({
      what: text(2_000),
      /** The priority that this action serves. */
      priority: entryReference,
      /** Owner on the public side: a service or agency. */
      serviceOwner: reference,
      /** Owner on the community side: a group, or `residents`. */
      communityOwner: reference,
      due: date,
      progress: oneOf(PROGRESS, 'not-started'),
      position,
      removed,
    }),
    indicators: entries({
      name: text(300),
      baseline: figure,
      target: figure,
      latest: figure,
      asOf: date,
      source: text(1_000),
      position,
      removed,
    }),
    notes,
    comments,
  },
} as const satisfies DocumentShape;
