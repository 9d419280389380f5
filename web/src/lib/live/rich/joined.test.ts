import { mayHold, attributeOf, TEXT, FRAGMENT } from '@ginnel/merge/admission/rich-text';
import { getSchema } from '@tiptap/core';
import { splitBlock, toggleMark } from '@tiptap/pm/commands';
import { EditorState, TextSelection, type Command, type Plugin, type Transaction } from '@tiptap/pm/state';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { joined } from './joined.ts';
import { PROSE } from './schema.ts';

const schema = getSchema(PROSE);

/** An editor without a page: what the binding needs of a view, and nothing to see. */
class Editor {
  state: EditorState;
  readonly doc: Y.Doc;
  #update: () => void = () => undefined;

  constructor(doc: Y.Doc) {
    this.doc = doc;
    const plugins = joined(doc.getXmlFragment('strengths'));
    this.state = EditorState.create({ schema, plugins });
    const view = (plugins[0] as Plugin).spec.view?.(this as never);
    this.#update = () => view?.update?.(this as never, this.state);
  }

  hasFocus(): boolean {
    return false;
  }

  dispatch(transaction: Transaction): void {
    this.state = this.state.apply(transaction);
    this.#update();
  }

  type(letters: string): void {
    this.dispatch(this.state.tr.insertText(letters));
  }

  do(command: Command): void {
    command(this.state, (transaction) => this.dispatch(transaction));
  }

  goTo(place: number): void {
    this.dispatch(this.state.tr.setSelection(TextSelection.near(this.state.doc.resolve(Math.min(place, this.state.doc.content.size)))));
  }

  goToEnd(): void {
    this.goTo(this.state.doc.content.size - 1);
  }
}

/** mulberry32: the same seed types the same way. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Two editors with a wire between them on which each update waits until it is let through. */
function twoEditors(prepare: (editor: Editor) => void): { editors: [Editor, Editor]; deliver: (to: number) => boolean } {
  const docs = [new Y.Doc({ gc: false }), new Y.Doc({ gc: false })] as const;
  [docs[0].clientID, docs[1].clientID] = [1, 2];
  const waiting: [Uint8Array[], Uint8Array[]] = [[], []];
  const editors = docs.map((doc) => new Editor(doc)) as [Editor, Editor];
  prepare(editors[0]);
  Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]));
  for (const [i, doc] of docs.entries())
    doc.on('update', (update: Uint8Array, origin: unknown) => void (origin === WIRE || waiting[i === 0 ? 1 : 0].push(update)));
  return {
    editors,
    deliver: (to) => {
      const update = waiting[to as 0 | 1].shift();
      if (update !== undefined) Y.applyUpdate(docs[to as 0 | 1], update, WIRE);
      return update !== undefined;
    },
  };
}
const WIRE = Symbol('wire');

function writtenBy({ doc }: Editor, client: number): string {
  const structs = doc.store.clients.get(client) ?? [];
  return structs
    .map((struct) => (struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : ''))
    .join('');
}

const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);

