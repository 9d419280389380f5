/**
 * Random people who write rich text, take back and restore what they did, delete whole blocks and bring them back, offline for a
 * while. Whatever they send is honest, for Yjs wrote it.
 */
import { OWN_EDIT, openRoots } from '@ginnel/merge/edits/open';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { createOwnUndo } from '@ginnel/merge/undo/own-undo';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { PEOPLE, Scene } from './scene.ts';

/** `own`: the one that people have in Ginnel. `plain`: that of any Yjs client, with a step for each edit. */
export type UndoKind = 'own' | 'plain';

class Writer {
  readonly doc = new Y.Doc({ gc: false });
  readonly fragment = this.doc.getXmlFragment('strengths');
  readonly undo: Y.UndoManager;
  readonly person;
  /** What the room has not seen yet. */
  unsent: Uint8Array[] = [];
  #nowMs = 0;
  #seen = 0;

  constructor(index: number, kind: UndoKind) {
    this.person = PEOPLE[index]!;
    this.doc.clientID = [100, 5, 70_000][index]!;
    openRoots('plan', this.doc);
    const trackedOrigins = new Set([OWN_EDIT]);
    this.undo =
      kind === 'own'
        ? createOwnUndo('plan', this.doc, { clock: { nowMs: () => (this.#nowMs += 1000) } })
        : new Y.UndoManager(this.fragment, { captureTimeout: 0, trackedOrigins });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') this.unsent.push(update);
    });
  }

  edit(change: () => void): void {
    this.doc.transact(change, OWN_EDIT);
  }

  texts(): Y.XmlText[] {
    const blocks = this.fragment.toArray().filter((block) => block instanceof Y.XmlElement);
    return blocks.flatMap((block) => block.toArray().filter((inner) => inner instanceof Y.XmlText));
  }

  write(random: SeededRandom): void {
    const texts = this.texts();
    const choice = random.int(8);
    if (choice === 0 || texts.length === 0) {
      const block = new Y.XmlElement('paragraph');
      block.insert(0, [new Y.XmlText('abcdef'.slice(0, 1 + random.int(6)))]);
      this.fragment.insert(random.int(this.fragment.length + 1), [block]);
    } else if (choice === 1) {
      this.fragment.delete(random.int(this.fragment.length), 1);
    } else {
      const text = random.pick(texts);
      const at = random.int(text.length + 1);
      const length = Math.min(1 + random.int(3), text.length - at);
      if (choice < 5) text.insert(at, 'xy'.slice(random.int(2)), random.int(3) === 0 ? { bold: {} } : undefined);
      else if (length > 0 && choice < 7) text.delete(at, length);
      else if (length > 0) text.format(at, length, { [random.pick(['bold', 'italic'])]: random.pick([{}, null]) });
    }
  }

  /** Sends what is unsent, as a client does that was offline: merged, or one by one. Returns the first refusal, or null. */
  send(scene: Scene, isMerged: boolean): string | null {
    const updates = isMerged && this.unsent.length > 1 ? [Y.mergeUpdates(this.unsent)] : this.unsent;
    this.unsent = [];
    for (const update of updates) {
      const judged = scene.live.judge(update, scene.by(this.person));
      if (!judged.ok) return `${JSON.stringify(judged.error)} ${Buffer.from(update).toString('hex')}`;
      scene.take(update, judged.value, this.person.author);
    }
    return null;
  }

  hear(scene: Scene): void {
    while (this.#seen < scene.log.length) Y.applyUpdate(this.doc, scene.log[this.#seen++]!, 'remote');
  }
}

export interface UndoTally {
  /** Histories of Yjs's own undo that ended with an update whose origins Yjs reads otherwise elsewhere. */
  refused: number;
}

/** @returns  what went wrong, or null */
export function playUndos(seed: number, kind: UndoKind, tally: UndoTally): string | null {
  const random = seededRandom(seed);
  const scene = new Scene('plan', createLiveDocument);
  const writers = Array.from({ length: 1 + (seed % 3) }, (_, index) => new Writer(index, kind));
  for (let step = 0; step < 15 + (seed % 60); step++) {
    const writer = random.pick(writers);
    const choice = random.int(13);
    if (choice < 2) writer.undo.undo();
    else if (choice === 2) writer.undo.redo();
    else if (choice === 3) writer.hear(scene);
    else if (choice > 5) writer.edit(() => writer.write(random));
    else {
      const refused = writer.send(scene, random.int(2) === 0);
      if (refused !== null && kind === 'plain' && refused.includes('malformed')) {
        tally.refused++;
        return null;
      }
      if (refused !== null) return `seed ${seed}, step ${step}: ${refused}`;
    }
  }
  for (const writer of writers) {
    const refused = writer.send(scene, seed % 2 === 0);
    if (refused !== null) return `seed ${seed}, at the end: ${refused}`;
  }
  for (const writer of writers) {
    writer.hear(scene);
    // What this one's Yjs tidied by itself.
    writer.send(scene, false);
  }
  for (const writer of writers) writer.hear(scene);
  const read = lettersIn(scene.mirror.getXmlFragment('strengths'));
  const isOne = writers.every((writer) => lettersIn(writer.fragment) === read) && scene.hash() === scene.mirrorHash();
  return isOne ? null : `seed ${seed}: replicas part`;
}

function lettersIn(fragment: Y.XmlFragment): string {
  return fragment.toString().replaceAll(/<\/?(?:bold|italic)>/g, '');
}

/** The shortest history that Yjs makes of it: a letter comes back where its neighbours lie apart. @returns refusals */
export function undoOfALetterInABlock(): string | null {
  const scene = new Scene('plan', createLiveDocument);
  const writer = new Writer(0, 'own');
  const text = (): Y.XmlText => writer.texts()[0]!;
  const steps = [
    () =>
      writer.edit(() => {
        const block = new Y.XmlElement('paragraph');
        block.insert(0, [new Y.XmlText('amc')]);
        writer.fragment.insert(0, [block]);
      }),
    () => writer.edit(() => text().delete(1, 1)),
    () => writer.edit(() => writer.fragment.delete(0, 1)),
    () => writer.undo.undo(),
    () => writer.edit(() => text().insert(1, 'X')),
    () => writer.undo.undo(),
    () => writer.undo.undo(),
  ];
  for (const step of steps) {
    step();
    const refused = writer.send(scene, false);
    if (refused !== null) return refused;
  }
  return scene.hash() === scene.mirrorHash() && writer.fragment.toString() === '<paragraph>amc</paragraph>' ? null : 'replicas part';
}

/** A list item that was deleted and came back, another behind it, the list deleted and brought back: its origins in the other order. */
export function undoBehindAListItem(): string | null {
  const scene = new Scene('plan', createLiveDocument);
  const writer = new Writer(0, 'plain');
  const list = (): Y.XmlElement => writer.fragment.get(0) as Y.XmlElement;
  writer.edit(() => {
    const made = new Y.XmlElement('bulletList');
    made.insert(0, [new Y.XmlElement('listItem'), new Y.XmlElement('listItem')]);
    writer.fragment.insert(0, [made]);
  });
  writer.edit(() => list().delete(0, 1));
  writer.undo.undo();
  writer.edit(() => list().insert(1, [new Y.XmlElement('listItem')]));
  writer.edit(() => list().insert(2, [new Y.XmlElement('listItem')]));
  writer.edit(() => writer.fragment.delete(0, 1));
  writer.undo.undo();
  return writer.send(scene, false) ?? (scene.hash() === scene.mirrorHash() ? null : 'replicas part');
}

/**
 * The shortest history that Yjs 13.6 itself reads otherwise at its writer than anywhere else: "bc" is deleted and comes back, a letter is typed
 * within, the paragraph is deleted and comes back. The letter then stands between "b" and itself.
 */
export function undoThatYjsParts(kind: UndoKind): { readonly here: string; readonly elsewhere: string; readonly refused: string | null } {
  const scene = new Scene('plan', createLiveDocument);
  const writer = new Writer(0, kind);
  writer.edit(() => {
    const block = new Y.XmlElement('paragraph');
    block.insert(0, [new Y.XmlText('abc')]);
    writer.fragment.insert(0, [block]);
  });
  writer.edit(() => writer.texts()[0]!.delete(1, 2));
  writer.undo.undo();
  writer.edit(() => writer.texts()[0]!.insert(2, 'X'));
  writer.edit(() => writer.fragment.delete(0, 1));
  writer.undo.undo();
  const elsewhere = new Y.Doc();
  Y.applyUpdate(elsewhere, Y.encodeStateAsUpdate(writer.doc));
  const here = writer.fragment.toString();
  return { here, elsewhere: elsewhere.getXmlFragment('strengths').toString(), refused: writer.send(scene, true) };
}
