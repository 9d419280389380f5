/**
 * What a device keeps of a person's documents: local copies of the words, and small records beside them. A port: the
 * browser's is `indexed-db.ts`; `memory.ts` serves tests and browsers that give no storage.
 */
import type * as Y from 'yjs';

export interface DeviceStorage {
  /** False when nothing outlives the page. */
  readonly durable: boolean;
  read(key: string): Promise<unknown>;
  /** Keys that begin with `prefix`, in order. */
  keys(prefix: string): Promise<string[]>;
  /** Writes all of these or none; `undefined` deletes. */
  write(changes: ReadonlyMap<string, unknown>): Promise<void>;
  /** Reads the copy of that name into `doc`, and from then on writes every update of `doc` to it. */
  openCopy(name: string, doc: Y.Doc): LocalCopy;
  /** The copy's words are gone from the device when it resolves. Close the copy first. */
  removeCopy(name: string): Promise<void>;
  /** Takes `name` for this page alone, until released or the page is gone; `null` when another page has it. */
  hold(name: string): Promise<(() => void) | null>;
}

export interface LocalCopy {
  /** The transaction origin of what the copy reads into the document. */
  readonly origin: unknown;
  readonly whenLoaded: Promise<void>;
  /** Resolves when every update so far is written. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
