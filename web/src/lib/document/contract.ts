/** What a document page needs of the live document. The page itself knows nothing of Yjs: the live side is loaded later, in the browser only. */
import type { ContentByKind, Prose } from '@ginnel/merge/canonical/content';
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { RefusalKind } from '@ginnel/domain/refusals';
import type { Component } from 'svelte';

/** `['notes']`, `['priorities', id, 'title']`, `['commitments', id, 'parts', party, 'text']` */
export type Path = readonly [root: string, ...rest: string[]];

/** Why somebody cannot write in a field. */
export type Reason = 'opening' | 'stopped' | 'signed-out' | 'not-allowed' | 'not-your-part' | 'not-yours' | 'wrong-phase';

/** Why the live side has stopped for good. */
export type Ending =
  'signed-out' | 'not-allowed' | 'no-such-document' | 'older-shape' | 'epoch-over' | 'too-large' | 'too-fast' | 'bad-frame';

export interface Present {
  /** Of the person in this capacity: two windows of one person are one. */
  readonly key: string;
  readonly name: string;
  /** "resident of Radcliffe West"; empty when it is not known. */
  readonly label: string;
  /** 0–7: the colour of their caret; `null` before the table is live. */
  readonly tone: number | null;
  readonly you: boolean;
  /** The field in which they are writing: a path joined by `/`. */
  readonly at: string | null;
}

export type SaveState = 'opening' | 'saving' | 'saved' | 'kept' | 'reading' | 'stopped';

export interface SaveView {
  readonly state: SaveState;
  /** Changes that are on this device only. */
  readonly count: number;
  readonly storageFailed: boolean;
}

/** Words that were not accepted, kept for the person who wrote them. */
export interface RefusedWords {
  readonly id: string;
  readonly kind: RefusalKind;
  readonly path: string;
  readonly words: string;
  /** They stand in their field too, which says so itself. */
  readonly inSight: boolean;
}

export interface WordRunView {
  readonly type: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** One thing that is different from when the person was last here. */
export interface ChangeView {
  /** `priorities/p_8fk2m1xq90za/why` */
  readonly path: string;
  /** "Safer crossings: Why it matters" */
  readonly where: string;
  /** What happened, where runs of words do not say it; else empty. */
  readonly note: string;
  readonly runs: readonly WordRunView[];
  /** Whose change it is, the latest first; empty until the server has said. */
  readonly by: readonly ChangedByView[];
}

export interface ChangedByView {
  /** "Imran Shah, for Streets & Parks" */
  readonly whom: string;
  /** In milliseconds since 1970. */
  readonly atMs: number;
}

export interface ChangesView {
  /** When the person was last here, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly list: readonly ChangeView[];
}

export interface WordsProps {
  readonly path: Path;
  /** What the field is, said to those who do not see it. */
  readonly label: string;
  readonly placeholder: string;
  readonly look: 'title' | 'body' | 'small';
}

export interface ProseProps extends Omit<WordsProps, 'look'> {
  /** The words as last known: shown until the editor has come. */
  readonly prose: Prose;
}

export interface NewEntry {
  readonly id?: string;
  readonly fields?: Readonly<Record<string, string | boolean>>;
}

export interface LiveTable {
  readonly content: ContentByKind[DocumentKind];
  readonly phase: Phase;
  /** Rises when the server has said anew what one may do here: a decision may be behind it. */
  readonly told: number;
  readonly save: SaveView;
  /** Whether the server is there. */
  readonly connected: boolean;
  /** `null` while it goes on. */
  readonly ended: Ending | null;
  /** False where this browser gives no storage: what was not sent is on this page only. */
  readonly keepsOnDevice: boolean;
  readonly refused: readonly RefusedWords[];
  readonly people: readonly Present[];
  /** `null` when nothing is different, or this device does not remember. */
  readonly changes: ChangesView | null;
  /** Who took out the entry at a path that stays only because this person is in it: a name, `null` if not known; `undefined` for all others. */
  takenOutHere(path: Path): string | null | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** `null` when the person may write there. */
  reason(path: Path): Reason | null;
  /** @returns the new entry's id */
  add(list: Path, entry: NewEntry): string;
  /** @param index  place among the entries that stand, from 0 */
  move(list: Path, id: string, index: number): void;
  set(list: Path, id: string, field: string, value: string): void;
  takeOut(list: Path, id: string): void;
  putBack(list: Path, id: string): void;
  undo(): boolean;
  redo(): boolean;
  /** The person has done with words that were not accepted. */
  letGo(id: string): void;
  /** Leaves the table: closes the connection, keeps what is on the device. */
  leave(): void;
  readonly Words: Component<WordsProps>;
  readonly Prose: Component<ProseProps>;
}
