/** What goes into a room and what comes out: the room itself is pure, its host owns sockets, clock, timers and the log. */
import type { Author } from '@ginnel/domain/people';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Actor } from '@ginnel/domain/standing';
import type { Append, Appended, LogRow, StoredDocument } from '@ginnel/store/ports/document-log';

/** One socket: a number that the host never uses twice. */
export type ConnectionId = number;

export interface Joining {
  readonly connection: ConnectionId;
  readonly author: Author;
  readonly actor: Actor;
  /** The name and the words after it, as the server knows them: "Imran Shah", "for Streets & Parks". */
  readonly name: string;
  readonly label: string;
  /** Whether the client offered `ginnel.v1`. */
  readonly speaksGinnel: boolean;
  /** The shape version that a `ginnel.v1` client named; stock clients are taken to know the current one. */
  readonly shapeVersion: number;
  /** The epoch of the copy that the client holds, if it named one. */
  readonly epoch: number | null;
}

export type RoomInput =
  | { readonly type: 'loaded'; readonly stored: StoredDocument }
  | { readonly type: 'joined'; readonly joining: Joining }
  | { readonly type: 'frame'; readonly connection: ConnectionId; readonly bytes: Uint8Array }
  /** The answer to the `append` that is under way; the host has at most one under way per room. */
  | { readonly type: 'appended'; readonly result: Appended }
  | { readonly type: 'append-failed' }
  /** Rows that another node wrote. */
  | { readonly type: 'rows'; readonly rows: readonly LogRow[] }
  /** Phase, roles or membership have moved: the new facts, and what each connection now is (absent: removed). */
  | { readonly type: 'rights'; readonly info: DocumentInfo; readonly actors: ReadonlyMap<ConnectionId, Actor> }
  /** The end of a window: presence goes out, idle things are let go. */
  | { readonly type: 'tick' }
  /** The socket's buffer is over its bound (`true`) or has drained (`false`). */
  | { readonly type: 'pressure'; readonly connection: ConnectionId; readonly over: boolean }
  | { readonly type: 'left'; readonly connection: ConnectionId };

export type RoomOutput =
  | { readonly type: 'append'; readonly append: Append }
  /** One frame, encoded once, to all of these. */
  | { readonly type: 'send'; readonly to: readonly ConnectionId[]; readonly bytes: Uint8Array }
  | { readonly type: 'close'; readonly connection: ConnectionId; readonly code: number; readonly reason: string }
  /** Read rows after `afterSeq` and hand them back as `rows`. */
  | { readonly type: 'read'; readonly afterSeq: number }
  /** Re-read the document's rights and hand them back as `rights`. */
  | { readonly type: 'reread-rights' }
  /** Worth keeping as a snapshot; verified by replay before it is. */
  | { readonly type: 'snapshot'; readonly seq: number; readonly update: Uint8Array; readonly stateVector: Uint8Array };
