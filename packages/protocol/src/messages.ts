/** What the server says to clients that offer `ginnel.v1`, besides the y-websocket protocol. */
import type { Phase } from '@ginnel/domain/documents';
import type { Refusal } from '@ginnel/domain/refusals';
import type { Standing } from '@ginnel/domain/standing';

export type ServerMessage =
  /** First message of every connection. */
  | {
      readonly type: 'welcome';
      readonly epoch: number;
      readonly seq: number;
      readonly shapeVersion: number;
      readonly phase: Phase;
      readonly you: { readonly name: string; readonly label: string; readonly standing: Standing; readonly party: string | null };
    }
  /**
   * Committed, and fsync has returned: the first `frames` frames with edits (sync step 2 or update) that this connection
   * sent, counted from 1, cumulative. Never withdrawn. A refused frame counts too, and is named by `refused`.
   */
  | { readonly type: 'saved'; readonly epoch: number; readonly seq: number; readonly frames: number }
  /** Frame number `frame` of this connection was refused whole. The words stay with the person. */
  | { readonly type: 'refused'; readonly frame: number; readonly refusal: Refusal }
  /** The document's phase or this person's rights have changed. */
  | { readonly type: 'rights'; readonly phase: Phase; readonly standing: Standing; readonly party: string | null }
  /** A new epoch has begun; the socket closes next. */
  | { readonly type: 'epoch'; readonly epoch: number }
  /** `false`: the server cannot write to its disk; nothing is saved until `true`. */
  | { readonly type: 'storage'; readonly writable: boolean };
