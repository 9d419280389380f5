/**
 * Joins an editor of prose to its place in the document by the stock binding, with two things done otherwise: what is
 * typed within one block is written where the caret is, and the caret stays behind its owner's last letter when others
 * write at the same place. Without them, people who type at one spot get into each other's words.
 */
import { openEmptyBlocks, writeBlock, type ShownNode } from '@ginnel/merge/bindings/prose-block';
import { stands } from '@ginnel/merge/bindings/presence';
import { Node } from '@tiptap/pm/model';
import { Plugin, TextSelection, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPlugin,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { caretByBrowser } from './fresh-caret.ts';

export function joined(fragment: Y.XmlFragment): Plugin[] {
  const sync = ySyncPlugin(fragment) as Plugin<{ readonly binding: ProsemirrorBinding }>;
  const binding = sync.spec.state?.init.call(sync, {}, {} as EditorState).binding;
  if (binding === undefined) throw new Error('y-tiptap gives no binding');
  const writeAll = binding._prosemirrorChanged.bind(binding);

  binding._prosemirrorChanged = (shown: Node) => {
    const { $head } = binding.prosemirrorView.state.selection as EditorState['selection'];
    binding.doc.transact(() => {
      const path = Array.from({ length: $head.depth }, (_, depth) => $head.index(depth));
      const { mapping } = binding;
      if (!writeBlock({ fragment, shown: shown as ShownNode, path, caret: $head.parentOffset, mapping, sameMarkup })) {
        writeAll(shown);
        openEmptyBlocks(fragment);
      }
    }, ySyncPluginKey);
  };

  const remember = binding.beforeAllTransactions;
  binding.beforeAllTransactions = () => {
    if (binding.beforeTransactionSelection !== null || !binding.prosemirrorView) return;
    remember();
    const caret = caretByBrowser(binding.prosemirrorView as EditorView);
    if (caret === null || binding.prosemirrorView.state.selection.jsonID !== 'text') return;
    const [anchor, head] = [caret.anchor, caret.head].map((place) => absolutePositionToRelativePosition(place, fragment, binding.mapping));
    binding.beforeTransactionSelection = { type: 'text', anchor, head } as never;
  };
  return [sync, caretKept(fragment, binding)];
}

function sameMarkup(one: unknown, other: ShownNode): boolean {
  return one instanceof Node && one.sameMarkup(other as Node);
}

/** The stock binding guesses the caret's place from the words round it; here it is where its letter is, as long as that stands. */
function caretKept(fragment: Y.XmlFragment, binding: ProsemirrorBinding): Plugin {
  return new Plugin({
    appendTransaction: (transactions, _before, state) => {
      const before = binding.beforeTransactionSelection as { type: string; anchor: Y.RelativePosition; head: Y.RelativePosition } | null;
      const isOthers = transactions.some((transaction) => transaction.docChanged && transaction.getMeta(ySyncPluginKey)?.isChangeOrigin);
      if (!isOthers || before?.type !== 'text' || !stands(before.anchor, binding.doc) || !stands(before.head, binding.doc)) return null;
      // Its `null` means the beginning, where it is not sure of itself.
      const [anchor = 1, head = 1] = [before.anchor, before.head].map(
        (position) => relativePositionToAbsolutePosition(binding.doc, fragment, position, binding.mapping) ?? undefined,
      );
      const selection = TextSelection.between(state.doc.resolve(anchor), state.doc.resolve(head));
      return selection.eq(state.selection) ? null : state.tr.setSelection(selection).setMeta(ySyncPluginKey, { isChangeOrigin: true });
    },
  });
}
