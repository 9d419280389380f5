import type { Author } from '@ginnel/domain/people';
import type * as Y from 'yjs';
import type { Replayed } from './contribution.ts';

/** Work on the replayed document under the right author's clientID. */
export interface Workbench extends Replayed {
  readonly as: (author: Author, edit: (transaction: Y.Transaction) => void) => void;
  readonly authorOf: (client: number, clock: number) => Author;
  /** The clock at which that changes. */
  readonly untilOf: (client: number, clock: number) => number;
  readonly moderator: Author;
  readonly evenFromDeletedBlocks: boolean;
}
