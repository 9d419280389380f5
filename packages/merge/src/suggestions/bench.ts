/** What a suggested change needs to be made in the original. */
import type * as Y from 'yjs';

/** Where accepted changes are made. */
export interface AcceptBench {
  readonly live: Y.Doc;
  /** Edits under a clientID leased to the author of a clientID of the fork. */
  readonly asAuthorOf: (client: number, edit: () => void) => void;
  /** The same, under a clientID that makes nothing else. */
  readonly asNewFor: (client: number, edit: () => void) => void;
  /** Edits that only remove. */
  readonly asAcceptor: (edit: () => void) => void;
  /** Takes all structs of one clientID as they are. */
  readonly takeOver: (client: number, update: Uint8Array) => void;
}
