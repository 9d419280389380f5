/**
 * Several people at one document who type as people do: letter by letter at a caret that mostly stays where it was, taking letters back,
 * jumping, marking words, undoing, adding and taking out entries and paragraphs, offline for a while. Whatever they send Yjs wrote.
 */
import { OWN_EDIT } from '@ginnel/merge/edits/open';
import { fieldsOf } from '@ginnel/merge/bindings/fields';
import { ACTIONS, perform, play, speaker } from '@ginnel/testkit/honest-history';
import { textsIn } from '@ginnel/testkit/prose-edits';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import type { Replica, World } from '@ginnel/testkit/world';
import * as Y from 'yjs';

interface Caret {
  text: Y.Text;
  at: number;
  readonly undo: Y.UndoManager;
}

/** Half of a character comes alone as one that stands for nothing, as it does from any Yjs. */
const LETTERS = ['a', 'b', 'c', ' ', 'é', '👋', 'e\u0301', '\uD83D', '\uDC4B', '\uFEFF', '\n', 'a word', 'x'.repeat(30)];

/** @returns  the rows of the log, in order */
export function typists(random: SeededRandom, steps: number): World {
  const kind = random.pick(['priorities', 'plan', 'deal'] as const);
  const world = play({ seed: 1 + random.int(2 ** 31), kind, steps: [] });
  const carets = new Map<Replica, Caret>();
  for (let step = 0; step < steps; step++) {
    const replica = random.pick(world.replicas);
    const choice = random.int(20);
    if (choice === 0) world.send(replica, { merged: true });
    else if (choice < 4) world.send(replica);
    else if (choice < 7) world.fetch(replica);
    else if (choice < 10) performAny(world, replica, random);
    else typeAWhile(world, replica, carets, random);
  }
  world.settle();
  return world;
}

function performAny(world: World, replica: Replica, random: SeededRandom): void {
  const action = random.pick(ACTIONS);
  const step = { who: world.replicas.indexOf(replica), action, field: random.int(1000), at: random.int(1000), amount: 1 + random.int(8) };
  perform(world, step, { random, say: speaker('words', random), onEdit: () => {} });
}

function typeAWhile(world: World, replica: Replica, carets: Map<Replica, Caret>, random: SeededRandom): void {
  const texts = textsOf(world, replica);
  let caret = carets.get(replica);
  if (caret === undefined || !texts.includes(caret.text) || random.int(6) === 0) {
    const text = random.pick(texts);
    caret = {
      text,
      at: random.int(text.length + 1),
      undo: new Y.UndoManager(text, { captureTimeout: 0, trackedOrigins: new Set([OWN_EDIT]) }),
    };
    carets.set(replica, caret);
  }
  for (let keys = 1 + random.int(8); keys > 0; keys--) {
    press(replica, caret, random);
    // Somebody else's words come in between.
    if (random.int(8) === 0) world.send(replica);
    if (random.int(8) === 0) world.fetch(replica);
  }
}

function press({ doc }: Replica, caret: Caret, random: SeededRandom): void {
  const { text } = caret;
  caret.at = Math.min(caret.at, text.length);
  const edit = (change: () => void): void => doc.transact(change, OWN_EDIT);
  switch (random.int(24)) {
    case 0:
    case 1:
      if (caret.at > 0) edit(() => text.delete(--caret.at, 1));
      return;
    case 2:
      if (caret.at < text.length) edit(() => text.delete(caret.at, Math.min(text.length - caret.at, 1 + random.int(3))));
      return;
    case 3:
      caret.at = random.int(text.length + 1);
      return;
    case 4:
      caret.undo.undo();
      return;
    case 5:
      caret.undo.redo();
      return;
    case 6:
      if (text instanceof Y.XmlText && caret.at > 0)
        edit(() => text.format(random.int(caret.at), 1, { [random.pick(['bold', 'italic'])]: random.pick([{}, null]) }));
      return;
    default: {
      const letters = random.pick(LETTERS);
      edit(() => text.insert(caret.at, letters));
      caret.at += letters.length;
    }
  }
}

/** Every text of the document and every run of words in its prose. */
function textsOf({ kind }: World, { doc }: Replica): Y.Text[] {
  return [...fieldsOf(kind, doc)].flatMap((field) =>
    field.type === 'text' ? [field.text] : field.type === 'rich' ? textsIn(field.fragment) : [],
  );
}