describe('two people who type at one place at the same moment', () => {
  it.each([
    ['at the end of a paragraph', 'Mills', ' the end of it', ' the edge of the'],
    ['at the end of a paragraph, the same words', 'Mills', ' and the mills', ' and the mills'],
    ['in an empty paragraph that one of them has made', '', 'amina was here', 'amara was too'],
  ])('[BI8] each keep their words whole %s', (_where, before, one, two) => {
    for (const seed of SEEDS) {
      const below = numbers(seed);
      const { editors, deliver } = twoEditors((editor) => {
        editor.type(before === '' ? 'above' : before);
        if (before === '') editor.do(splitBlock);
      });
      for (const editor of editors) editor.goToEnd();
      const left = [one, two];
      while (left.some((words) => words !== '') || deliver(0) || deliver(1)) {
        const who = below(2) as 0 | 1;
        const words = left[who] as string;
        if (words !== '' && below(3) > 0) {
          editors[who].type(words[0] as string);
          left[who] = words.slice(1);
        } else deliver(who);
      }
      const text = editors[0].doc.getXmlFragment('strengths').toString();
      expect(editors[1].doc.getXmlFragment('strengths').toString(), `seed ${seed}`).toBe(text);
      const said = [`${before}${one}${two}`, `${before}${two}${one}`].map((words) => `<paragraph>${words}</paragraph>`);
      expect(said, `seed ${seed}: ${text}`).toContain(text.replace('<paragraph>above</paragraph>', ''));
      expect(writtenBy(editors[0], 2), `seed ${seed}`).toBe(two);
    }
  });

  it('[BI7] write nobody’s letters anew, whatever they type, delete and mark within blocks, and see what the document says', () => {
    let edits = 0;
    for (const seed of SEEDS) {
      const below = numbers(seed);
      const { editors, deliver } = twoEditors((editor) => {
        editor.type('xx');
        if (seed % 2 === 0) editor.do(splitBlock);
        // As older pages left an empty block: without a text in it, so that each of two who begin there makes one.
        else editor.doc.getXmlFragment('strengths').insert(1, [new Y.XmlElement('paragraph')]);
      });
      for (const editor of editors) editor.goToEnd();
      const typed = ['', ''];
      const letters = ['ABC ', 'xyz '] as const;
      for (let step = 0; step < 80; step++) {
        const who = below(2) as 0 | 1;
        const editor = editors[who];
        const $from = editor.state.selection.$from;
        switch (below(7)) {
          case 0:
            editor.goTo(below(editor.state.doc.content.size));
            break;
          case 1:
            if ($from.parentOffset > 0) editor.dispatch(editor.state.tr.delete($from.pos - 1, $from.pos));
            break;
          case 2: {
            const [start, end] = [$from.start(), $from.end()];
            editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, start + below(end - start + 1), end)));
            editor.do(toggleMark(schema.marks[['bold', 'italic'][below(2)] as string] as never));
            editor.goTo(end);
            break;
          }
          case 3:
          case 4: {
            const letter = letters[who][below(4)] as string;
            editor.type(letter);
            typed[who] += letter;
            edits++;
            break;
          }
          default:
            deliver(who);
        }
      }
      while (deliver(0) || deliver(1));
      const counts = (text: string) => [...text].sort().join('');
      expect(writtenBy(editors[0], 1), `seed ${seed}`).not.toMatch(/[yz]/);
      expect(writtenBy(editors[0], 2), `seed ${seed}`).not.toMatch(/[ABC]/);
      if (seed % 2 === 0) expect(counts(writtenBy(editors[0], 2)), `seed ${seed}`).toBe(counts(typed[1] as string));
      for (const { doc, state } of editors) {
        const fragment = doc.getXmlFragment('strengths');
        expect(fragment.toString(), `seed ${seed}`).toBe(editors[0].doc.getXmlFragment('strengths').toString());
        expect(state.doc.toJSON(), `seed ${seed}`).toEqual(yXmlFragmentToProseMirrorRootNode(fragment, schema).toJSON());
      }
    }
    expect(edits).toBeGreaterThan(1000);
  });
});

describe('the editor’s schema', () => {
  const nameOf = (name: string) => ({ text: TEXT, doc: FRAGMENT })[name] ?? name;

  it('[BI9] lets each node hold what admission lets it hold, and nothing else', () => {
    for (const [parent, { contentMatch }] of Object.entries(schema.nodes)) {
      for (const [child, type] of Object.entries(schema.nodes)) {
        if (parent === 'text' || child === 'doc') continue;
        expect(contentMatch.matchType(type) !== null, `${child} in ${parent}`).toBe(mayHold(nameOf(parent), nameOf(child)));
      }
    }
  });

  it('[BI9] gives headings the levels that admission lets in', () => {
    const levels = [1, 2, 3, 4, 5, 6].filter((level) => attributeOf('heading', 'level')?.(level));
    expect(schema.nodes['heading']?.spec.toDOM).toBeDefined();
    for (const level of levels)
      expect(schema.nodes['heading']?.create({ level }).type.spec.toDOM?.(schema.nodes['heading'].create({ level }))).toContain(
        `h${level}`,
      );
    expect(levels).toEqual([2, 3]);
  });
});
