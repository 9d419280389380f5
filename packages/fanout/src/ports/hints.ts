/**
 * How nodes tell each other that a document has moved. A hint is never data: it may be lost, repeated, late or out of
 * order, and whoever gets one reads the log. A node that hears nothing polls.
 */
import type { DocumentId, PersonId } from '@ginnel/base/ids';

/** "Document d is at seq n." */
export interface Hint {
  readonly documentId: DocumentId;
  readonly seq: number;
}

/**
 * What else nodes tell each other. Decisions are in the database, and whoever hears of one reads it there; presence is
 * never kept, and what is lost of it is said again.
 */
export type News =
  | { readonly type: 'rights-changed'; readonly documentId: DocumentId }
  | { readonly type: 'person-changed'; readonly personId: PersonId }
  | { readonly type: 'person-renamed'; readonly personId: PersonId }
  | { readonly type: 'session-ended'; readonly sessionId: string }
  /** People of the node that speaks, as an update of y-protocols/awareness of at most `MAX_PRESENCE_BYTES`. */
  | { readonly type: 'people'; readonly documentId: DocumentId; readonly update: Uint8Array }
  /** Somebody has opened this document: say who is in it. */
  | { readonly type: 'who-is-here'; readonly documentId: DocumentId }
  /** The node that speaks stops: its people are no longer with it. */
  | { readonly type: 'node-leaves' };

/** What fits into one message of every kind of hints. */
export const MAX_PRESENCE_BYTES = 5_500;

export interface Hints {
  /**
   * Tells the other nodes, soon: hints of one turn go out together, the newest of each document only. Never waits and
   * never throws; while nobody can be reached, hints are dropped.
   */
  publish(hint: Hint): void;
  /** Hints of other nodes, never one's own. Returns how to stop. */
  subscribe(listener: (hint: Hint) => void): () => void;
  /** Tells the other nodes, soon, in order. Never waits and never throws; while nobody can be reached, news are dropped. */
  tell(news: News): void;
  /** News of other nodes, never one's own, with the name of who speaks. Returns how to stop. */
  onNews(listener: (news: News, node: string) => void): () => void;
  /**
   * Told `true` each time this node is listening (again): what was published before may have been missed, so look at every
   * document once. Told `false` when it can no longer hear: poll until it can. Told at once how it stands now.
   */
  onListening(listener: (listening: boolean) => void): () => void;
  /** What was published before is still sent when that is possible now. */
  close(): Promise<void>;
}
