import type { Author } from '@ginnel/domain/people';
import type { Judged } from '@ginnel/merge/contract';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { getSchema } from '@tiptap/core';
import { lift, setBlockType, splitBlock, toggleMark, wrapIn } from '@tiptap/pm/commands';
import type { Schema } from '@tiptap/pm/model';
import { splitListItem, wrapInList } from '@tiptap/pm/schema-list';
import { EditorState, TextSelection, type Command } from '@tiptap/pm/state';
import { updateYFragment } from '@tiptap/y-tiptap';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { PROSE } from './schema.ts';

const schema = getSchema(PROSE);
const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const by: Judged = { author, actor: { standing: 'member', party: null }, phase: 'drafting', leaseOf: () => author, actorOf: () => null };

/** The editor's own commands, each with the node or mark that it is for. */
function commandsOf({ nodes, marks }: Schema, address: string): Command[] {
  return [
    toggleMark(marks['bold']!),
    toggleMark(marks['italic']!),
    toggleMark(marks['link']!, { href: address }),
    setBlockType(nodes['heading']!, { level: 2 }),
    setBlockType(nodes['heading']!, { level: 3 }),
    setBlockType(nodes['paragraph']!),
    wrapInList(nodes['bulletList']!),
    wrapInList(nodes['orderedList']!, { start: 3 }),
    splitListItem(nodes['listItem']!),
    wrapIn(nodes['blockquote']!),
    splitBlock,
    lift,
    (state, dispatch) => (dispatch?.(state.tr.replaceSelectionWith(nodes['hardBreak']!.create())), true),
    (state, dispatch) => (dispatch?.(state.tr.deleteSelection()), true),
    (state, dispatch) => (dispatch?.(state.tr.insertText('A place of mills 👋 ')), true),
  ];
}

/** mulberry32: the same seed edits the same way. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe('whatever the editor writes', () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))('[AD11] is admitted (seed %i)', (seed) => {
    const below = numbers(seed);
    const live = createLiveDocument('plan');
    const doc = new Y.Doc({ gc: false });
    doc.clientID = seed;
    const fragment = doc.getXmlFragment('strengths');
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => void updates.push(update));
    const meta = { mapping: new Map(), isOMark: new Map() };
    let state = EditorState.create({ schema });
    let edits = 0;
    for (let step = 0; step < 80; step++) {
      const { size } = state.doc.content;
      const [from, to] = [below(size + 1), below(size + 1)].toSorted((a, b) => a - b) as [number, number];
      state = state.apply(
        state.tr.setSelection(TextSelection.between(state.doc.resolve(from), state.doc.resolve(below(2) === 0 ? to : from))),
      );
      // Deeper than anyone writes is refused; lists within lists within quotations come that far here by chance.
      if (state.selection.$from.depth > 7) continue;
      const commands = commandsOf(schema, ['https://example.org/a', 'mailto:amina@example.org'][below(2)]!);
      commands[below(3) === 0 ? commands.length - 1 : below(commands.length)]!(state, (transaction) => {
        state = state.apply(transaction);
      });
      updateYFragment(doc, fragment, state.doc, meta);
      for (const update of updates.splice(0)) {
        expect(live.judge(update, by)).toMatchObject({ ok: true });
        live.apply(update);
        edits++;
      }
    }
    expect(edits).toBeGreaterThan(15);
    expect(live.content()['strengths']).not.toEqual([]);
  });
});
