/** Joins an editor of prose to the live document: its words and the carets of others. */
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { caretsHere } from './carets-here.ts';
import { withFreshCaret } from './fresh-caret.ts';
import { joined } from './joined.ts';

export interface TogetherOptions {
  readonly fragment: Y.XmlFragment;
  readonly awareness: Awareness;
  /** Of the field. */
  readonly path: string;
  readonly toneOf: (personId: string) => number;
}

interface User {
  readonly name?: unknown;
  readonly personId?: unknown;
}

export const Together = Extension.create<TogetherOptions>({
  name: 'together',
  priority: 1000,

  addProseMirrorPlugins() {
    const { fragment, awareness, path, toneOf } = this.options;
    const tone = (user: User) => `tone-${toneOf(String(user.personId ?? ''))}`;
    const carets = yCursorPlugin(caretsHere(awareness, path), {
      cursorBuilder: (user: User) => caretOf(user, tone(user)),
      selectionBuilder: (user: User) => ({ class: `prose-chosen ${tone(user)}` }),
    }) as Plugin;
    return [...joined(fragment), new Plugin({ ...carets.spec, view: (view) => carets.spec.view?.(withFreshCaret(view)) ?? {} })];
  },
});

/** An element without words of its own: the name is drawn by the style sheet, so that reading or copying prose never meets it. */
function caretOf(user: User, tone: string): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `prose-caret ${tone}`;
  caret.dataset['name'] = typeof user.name === 'string' ? user.name : '';
  return caret;
}
