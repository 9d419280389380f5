/**
 * The browser moves a caret first and tells of it a moment later. When something of others' is shown in between, the
 * editor would put the caret back to where it last knew it, and a key that comes in between is acted upon at the old
 * place. This asks the browser beforehand.
 */
import type { EditorView } from '@tiptap/pm/view';

type Observed = EditorView & { readonly domObserver: { flush(): void } };

/** Reads the caret from the browser now, before a key is acted upon that was meant for that place. */
export function readCaret(view: EditorView): void {
  if (view.hasFocus() && !view.composing) (view as Observed).domObserver.flush();
}

/** The same view, which hears of the caret before it says what its state is. */
export function withFreshCaret(view: EditorView): EditorView {
  return Object.create(view, {
    state: {
      get: () => {
        readCaret(view);
        return view.state;
      },
    },
  }) as EditorView;
}

/** Where the caret is by the browser's word, as places in the document that the view shows. @returns null when it is not in there */
export function caretByBrowser(view: EditorView): { readonly anchor: number; readonly head: number } | null {
  if (!view.hasFocus() || view.composing) return null;
  const selection = (view.root as Document).getSelection();
  if (selection === null || !view.dom.contains(selection.anchorNode) || !view.dom.contains(selection.focusNode)) return null;
  try {
    const placeOf = (node: Node | null, offset: number) => view.posAtDOM(node as Node, offset, 1);
    return { anchor: placeOf(selection.anchorNode, selection.anchorOffset), head: placeOf(selection.focusNode, selection.focusOffset) };
  } catch {
    return null; // letters that the editor has not read yet stand there
  }
}
