/**
 * How nodes tell each other that a document has moved. A hint is never data: it may be lost, repeated, late or out of
 * order, and whoever gets one reads the log. A node that hears nothing polls.
 */
import type { DocumentId } from '@ginnel/base/ids';

/** "Document d is at seq n." */
export interface Hint {
  readonly documentId: DocumentId;
  readonly seq: number;
}

export interface Hints {
  /**
   * Tells the other nodes, soon: hints of one turn go out together, the newest of each document only. Never waits and
   * never throws; while nobody can be reached, hints are dropped.
   */
  publish(hint: Hint): void;
  /** Hints of other nodes, never one's own. Returns how to stop. */
  subscribe(listener: (hint: Hint) => void): () => void;
  /**
   * Told `true` each time this node is listening (again): what was published before may have been missed, so look at every
   * document once. Told `false` when it can no longer hear: poll until it can. Told at once how it stands now.
   */
  onListening(listener: (listening: boolean) => void): () => void;
  /** What was published before is still sent when that is possible now. */
  close(): Promise<void>;
}
