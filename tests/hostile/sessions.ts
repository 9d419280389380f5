/**
 * People who are offline for hours: they type, paste, replace, mark, move, delete, undo and redo, each in their own copy, and send it when they
 * are back, in one piece or in many, in any order. Some use Ginnel; some use a Yjs client as it comes, which forgets what is deleted.
 */
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import { DOCUMENT_KINDS } from '@ginnel/domain/documents';
import { randomId } from '@ginnel/base/ports';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { project, rootType } from '@ginnel/merge/canonical/project';
import { addEntry, placedIn, setValue } from '@ginnel/merge/edits/entries';
import { OWN_EDIT, openRoots } from '@ginnel/merge/edits/open';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { createOwnUndo } from '@ginnel/merge/undo/own-undo';
import { editProse } from '@ginnel/testkit/prose-edits';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { PEOPLE, Scene } from './scene.ts';

class Away {
  readonly doc: Y.Doc;
  readonly undo: Y.UndoManager;
  readonly isStock: boolean;
  readonly person;
  readonly #kind: Scene['kind'];
  #unsent: Uint8Array[] = [];
  #nowMs = 0;
  #seen = 0;

  constructor(kind: Scene['kind'], index: number, random: SeededRandom) {
    this.#kind = kind;
    this.isStock = random.int(3) === 0;
    this.doc = new Y.Doc({ gc: this.isStock });
    this.doc.clientID = 1 + random.int(2 ** 31);
    this.person = PEOPLE[index]!;
    openRoots(kind, this.doc);
    const roots = Object.entries(SHAPES[kind].roots).map(([name, node]) => rootType(this.doc, name, node));
    this.undo = this.isStock
      ? new Y.UndoManager(
          roots.filter((root) => !(root instanceof Y.Map)),
          { captureTimeout: 0, trackedOrigins: new Set([OWN_EDIT]) },
        )
      : createOwnUndo(kind, this.doc, { clock: { nowMs: () => (this.#nowMs += 400) } });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') this.#unsent.push(update);
    });
  }

  work(random: SeededRandom, edits: number): void {
    for (let i = 0; i < edits; i++) {
      const choice = random.int(12);
      if (choice === 0) this.undo.undo();
      else if (choice === 1) this.undo.redo();
      else this.doc.transact(() => editAnything(this.#kind, this.doc, random), OWN_EDIT);
    }
  }

  /** @returns  the first refusal, or null */
  send(scene: Scene, random: SeededRandom): string | null {
    const unsent = this.#unsent;
    this.#unsent = [];
    if (unsent.length === 0) return null;
    const how = random.int(3);
    const updates = how === 0 ? unsent : how === 1 ? [Y.mergeUpdates(unsent)] : [Y.encodeStateAsUpdate(this.doc, scene.live.stateVector())];
    for (const update of updates) {
      const judged = scene.live.judge(update, scene.by(this.person));
      if (!judged.ok) return `${JSON.stringify(judged.error)}, ${this.isStock ? 'stock' : 'own'}, way ${how}`;
      scene.take(update, judged.value, this.person.author);
    }
    return null;
  }

  hear(scene: Scene): void {
    while (this.#seen < scene.log.length) Y.applyUpdate(this.doc, scene.log[this.#seen++]!, 'remote');
  }
}

const PASTE = 'It stands by the water. 👋 '.repeat(40);

function editAnything(kind: Scene['kind'], doc: Y.Doc, random: SeededRandom): void {
  const { roots } = SHAPES[kind];
  const name = random.pick(Object.keys(roots).filter((each) => each !== 'comments'));
  const node = roots[name]!;
  if (node.type === 'text') return editText(doc.getText(name), random);
  if (node.type === 'rich') return editRich(doc.getXmlFragment(name), random);
  const list = doc.getMap(name) as Y.Map<unknown>;
  const placed = placedIn(list);
  if (placed.length < 3 || (random.int(4) === 0 && placed.length < 40)) addEntry(kind, doc, [name], { id: `e_${randomId(random, 12)}` });
  else setValue(doc, [name], random.pick(placed).id, 'position', `a${random.int(9)}V`);
}

function editText(text: Y.Text, random: SeededRandom): void {
  const { length } = text;
  switch (random.int(6)) {
    case 0:
      return text.insert(0, 'A line.\n');
    case 1:
      return text.insert(random.int(length + 1), random.int(8) === 0 ? PASTE : 'word ');
    case 2:
      return length > 4 ? text.delete(random.int(length - 4), 4) : undefined;
    case 3: {
      // Everywhere one letter for another, as find and replace does.
      if (random.int(10) > 0) return text.insert(length, ' and so on');
      const found = [...text.toString()].flatMap((letter, at) => (letter === 't' ? [at] : [])).filter((at) => text.toString()[at] === 't');
      for (const at of found.toReversed()) {
        text.delete(at, 1);
        text.insert(at, 'T');
      }
      return;
    }
    default:
      return text.insert(random.int(Math.min(length, 30) + 1), 'xy');
  }
}

function editRich(fragment: Y.XmlFragment, random: SeededRandom): void {
  const choice = random.int(5);
  if (choice === 0 && fragment.length > 0) return fragment.delete(random.int(fragment.length), 1);
  if (choice === 1) {
    // Made and gone in one step: a client that collects tells nothing but how long it was.
    const block = new Y.XmlElement('paragraph');
    fragment.insert(0, [block]);
    block.insert(0, [new Y.XmlText('for a moment')]);
    if (random.int(2) === 0) fragment.delete(0, 1);
    return;
  }
  editProse(fragment, { at: random.int(1000), amount: 1 + random.int(8), words: 'words ' });
}

/** @returns  what went wrong, or null */
export function playSession(seed: number, edits: number): string | null {
  const random = seededRandom(seed);
  const kind = DOCUMENT_KINDS[seed % DOCUMENT_KINDS.length]!;
  const scene = new Scene(kind, createLiveDocument);
  const people = [0, 1, 2, 0].slice(0, 2 + random.int(3)).map((index) => new Away(kind, index, random));
  for (let round = 0; round < 4; round++) {
    for (const away of people) away.work(random, 1 + random.int(edits));
    for (const away of random.shuffle([...people])) {
      if (random.int(4) === 0) continue;
      const refused = away.send(scene, random);
      if (refused !== null) return `seed ${seed}, ${kind}, round ${round}: ${refused}`;
      if (random.int(2) === 0) away.hear(scene);
    }
  }
  // Two rounds: what somebody's Yjs tidies when it hears the rest is sent too.
  for (let round = 0; round < 2; round++)
    for (const away of people) {
      const refused = away.send(scene, random);
      if (refused !== null) return `seed ${seed}, ${kind}, at the end: ${refused}`;
      away.hear(scene);
    }
  for (const away of people) away.hear(scene);
  const isOne = people.every(({ doc }) => meaningHash(project(kind, doc)) === scene.hash()) && scene.hash() === scene.mirrorHash();
  return isOne ? null : `seed ${seed}, ${kind}: replicas part`;
}
