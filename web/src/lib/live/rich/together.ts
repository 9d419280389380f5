/** Joins an editor of prose to the live document: its words, the carets of others, and undo of one's own edits only. */
import { Extension } from '@tiptap/core';
import { yCursorPlugin, ySyncPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { toneOf } from '../tone.ts';

export interface TogetherOptions {
  readonly fragment: Y.XmlFragment;
  readonly awareness: Awareness;
  readonly undo: () => void;
  readonly redo: () => void;
}

interface User {
  readonly name?: unknown;
  readonly personId?: unknown;
}

export const Together = Extension.create<TogetherOptions>({
  name: 'together',
  priority: 1000,

  addKeyboardShortcuts() {
    const { undo, redo } = this.options;
    const done = (deed: () => void) => () => {
      deed();
      return true;
    };
    return { 'Mod-z': done(undo), 'Mod-y': done(redo), 'Shift-Mod-z': done(redo) };
  },

  addProseMirrorPlugins() {
    const { fragment, awareness } = this.options;
    return [ySyncPlugin(fragment), yCursorPlugin(awareness, { cursorBuilder: caretOf, selectionBuilder: selectionOf })];
  },
});

/** Built of elements and classes alone, so that no style is written into the page. */
function caretOf(user: User): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `prose-caret tone-${toneOf(String(user.personId ?? ''))}`;
  const name = document.createElement('span');
  name.className = 'prose-caret-name';
  name.textContent = typeof user.name === 'string' ? user.name : '';
  caret.append('\u2060', name, '\u2060');
  return caret;
}

function selectionOf(user: User): { class: string } {
  return { class: `prose-chosen tone-${toneOf(String(user.personId ?? ''))}` };
}
