/**
 * Arbitraries of honest histories: several people write, erase, add, move, set and format in their own copies of one
 * document, send late, fetch late. A history is a list of steps with plain numbers, so that fast-check can shrink it;
 * `play` gives each number a meaning in the state that it meets.
 */
import { randomId } from '@ginnel/base/ports';
import { DOCUMENT_KINDS, type DocumentKind } from '@ginnel/domain/documents';
import { fieldsOf, type EntryField, type RichField, type TextField, type ValueField } from '@ginnel/merge/bindings/fields';
import { addEntry, moveEntry, type ListPath } from '@ginnel/merge/edits/entries';
import { ownEdit } from '@ginnel/merge/edits/open';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import type { EntriesNode } from '@ginnel/merge/shapes/shape';
import fc from 'fast-check';
import type * as Y from 'yjs';
import { boundary } from './boundary.ts';
import { EVERYONE, type TestPerson } from './people.ts';
import { editProse } from './prose-edits.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { World, type Replica } from './world.ts';

export const ACTIONS = ['type', 'erase', 'prose', 'add', 'move', 'set', 'take-out', 'send', 'send-merged', 'fetch', 'wait'] as const;
export type Action = (typeof ACTIONS)[number];

export interface Step {
  readonly who: number;
  readonly action: Action;
  /** Which of the fields that fit. */
  readonly field: number;
  /** Where in it. */
  readonly at: number;
  readonly amount: number;
}

export interface HonestHistory {
  readonly seed: number;
  readonly kind: DocumentKind;
  readonly steps: readonly Step[];
}

/** What a person types: `words` reads like prose with emoji and accents; `unique` never repeats a character, so a test can tell every keystroke apart. */
export type Voice = 'words' | 'unique';

export function honestHistories({
  kinds = DOCUMENT_KINDS,
  people = 3,
  maxSteps = 40,
}: { kinds?: readonly DocumentKind[]; people?: number; maxSteps?: number } = {}): fc.Arbitrary<HonestHistory> {
  const step = fc.record({
    who: fc.nat(people - 1),
    action: fc.constantFrom<Action>(
      'type',
      'type',
      'type',
      'erase',
      'erase',
      'prose',
      'prose',
      'send',
      'send',
      'fetch',
      'fetch',
      ...ACTIONS,
    ),
    field: fc.nat(1000),
    at: fc.nat(1000),
    amount: fc.integer({ min: 1, max: 8 }),
  });
  return fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    kind: fc.constantFrom(...kinds),
    steps: fc.array(step, { minLength: 5, maxLength: maxSteps, size: 'max' }),
  });
}

export interface PlayOptions {
  readonly people?: readonly TestPerson[];
  readonly voice?: Voice;
  /** Called around each step that edits, with the words or value that it put in. */
  readonly onEdit?: (replica: Replica, what: string) => void;
  /** Called before each step, by its number. */
  readonly onStep?: (step: number, world: World) => void;
  /** Whether everyone has sent and fetched everything at the end. */
  readonly settled?: boolean;
}

/** Plays a history from an agreed beginning: one entry in each list, seen by all. */
export function play(
  history: HonestHistory,
  { people = EVERYONE.slice(0, 3), voice = 'words', onEdit = () => {}, onStep = () => {}, settled = true }: PlayOptions = {},
): World {
  const random = seededRandom(history.seed);
  const world = new World(history.kind, people, random);
  const say = speaker(voice, random);
  for (const replica of world.replicas.slice(0, 1)) {
    for (const list of listsOf(history.kind)) addTo(world, replica, list, random);
    for (const { path, node } of nestedLists(history.kind, replica.doc))
      addEntry(history.kind, replica.doc, path, { id: newIdFor(node, random) });
  }
  world.settle();
  for (const [i, step] of history.steps.entries()) {
    onStep(i, world);
    perform(world, step, { random, say, onEdit });
  }
  if (settled) world.settle();
  return world;
}

/** What a step needs of a world. */
export type Stage = Pick<World, 'kind' | 'replicas' | 'nowMs' | 'send' | 'fetch'>;

export interface Playing {
  readonly random: SeededRandom;
  readonly say: (length: number) => string;
  readonly onEdit: (replica: Replica, what: string) => void;
}

