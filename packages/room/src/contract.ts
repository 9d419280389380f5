/** What goes into a room and what comes out: the room itself is pure, its host owns sockets, timers and the log. */
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Refusal } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import type { AwarenessEntry } from '@ginnel/protocol/awareness';
import type { Append, Appended, LogRow, Snapshot, StoredDocument } from '@ginnel/store/ports/document-log';
import type { Budget } from './budget.ts';

/** One socket: a number that the host never uses twice. */
export type ConnectionId = number;

/** One capacity of a person, and what it makes them in this document. */
export interface Standpoint {
  readonly author: Author;
  readonly actor: Actor;
}

export interface Joining {
  readonly connection: ConnectionId;
  /** The first is the one this connection writes in; words under a clientID of another are judged as that one. */
  readonly standpoints: readonly [Standpoint, ...Standpoint[]];
  /** The rights version under which the standpoints were read. */
  readonly rightsVersion: number;
  /** The name and the words after it, as the server knows them: "Imran Shah", "for Streets & Parks". */
  readonly name: string;
  readonly label: string;
  /** Whether the client offered `ginnel.v1`. */
  readonly speaksGinnel: boolean;
  /** The shape version that a `ginnel.v1` client named; stock clients are taken to know the current one. */
  readonly shapeVersion: number;
  /** The epoch of the copy that the client holds, if it named one. */
  readonly epoch: number | null;
  /** The clientID that a `ginnel.v1` client will write under, if it named one. */
  readonly clientId: number | null;
  /** ClientIDs that this person may still claim, on all their connections together. */
  readonly claims: Budget;
}

/** What is known of people who have this document open on other nodes. It is only ever shown. */
export type Elsewhere =
  | { readonly type: 'people'; readonly node: string; readonly entries: readonly AwarenessEntry[] }
  /** That node has stopped. */
  | { readonly type: 'node-left'; readonly node: string }
  /** Another node asks who is here: the room answers with `people`. */
  | { readonly type: 'asked' }
  /** Some seconds have passed: who is here is said again, and who has not been heard of for some rounds goes. */
  | { readonly type: 'round' };

export type RoomInput =
  /** The answer to `load`, and the first input of every room. */
  | { readonly type: 'loaded'; readonly stored: StoredDocument }
  | { readonly type: 'joined'; readonly joining: Joining }
  | { readonly type: 'frame'; readonly connection: ConnectionId; readonly bytes: Uint8Array }
  /** The answer to the `append` that is under way; a room has at most one under way. */
  | { readonly type: 'appended'; readonly result: Appended }
  | { readonly type: 'append-failed' }
  /** Rows that another node wrote, and the epoch of which they are. `asked`: this answers a `read`. */
  | { readonly type: 'rows'; readonly epoch: number; readonly rows: readonly LogRow[]; readonly asked: boolean }
  /** Phase, roles or membership may have moved: the room answers with `reread-rights`. */
  | { readonly type: 'rights-changed' }
  /** The answer to `reread-rights`: what each connection now is. Empty: removed. Absent: joined since. */
  | { readonly type: 'rights'; readonly info: DocumentInfo; readonly standpoints: ReadonlyMap<ConnectionId, readonly Standpoint[]> }
  /** The end of a window: what waits is judged, presence goes out. */
  | { readonly type: 'flush' }
  /** Nobody has written for a while: the Yjs document goes, the bytes stay. */
  | { readonly type: 'rest' }
  | { readonly type: 'left'; readonly connection: ConnectionId }
  | { readonly type: 'elsewhere'; readonly said: Elsewhere };

export type RoomOutput =
  | { readonly type: 'append'; readonly append: Append }
  /**
   * One frame, encoded once, to all of these. `edits`: how many edits it delivers. `body`: what follows `bytes`; shared, never to be written to.
   * `savedSinceMs`: it says "saved" to a writer, the oldest of whose edits in it arrived then: a later one says this, too.
   */
  | {
      readonly type: 'send';
      readonly to: readonly ConnectionId[];
      readonly bytes: Uint8Array;
      readonly edits?: number;
      readonly body?: Uint8Array;
      readonly savedSinceMs?: number;
    }
  | { readonly type: 'close'; readonly connection: ConnectionId; readonly code: number; readonly reason: string }
  /** What has changed of people on this node, for other nodes. */
  | { readonly type: 'people'; readonly entries: readonly AwarenessEntry[] }
  /** For figures and logs; the client has been told. */
  | { readonly type: 'refused'; readonly connection: ConnectionId; readonly refusal: Refusal }
  /** For figures: edits that are dealt with, the oldest of which arrived then; their writer is told already, or is a stock client. */
  | { readonly type: 'dealt-with'; readonly arrivedAtMs: number }
  /** Load the document anew and hand it back as `loaded`. */
  | { readonly type: 'load' }
  /** Read the rows after this one, and hand them back as `rows` even when there are none. A sole node knows that there are none. */
  | { readonly type: 'read'; readonly afterSeq: number }
  /** Read the document's rights and hand them back as `rights`, with the standpoints of these. */
  | { readonly type: 'reread-rights'; readonly who: ReadonlyMap<ConnectionId, readonly Author[]> }
  /** Worth keeping: to be verified by replay first. */
  | { readonly type: 'snapshot'; readonly epoch: number; readonly snapshot: Snapshot }
  /** The epoch is over or the document is gone: every socket is closed, the host forgets this room. */
  | { readonly type: 'ended' };
