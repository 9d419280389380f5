/**
 * A writer who aims at a paragraph: in one that they made, where undo may bring items back far from where they stood, they send items
 * with any origins at all, while others type there. What is admitted must read the same in every replica, in whatever order it got it.
 */
import { OWN_EDIT, openRoots } from '@ginnel/merge/edits/open';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { craft, type Id } from './craft.ts';
import { PEOPLE, Scene, type MakeLive } from './scene.ts';

const KIND = 'plan';

export interface AimedTally {
  aimed: number;
  admitted: number;
}

/** @returns  what went wrong, or null */
export function playAimed(seed: number, make: MakeLive, tally: AimedTally): string | null {
  const random = seededRandom(seed);
  const scene = new Scene(KIND, make);
  const [aiming, typing, other] = PEOPLE as [(typeof PEOPLE)[0], (typeof PEOPLE)[0], (typeof PEOPLE)[0]];
  const typists = [
    { person: typing, ...typist([50, 90_000][seed % 2]!) },
    { person: other, ...typist([7, 300][(seed >> 1) % 2]!) },
  ];
  const client = [100, 5, 70_000][seed % 3]!;
  const own = typist(client);
  own.doc.transact(() => {
    const block = new Y.XmlElement('paragraph');
    block.insert(0, [new Y.XmlText('abcdef'.slice(0, 1 + random.int(6)))]);
    own.doc.getXmlFragment('strengths').insert(0, [block]);
  }, OWN_EDIT);
  const send = (person: (typeof PEOPLE)[0], update: Uint8Array): boolean => {
    const judged = scene.live.judge(update, scene.by(person));
    if (judged.ok) scene.take(update, judged.value, person.author);
    return judged.ok;
  };
  for (const update of own.unsent) if (!send(aiming, update)) return `seed ${seed}: the paragraph is refused`;
  for (let step = 0; step < 40; step++) {
    if (random.int(2) === 0) {
      const update = anyItems(random, scene.mirror, client);
      tally.aimed++;
      if (send(aiming, update)) tally.admitted++;
      continue;
    }
    const who = random.pick(typists);
    if (random.int(3) === 0) while (who.seen < scene.log.length) Y.applyUpdate(who.doc, scene.log[who.seen++]!, 'remote');
    const text = textIn(who.doc);
    if (text !== null) who.doc.transact(() => type(random, text), OWN_EDIT);
    for (const update of who.unsent.splice(0))
      if (!send(who.person, update)) return `seed ${seed}, step ${step}: honest typing is refused: ${Buffer.from(update).toString('hex')}`;
  }
  return partingIn(scene, random, seed);
}

function typist(clientID: number): { doc: Y.Doc; unsent: Uint8Array[]; seen: number } {
  const doc = new Y.Doc({ gc: false });
  openRoots(KIND, doc);
  doc.clientID = clientID;
  const unsent: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') unsent.push(update);
  });
  return { doc, unsent, seen: 0 };
}

function textIn(doc: Y.Doc): Y.XmlText | null {
  const block = doc.getXmlFragment('strengths').get(0);
  const text = block instanceof Y.XmlElement ? block.get(0) : null;
  return text instanceof Y.XmlText ? text : null;
}

function type(random: SeededRandom, text: Y.XmlText): void {
  const at = random.int(text.length + 1);
  if (random.int(5) === 0 && at < text.length) text.delete(at, 1);
  else text.insert(at, 'xyz'.slice(random.int(3)));
}

/** A few items of one writer, whose origins are anything in the text, their own or others', deleted or not, or nothing. */
function anyItems(random: SeededRandom, doc: Y.Doc, client: number): Uint8Array {
  const text = textIn(doc)!;
  const ids: Id[] = [];
  for (let item = text._start; item !== null; item = item.right)
    for (let i = 0; i < item.length; i++)
      if (item.id.client === client || random.int(3) === 0) ids.push({ client: item.id.client, clock: item.id.clock + i });
  const first = Y.getState(doc.store, client);
  let clock = first;
  const structs = Array.from({ length: 1 + random.int(3) }, () => {
    const [origin, right] = [0, 1].map(() => (ids.length === 0 || random.int(6) === 0 ? null : random.pick(ids))) as [Id | null, Id | null];
    const words = 'pqr'.slice(0, 1 + random.int(3));
    for (let i = 0; i < words.length; i++) ids.push({ client, clock: clock++ });
    return { origin, right, parent: { ...text._item!.id }, content: { kind: 'string', text: words } as const };
  });
  return craft([{ client, clock: first, structs }]);
}

/** Replicas that get the log in other orders, in batches, or as a state. */
function partingIn(scene: Scene, random: SeededRandom, seed: number): string | null {
  const truth = readingOf(scene.mirror);
  for (let order = 0; order < 8; order++) {
    const doc = new Y.Doc({ gc: order % 2 === 0 });
    openRoots(KIND, doc);
    if (order === 0) Y.applyUpdate(doc, scene.live.encode());
    else if (order === 1) Y.applyUpdate(doc, Y.encodeStateAsUpdate(scene.mirror));
    else if (order === 2) for (let i = 0; i < scene.log.length; i += 5) Y.applyUpdate(doc, Y.mergeUpdates(scene.log.slice(i, i + 5)));
    else deliver(doc, scene.log, random);
    if (readingOf(doc) !== truth) return `seed ${seed}, order ${order}: replicas part: ${truth} | ${readingOf(doc)}`;
  }
  return null;
}

/** In any order in which nothing has to wait. */
function deliver(doc: Y.Doc, log: readonly Uint8Array[], random: SeededRandom): void {
  const waiting = log.map((update) => ({ update, ...Y.decodeUpdate(update) }));
  const has = (id: Y.ID | null): boolean => id === null || Y.getState(doc.store, id.client) > id.clock;
  while (waiting.length > 0) {
    const ready = waiting.filter(
      ({ structs, ds }) =>
        structs.every((struct, i) => {
          const { id, origin, rightOrigin } = struct as Y.Item;
          const isNext = i > 0 || Y.getState(doc.store, id.client) === id.clock;
          const isOwn = (of: Y.ID | null) => of !== null && of.client === id.client && of.clock < id.clock;
          return isNext && (isOwn(origin) || has(origin)) && (isOwn(rightOrigin) || has(rightOrigin));
        }) &&
        [...ds.clients].every(([client, ranges]) =>
          ranges.every(({ clock, len }) => Y.getState(doc.store, client) >= clock + len || structs.length > 0),
        ),
    );
    const next = random.pick(ready.length > 0 ? ready : waiting);
    waiting.splice(waiting.indexOf(next), 1);
    Y.applyUpdate(doc, next.update);
  }
}

/** The living characters, by id. */
function readingOf(doc: Y.Doc): string {
  const ids: string[] = [];
  for (let item = textIn(doc)?._start ?? null; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString)
      for (let i = 0; i < item.length; i++) ids.push(`${item.id.client}:${item.id.clock + i}`);
  return ids.join(' ');
}
