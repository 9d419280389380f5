/**
 * Binds a textarea to a Y.Text: what the person types becomes the smallest change of the text, what others type appears
 * round their caret. While an input method composes, the field is not touched; others' words appear when it is done.
 */
import { OWN_EDIT } from '@ginnel/merge/edits/open';
import { spliceBetween } from '@ginnel/merge/edits/text';
import * as Y from 'yjs';
import { asShown, Held, type Splice } from './held.ts';

export interface TextBinding {
  /** The selection as relative positions, to be shown to others. */
  selection(): { anchor: unknown; head: unknown };
  /** The place in the field of somebody's relative position; `null` when it is in another text or gone. */
  placeOf(position: unknown): number | null;
  destroy(): void;
}

/** @param onShown  told whenever the field shows another text */
export function bindText(field: HTMLTextAreaElement, text: Y.Text, onShown: (shown: string) => void): TextBinding {
  let shown = asShown(text.toString());
  let held = new Held(text.toString());
  let composing = false;
  let typing = false;

  // Bound anew to a document that took over, the caret stays among its words.
  const different = spliceBetween(field.value, shown, shown.length);
  if (different !== null) showInField(different);
  onShown(shown);

  function onInput(): void {
    const splice = spliceBetween(shown, field.value, field.selectionEnd);
    if (splice === null) return;
    shown = field.value;
    typing = true;
    text.doc?.transact(() => {
      for (const { at, remove, insert } of held.changedInField(splice)) {
        if (remove > 0) text.delete(at, remove);
        if (insert !== '') text.insert(at, insert);
      }
    }, OWN_EDIT);
    typing = false;
    onShown(shown);
  }

  function onText(event: Y.YTextEvent): void {
    if (typing) return;
    for (const splice of splicesOf(event.delta as Delta)) {
      if (!composing)
        showInField({ ...splice, at: held.toField(splice.at), remove: held.toField(splice.at + splice.remove) - held.toField(splice.at) });
      held.changedInDocument(splice);
      if (!composing) held.nowShown();
    }
    if (!composing) settle();
  }

  /** The caret stays among the words it stood among; at one place, others' words come after it. */
  function showInField({ at, remove, insert }: Splice): void {
    field.setRangeText(asShown(insert), at, at + remove, 'preserve');
  }

  /** Both readings are the same again. */
  function settle(): void {
    const now = text.toString();
    shown = asShown(now);
    held = new Held(now);
    const left = spliceBetween(field.value, shown, shown.length);
    if (left !== null) showInField(left);
    onShown(shown);
  }

  const onStart = () => (composing = true);
  const onEnd = () => {
    composing = false;
    onInput();
    settle();
  };
  field.addEventListener('input', onInput);
  field.addEventListener('compositionstart', onStart);
  field.addEventListener('compositionend', onEnd);
  text.observe(onText);

  const relative = (place: number) =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, held.toDocument(place), -1)) as unknown;
  return {
    selection() {
      const { selectionStart, selectionEnd, selectionDirection } = field;
      const [anchor, head] = selectionDirection === 'backward' ? [selectionEnd, selectionStart] : [selectionStart, selectionEnd];
      return { anchor: relative(anchor), head: relative(head) };
    },
    placeOf(position) {
      if (text.doc === null) return null;
      try {
        const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), text.doc);
        return found === null || found.type !== text ? null : held.toField(found.index);
      } catch {
        return null; // what another window sent is no position
      }
    },
    destroy() {
      field.removeEventListener('input', onInput);
      field.removeEventListener('compositionstart', onStart);
      field.removeEventListener('compositionend', onEnd);
      text.unobserve(onText);
    },
  };
}

type Delta = readonly { retain?: number; insert?: unknown; delete?: number }[];

function splicesOf(delta: Delta): Splice[] {
  const splices: Splice[] = [];
  let at = 0;
  for (const { retain, insert, delete: remove } of delta) {
    if (retain !== undefined) at += retain;
    if (typeof insert === 'string') {
      splices.push({ at, remove: 0, insert });
      at += insert.length;
    }
    if (remove !== undefined) splices.push({ at, remove, insert: '' });
  }
  return splices;
}
