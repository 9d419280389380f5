/** The ways on from each phase of a document's life, and in which roles one takes them: the server decides by it, the pages offer by it. */
import type { Phase } from './documents.ts';
import type { Role } from './people.ts';

/** From a phase to the next ones. A published text is never edited in place: it goes back through review. */
export const NEXT_PHASES: Readonly<Record<Phase, readonly Phase[]>> = {
  drafting: ['consulting'],
  consulting: ['drafting', 'agreed'],
  agreed: ['published', 'in-review'],
  published: ['in-review'],
  'in-review': ['consulting', 'agreed'],
};

/** The role stands in the document's place, above it or below it. */
export const MAY_CHANGE_PHASE = ['officer', 'moderator', 'system-leader', 'admin'] as const satisfies readonly Role[];
