/** Shows a bound text in a textarea, and tells the binding of what is typed there. */
import { BoundText, type BoundTextOptions } from '@ginnel/merge/bindings/bound-text';
import type { Caret } from '@ginnel/merge/bindings/presence';

export interface BoundField {
  /** The selection, to be shown to others. */
  selection(): Caret;
  /** The place in the field of somebody's caret; `null` when it is in another text or gone. */
  placeOf(position: unknown): number | null;
  destroy(): void;
}

export function bindField(field: HTMLTextAreaElement, options: Omit<BoundTextOptions, 'view'>): BoundField {
  const view = {
    get value() {
      return field.value;
    },
    get caret() {
      return field.selectionEnd;
    },
    show: ({ at, remove, insert }: { at: number; remove: number; insert: string }) =>
      field.setRangeText(insert, at, at + remove, 'preserve'),
  };
  const bound = new BoundText({ ...options, view });
  const onInput = () => bound.typed();
  const onStart = () => bound.compose(true);
  const onEnd = () => bound.compose(false);
  field.addEventListener('input', onInput);
  field.addEventListener('compositionstart', onStart);
  field.addEventListener('compositionend', onEnd);

  return {
    selection() {
      const { selectionStart, selectionEnd, selectionDirection } = field;
      return selectionDirection === 'backward' ? bound.caret(selectionEnd, selectionStart) : bound.caret(selectionStart, selectionEnd);
    },
    placeOf: (position) => bound.placeOf(position),
    destroy() {
      field.removeEventListener('input', onInput);
      field.removeEventListener('compositionstart', onStart);
      field.removeEventListener('compositionend', onEnd);
      bound.destroy();
    },
  };
}
