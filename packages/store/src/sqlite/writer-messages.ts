/** What the main thread and the writer thread say to each other. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Snapshot } from '../ports/document-log.ts';
import type { NewEpoch } from '../ports/epochs.ts';
import type { PackedAnswers } from './packed-answers.ts';
import type { PackedAppends } from './packed-appends.ts';

export interface WriterOptions {
  readonly file: string;
  readonly busyTimeoutMs: number;
  /** How many recent rows are gathered before they are folded in. */
  readonly foldAfterRows: number;
  /** Longer updates stand apart from their rows. */
  readonly maxShortBytes?: number | undefined;
}

/** Rung after each message: the count of messages so far. */
export interface Bell {
  readonly bell: Int32Array<SharedArrayBuffer>;
}

export type ToWriter =
  | ({ readonly type: 'append'; readonly id: number } & PackedAppends)
  | {
      readonly type: 'snapshot';
      readonly id: number;
      readonly documentId: DocumentId;
      readonly epoch: number;
      readonly snapshot: Snapshot;
    }
  | { readonly type: 'epoch'; readonly id: number; readonly next: NewEpoch }
  | { readonly type: 'scrub'; readonly id: number }
  /** Answer what came before, then close the connection and end. */
  | { readonly type: 'close' };

export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly failure: Failure }
  | PackedAnswers
  /** Nothing of what these messages asked was done. */
  | { readonly type: 'failed'; readonly ids: readonly number[]; readonly failure: Failure };

/** An error class does not survive the way between threads, so it travels as a word. */
export interface Failure {
  readonly kind: 'storage' | 'damaged' | 'bug';
  readonly message: string;
}
