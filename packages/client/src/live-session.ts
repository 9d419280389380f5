/** One open document as a view sees it: the words, who is there, and what has become of the person's own edits. */
import type { Phase } from '@ginnel/domain/documents';
import type { Standing } from '@ginnel/domain/standing';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { NotAccepted } from './not-accepted/entry.ts';
import type { SaveState } from './save-state.ts';

export interface LiveSession {
  /** The words. Another document after `onRebuilt`: never keep it, read it again. `gc` is off, so that undo can restore. */
  readonly doc: Y.Doc;
  /** Who is there. Set your own fields with `setLocalStateField`; the server stamps the name. New after `onRebuilt`. */
  readonly awareness: Awareness;
  /** Takes back and repeats this person's own edits (`OWN_EDIT`, and `undoOrigins`). New after `onRebuilt`. */
  readonly undo: Y.UndoManager;
  readonly state: SessionState;
  /** Called after every change of `state`. @returns stops it */
  subscribe(listener: (state: SessionState) => void): () => void;
  /** Called when `doc`, `awareness` and `undo` were replaced because something was refused: bind the view anew, at once. */
  onRebuilt(listener: () => void): () => void;
  /** Keeps what did not fit into a field among the words that were not accepted, until all of it fits: then `words` is empty. */
  keepOver(path: string, words: string, asSeen: string): Promise<void>;
  /** The person is done with these words: copied, suggested or let go. */
  dismiss(notAcceptedId: string): Promise<void>;
  /** Resolves once the local copy is read and may be shown; offline too. */
  readonly whenLoaded: Promise<void>;
  /** Resolves when every edit so far is on this device. */
  flush(): Promise<void>;
  /** Leaves the document. What was not sent stays on the device. */
  close(): Promise<void>;
}

export interface SessionState {
  readonly save: SaveState;
  readonly connection: Connection;
  /** `null` until the server has welcomed this session once. */
  readonly rights: Rights | null;
  /** How often the server has said anew what one may do here: a decision may be behind it, also one that changes no right. */
  readonly told: number;
  /** Why this session only reads, whatever the rights; `null` when it may write. */
  readonly readOnly: 'older-shape' | 'ended' | null;
  /** Words of this person in this document that the server did not take, oldest first. */
  readonly notAccepted: readonly NotAccepted[];
  /** False where the browser gives no storage: closing the page loses what was not sent. */
  readonly keepsOnDevice: boolean;
}

export interface Rights {
  readonly phase: Phase;
  readonly standing: Standing;
  readonly party: string | null;
  /** The name and label under which the server shows this session's words. */
  readonly name: string;
  readonly label: string;
}

export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  /** Tries again by itself. */
  | { readonly kind: 'offline' }
  /** Final: the server said why, and nothing is tried again. `refusal` when a refused edit led to it. */
  | { readonly kind: 'ended'; readonly because: Ending };

/** Why a session ended, by close code; each has its words in the interface. */
export type Ending =
  'signed-out' | 'not-allowed' | 'no-such-document' | 'older-shape' | 'epoch-over' | 'too-large' | 'too-fast' | 'bad-frame';

export type { NotAccepted, SaveState };
