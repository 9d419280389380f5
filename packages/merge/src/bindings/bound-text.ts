/**
 * Binds what shows a plain text to its Y.Text: what the person types becomes the smallest change of the text, what
 * others type appears round their caret. While an input method composes, the view is not touched; others' words appear
 * when it is done. What it composed beyond the limit stays in the view and out of the document.
 */
import type * as Y from 'yjs';
import { OWN_EDIT } from '../edits/open.ts';
import { spliceBetween, type TextChange } from '../edits/text.ts';
import { asShown, Held, withOvers, type Over } from './held.ts';
import { caretIn, placeIn, type Caret } from './presence.ts';

/** A text box, or what else shows a text and lets it be changed. */
export interface TextView {
  /** What it shows now; line ends are `\n`. */
  readonly value: string;
  /** Where the person's caret is, in UTF-16 code units. */
  readonly caret: number;
  /** Shows a change of others. The caret stays among the words it stood among; at one place, others' words come after it. */
  show(change: TextChange): void;
}

export interface BoundTextOptions {
  readonly text: Y.Text;
  readonly view: TextView;
  /** The most that the document takes, in UTF-16 code units. */
  readonly most: number;
  /** Words that were beyond the limit when the view was bound before: shown at the end. */
  readonly over?: string;
  /** Told whenever the view shows another text. @param over  the words in it that are not in the document, for want of room */
  readonly onShown: (shown: string, over: string) => void;
}

export class BoundText {
  readonly #options: BoundTextOptions;
  #shown: string;
  #held: Held;
  #composing = false;
  #told = '';
  #typing = false;

  constructor(options: BoundTextOptions) {
    this.#options = options;
    const { text, view, over = '' } = options;
    const now = text.toString();
    const overs = over === '' ? [] : [{ at: now.length, words: over }];
    this.#shown = withOvers(now, overs);
    this.#held = new Held(now, overs);
    // Bound anew to a document that took over, the caret stays among its words.
    const different = spliceBetween(view.value, this.#shown, this.#shown.length);
    if (different !== null) view.show(different);
    text.observe(this.#onText);
    this.#tell();
  }

  /** The person has changed what the view shows. */
  typed(): void {
    const { view } = this.#options;
    const change = spliceBetween(this.#shown, view.value, view.caret);
    if (change === null) return;
    this.#shown = view.value;
    this.#write(() => this.#held.changedInField(change, this.#room));
    if (!this.#composing) this.#write(() => this.#held.takeIn(view.value, this.#room));
    this.#tell();
  }

  /** An input method has begun to compose, or is done. */
  compose(isComposing: boolean): void {
    this.#composing = isComposing;
    if (isComposing) return;
    this.typed();
    this.#write(() => this.#held.takeIn(this.#options.view.value, this.#room));
    this.#settle(this.#held.overs(this.#options.view.value));
  }

  /** Places in the view, for others to see. */
  caret(anchor: number, head: number): Caret {
    return caretIn(this.#options.text, { anchor: this.#held.toDocument(anchor), head: this.#held.toDocument(head) });
  }

  /** The place in the view of somebody's; null when it is in another text or gone. */
  placeOf(position: unknown): number | null {
    const place = placeIn(this.#options.text, position);
    return place === null ? null : this.#held.toField(place);
  }

  /** The words that are in the view only. */
  get over(): string {
    return this.#held
      .overs(this.#options.view.value)
      .map(({ words }) => words)
      .join('');
  }

  destroy(): void {
    this.#options.text.unobserve(this.#onText);
  }

  get #room(): number {
    return this.#options.most - this.#options.text.length;
  }

  #onText = (event: Y.YTextEvent): void => {
    if (this.#typing) return;
    const { view } = this.#options;
    const overs = this.#held.overs(view.value);
    const isPlain = overs.length === 0 && !this.#composing;
    for (const change of changesOf(event.delta as Delta)) {
      const from = this.#held.toField(change.at);
      if (isPlain) view.show({ insert: asShown(change.insert), at: from, remove: this.#held.toField(change.at + change.remove) - from });
      this.#held.changedInDocument(change);
      if (isPlain) this.#held.nowShown();
    }
    if (!this.#composing) this.#settle(this.#held.overs(view.value));
  };

  /** Both readings are the same again, but for the words beyond the limit. */
  #settle(overs: readonly Over[]): void {
    const { text, view } = this.#options;
    const now = text.toString();
    this.#shown = withOvers(now, overs);
    this.#held = new Held(now, overs);
    const left = spliceBetween(view.value, this.#shown, this.#shown.length);
    if (left !== null) view.show(left);
    this.#tell();
  }

  #write(changes: () => readonly TextChange[]): void {
    const { text } = this.#options;
    this.#typing = true;
    text.doc?.transact(() => {
      for (const { at, remove, insert } of changes()) {
        if (remove > 0) text.delete(at, remove);
        if (insert !== '') text.insert(at, insert);
      }
    }, OWN_EDIT);
    this.#typing = false;
  }

  #tell(): void {
    // What is being composed may yet become shorter.
    if (!this.#composing) this.#told = this.over;
    this.#options.onShown(this.#shown, this.#told);
  }
}

type Delta = readonly { retain?: number; insert?: unknown; delete?: number }[];

function changesOf(delta: Delta): TextChange[] {
  const changes: TextChange[] = [];
  let at = 0;
  for (const { retain, insert, delete: remove } of delta) {
    if (retain !== undefined) at += retain;
    if (typeof insert === 'string') {
      changes.push({ at, remove: 0, insert });
      at += insert.length;
    }
    if (remove !== undefined) changes.push({ at, remove, insert: '' });
  }
  return changes;
}