/** Makes one step in a world, or in a lone replica. */
export function perform(world: Stage, step: Step, { random, say, onEdit }: Playing): void {
  const replica = world.replicas[step.who % world.replicas.length] as Replica;
  const { doc } = replica;
  const fields = [...fieldsOf(world.kind, doc)];
  const choose = <T>(choices: readonly T[]): T | undefined => choices[step.field % Math.max(1, choices.length)];
  world.nowMs += 200;
  switch (step.action) {
    case 'type': {
      const field = choose(fields.filter((each): each is TextField => each.type === 'text'));
      if (field === undefined) return;
      const words = say(step.amount);
      onEdit(replica, words);
      ownEdit(doc, () => field.text.insert(boundary(field.text.toString(), step.at % (field.text.length + 1)), words));
      return;
    }
    case 'erase': {
      const field = choose(fields.filter((each): each is TextField => each.type === 'text' && each.text.length > 0));
      if (field === undefined) return;
      const words = field.text.toString();
      const from = boundary(words, step.at % field.text.length);
      const to = boundary(words, Math.min(field.text.length, from + step.amount));
      if (to > from) ownEdit(doc, () => field.text.delete(from, to - from));
      return;
    }
    case 'prose': {
      const field = choose(fields.filter((each): each is RichField => each.type === 'rich'));
      if (field === undefined) return;
      const words = say(step.amount);
      onEdit(replica, words);
      ownEdit(doc, () => editProse(field.fragment, { at: step.at, amount: step.amount, words }));
      return;
    }
    case 'add': {
      const list = choose([...listsOf(world.kind), ...nestedLists(world.kind, doc)]);
      if (list !== undefined) addTo(world, replica, list, random, step.at);
      return;
    }
    case 'move':
    case 'take-out': {
      const field = choose(fields.filter((each): each is EntryField => each.type === 'entry'));
      if (field === undefined) return;
      const path = field.path.split('/').slice(0, -1) as unknown as ListPath;
      if (step.action === 'move') moveEntry(doc, path, field.id, step.at % 6);
      else ownEdit(doc, () => field.entry.set('removed', field.entry.get('removed') !== true));
      return;
    }
    case 'set': {
      const field = choose(
        fields.filter((each): each is ValueField => each.type === 'value' && each.key !== 'position' && each.key !== 'removed'),
      );
      const value = field && valueFor(field, say(2), random);
      if (field === undefined || value === undefined) return;
      onEdit(replica, String(value));
      ownEdit(doc, () => field.record.set(field.key, value));
      return;
    }
    case 'send':
      return world.send(replica, { count: step.amount });
    case 'send-merged':
      return world.send(replica, { merged: true });
    case 'fetch':
      return world.fetch(replica);
    case 'wait':
      world.nowMs += step.at * 100;
  }
}

interface List {
  readonly path: ListPath;
  readonly node: EntriesNode;
}

function listsOf(kind: DocumentKind): List[] {
  return Object.entries(SHAPES[kind].roots).flatMap(([name, node]) => (node.type === 'entries' ? [{ path: [name] as const, node }] : []));
}

function nestedLists(kind: DocumentKind, doc: Y.Doc): List[] {
  return [...fieldsOf(kind, doc)].flatMap((field) => {
    if (field.type !== 'entry') return [];
    const [root] = field.path.split('/') as [string];
    const node = SHAPES[kind].roots[root];
    if (node?.type !== 'entries' || field.path.split('/').length > 2) return [];
    return Object.entries(node.entry.fields).flatMap(([name, child]) =>
      child.type === 'entries' ? [{ path: [root, field.id, name] as const, node: child }] : [],
    );
  });
}

function addTo(world: Stage, replica: Replica, { path, node }: List, random: SeededRandom, index = 0): void {
  addEntry(world.kind, replica.doc, path, { id: newIdFor(node, random), index: index % 4 });
}

function newIdFor(node: EntriesNode, random: SeededRandom): string {
  const id = `e_${randomId(random, 12)}`;
  return node.key.test(id) ? id : `group-${randomId(random, 8)}`;
}

/** A value that the field takes; unique where its type allows. */
function valueFor(field: ValueField, word: string, random: SeededRandom): string | boolean | undefined {
  const candidates = [word, `id-${randomId(random, 6)}`, `2026-0${1 + random.int(9)}-1${random.int(9)}`, 'under-way', 'group', true];
  return candidates.find((value) => field.node.fits(value));
}

const SYLLABLES = ['green ', 'gin', 'nel ', 'é', '👋', 'park', ' bench', 'a', ' ', '\n', 'bus', ' stop.'];

/** Says words, or characters that are never repeated. */
export function speaker(voice: Voice, random: SeededRandom): (length: number) => string {
  let next = 0x4e00;
  return (length) => Array.from({ length }, () => (voice === 'unique' ? String.fromCharCode(next++) : random.pick(SYLLABLES))).join('');
}
