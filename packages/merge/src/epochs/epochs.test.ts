import type { Author } from '@ginnel/domain/people';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, EVERYONE, GRACE, IMRAN, SAM } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { blame, blameText } from '../attribution/blame.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf, type AttributedRow } from '../attribution/index.ts';
import { fieldsOf } from '../bindings/fields.ts';
import { project } from '../canonical/project.ts';
import { threadsOf } from '../comments/comments.ts';
import type { IdRange, LeaseOf } from '../contract.ts';
import { anchorTo } from '../comments/anchor.ts';
import { addEntry, setValue } from '../edits/entries.ts';
import { openRoots, ownEdit, textAt } from '../edits/open.ts';
import { createLiveDocument } from '../live-document.ts';
import { idsBefore } from './compare.ts';
import { contentWithout, expunge, type NewEpoch } from './expunge.ts';
import { idsBetween, type Expunged } from './gone.ts';
import { unsentWords } from './unsent.ts';

const LIST = ['priorities'] as const;

interface Begun extends NewEpoch {
  readonly doc: Y.Doc;
  readonly numbered: readonly AttributedRow[];
  readonly leaseOf: LeaseOf;
}

function begin(world: World, what: readonly Expunged[]): Begun {
  const expunging = {
    rows: world.rows,
    leaseOf: world.leaseOf,
    clients: world.leases.keys(),
    by: GRACE.author,
    atMs: world.nowMs,
    random: seededRandom(0xf0000001),
  };
  const epoch = expunge(world.kind, what, expunging);
  const doc = new Y.Doc();
  openRoots(world.kind, doc);
  for (const { update } of epoch.rows) Y.applyUpdate(doc, update);
  const leases = new Map(epoch.leases.map(({ clientId, author }) => [clientId, author]));
  expect(contentWithout(world.kind, what, expunging)).toEqual(project(world.kind, doc));
  return { ...epoch, doc, numbered: epoch.rows.map((row, i) => ({ ...row, seq: i + 1 })), leaseOf: (client) => leases.get(client) ?? null };
}

function notesWorld(): { world: World; amina: Replica; imran: Replica } {
  const world = new World('priorities', [AMINA, IMRAN], seededRandom(6));
  const [amina, imran] = world.replicas as [Replica, Replica];
  ownEdit(amina.doc, () => amina.doc.getText('notes').insert(0, 'My number is 07700 900123. Call me.'));
  world.settle();
  world.nowMs += 90_000;
  ownEdit(imran.doc, () => imran.doc.getText('notes').insert(13, 'still '));
  world.settle();
  return { world, amina, imran };
}

function holds(epoch: NewEpoch, words: string): boolean {
  return epoch.rows.some(({ update }) => Buffer.from(update).includes(words));
}

describe('a new epoch', () => {
  it('[EP1] holds nothing of the expunged range, and everything else', () => {
    const { world } = notesWorld();
    const notes = world.server.getText('notes');
    const at = notes.toString().indexOf('07700');
    const epoch = begin(world, [{ ids: idsBetween(notes, at, at + 12) }]);
    expect(epoch.doc.getText('notes').toString()).toBe('My number is still . Call me.');
    expect(holds(epoch, '07700')).toBe(false);
    expect(holds(epoch, '900123')).toBe(false);
  });

  it('[EP2] keeps author, capacity, route, bringer and time of every word that stays', () => {
    const { world, amina } = notesWorld();
    ownEdit(amina.doc, () => amina.doc.getText('notes').insert(0, 'Brought. '));
    for (const update of amina.unsent.splice(0)) world.append(SAM.author, update, 'suggested');
    const epoch = begin(world, []);
    const before = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf));
    const after = blameText(epoch.doc.getText('notes'), indexOf(epoch.numbered, epoch.leaseOf));
    const plain = (runs: typeof before) => runs.map(({ text, by }) => ({ text, by: by && { ...by, seq: 0 } }));
    expect(plain(after)).toEqual(plain(before));
    expect(before[0]?.by).toMatchObject({ author: AMINA.author, broughtBy: SAM.author, route: 'suggested' });
  });

  it('[EP3] has nothing of an expunged person: no words, values, comments or entries of theirs alone, and not their name', () => {
    const { world, amina, imran } = notesWorld();
    addEntry('priorities', imran.doc, LIST, { id: 'p_00000001', fields: { title: 'His alone', outcome: 'health' } });
    addEntry('priorities', imran.doc, LIST, { id: 'p_00000002', fields: { title: 'His and hers' } });
    addEntry('priorities', imran.doc, ['comments'], { id: 'k_00000001', fields: { body: 'His comment' } });
    world.settle();
    ownEdit(amina.doc, () => textAt(amina.doc, 'priorities', 'p_00000002', 'why')?.insert(0, 'Hers'));
    world.settle();
    const epoch = begin(world, [{ personId: IMRAN.author.personId }]);
    expect(project('priorities', epoch.doc)).toMatchObject({
      priorities: [{ id: 'p_00000002', title: '', why: 'Hers', outcome: '' }],
      notes: 'My number is 07700 900123. Call me.',
    });
    expect(threadsOf('priorities', epoch.doc)).toEqual([]);
    for (const words of ['still', 'His', 'alone']) expect(holds(epoch, words)).toBe(false);
    expect(JSON.stringify([epoch.leases, epoch.rows.map(({ author }) => author)])).not.toContain('imran');
    expect(blame('priorities', epoch.doc, 'priorities/p_00000002', indexOf(epoch.numbered, epoch.leaseOf))).toMatchObject({
      by: { author: GRACE.author },
    });
  });

  it("[EP8] finds a person's words wherever others have moved them, and leaves others' words that the person had moved", () => {
    const { world, amina, imran } = notesWorld();
    // Amina writes a line of Imran's anew elsewhere, and he one of hers: as undo, Enter and Backspace do.
    ownEdit(amina.doc, () => {
      const notes = amina.doc.getText('notes');
      notes.insert(0, '\n');
      const at = notes.toString().indexOf('still ');
      notes.delete(at, 6);
      notes.insert(0, 'still ');
    });
    world.settle();
    ownEdit(imran.doc, () => {
      const notes = imran.doc.getText('notes');
      const at = notes.toString().indexOf('Call me.');
      notes.delete(at, 8);
      notes.insert(0, 'Call me.');
    });
    world.settle();
    const epoch = begin(world, [{ personId: IMRAN.author.personId }]);
    expect(epoch.doc.getText('notes').toString()).toBe('Call me.\nMy number is 07700 900123. ');
    expect(holds(epoch, 'still')).toBe(false);
  });

  it('[EP8] finds expunged words wherever others have moved them', () => {
    const { world, amina } = notesWorld();
    const notes = world.server.getText('notes');
    const at = notes.toString().indexOf('still ');
    const ids = idsBetween(notes, at, at + 6);
    ownEdit(amina.doc, () => {
      const hers = amina.doc.getText('notes');
      hers.delete(at, 6);
      hers.insert(0, 'still ');
    });
    world.settle();
    const epoch = begin(world, [{ ids }]);
    expect(epoch.doc.getText('notes').toString()).toBe('My number is 07700 900123. Call me.');
    expect(holds(epoch, 'still')).toBe(false);
  });

  it('[EP10] keeps a comment at its words, and takes from it what it quotes of words that go', () => {
    const { world, amina } = notesWorld();
    const notes = amina.doc.getText('notes');
    const at = (words: string) => notes.toString().indexOf(words);
    const anchor = anchorTo('notes', { text: notes, index: at('Call') }, { text: notes, index: at('Call') + 4 });
    addEntry('priorities', amina.doc, ['comments'], { id: 'k_00000001', fields: { body: 'When?', quote: 'Call' } });
    setValue(amina.doc, ['comments'], 'k_00000001', 'anchor', anchor);
    addEntry('priorities', amina.doc, ['comments'], { id: 'k_00000002', fields: { body: 'Whose?', quote: 'is 07700 9' } });
    world.settle();
    const epoch = begin(world, [{ ids: idsBetween(world.server.getText('notes'), at('07700'), at('07700') + 12) }]);
    const threads = threadsOf('priorities', epoch.doc);
    expect(threads[0]).toMatchObject({ first: { body: 'When?' }, quote: 'Call', about: { state: 'words', words: 'Call' } });
    expect(threads[1]).toMatchObject({ first: { body: 'Whose?' }, quote: '' });
    expect(holds(epoch, '07700')).toBe(false);
  });

  it('[EP4] leaves out an entry whole, whoever wrote in it', () => {
    const { world, amina } = notesWorld();
    addEntry('priorities', amina.doc, LIST, { id: 'p_00000001', fields: { title: 'Unlawful' } });
    world.settle();
    const epoch = begin(world, [{ path: 'priorities/p_00000001' }]);
    expect(project('priorities', epoch.doc).priorities).toEqual([]);
    expect(holds(epoch, 'Unlawful')).toBe(false);
  });

  it('[EP5, EP9] without anything expunged is the same document; with a person expunged it is the same without their words; authors are true', () => {
    let characters = 0;
    fc.assert(
      fc.property(honestHistories({ people: 4, maxSteps: 60 }), fc.integer({ min: -1, max: 3 }), (history, who) => {
        const writer = new Map<string, Author>();
        const onEdit = (replica: Replica, what: string): void => {
          for (const character of what) writer.set(character, replica.person.author);
        };
        const world = play(history, { voice: 'unique', people: EVERYONE, onEdit });
        const person = EVERYONE[who]?.author.personId;
        const epoch = begin(world, person === undefined ? [] : [{ personId: person }]);
        if (person === undefined) expect(project(history.kind, epoch.doc)).toEqual(project(history.kind, world.server));
        const all = [...charactersIn(world.kind, world.server)];
        const wanted = all.filter((character) => writer.get(character)?.personId !== person);
        expect([...charactersIn(world.kind, epoch.doc)]).toEqual(wanted);
        const { goes, stays, origins } = epoch.compared;
        expect([goes.characters, stays.characters]).toEqual([all.length - wanted.length, wanted.length]);
        expect(origins.reduce((sum, { length }) => sum + length, 0)).toBe(wanted.length);
        for (const origin of origins) {
          expect(wordsAt(world.server, idsBefore([origin], origins))).toBe(wordsAt(epoch.doc, [origin]));
        }
        const index = indexOf(epoch.numbered, epoch.leaseOf);
        for (const field of fieldsOf(history.kind, epoch.doc)) {
          for (const text of textsOf(field)) {
            for (const run of blameText(text, index, { sittingMs: 0 })) {
              for (const character of run.text) {
                characters++;
                expect(run.by?.author).toEqual(writer.get(character));
              }
            }
          }
        }
      }),
      { numRuns: 120 },
    );
    expect(characters).toBeGreaterThan(1000);
  });

  it('[EP6] takes nothing from a stale replica: its state is refused, whoever sends it', () => {
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 40 }), (history) => {
        const world = play(history, { settled: false });
        const stale = world.replicas[0] as Replica;
        const epoch = begin(world, [{ personId: IMRAN.author.personId }]);
        const live = createLiveDocument(history.kind);
        for (const { update } of epoch.rows) live.apply(update);
        const before = live.encode();
        for (const update of [Y.encodeStateAsUpdate(stale.doc), ...stale.unsent]) {
          const judged = live.judge(update, {
            author: stale.person.author,
            actor: { standing: 'moderator', party: null },
            phase: 'drafting',
            leaseOf: epoch.leaseOf,
            actorOf: () => null,
          });
          expect(judged.ok).toBe(false);
        }
        expect(live.encode()).toEqual(before);
      }),
      { numRuns: 80 },
    );
  });

  it('[EP6] also when the document is free notes alone, and whoever sends them was not expunged; and in the epoch after', () => {
    const { world, amina } = notesWorld();
    const first = begin(world, [{ personId: IMRAN.author.personId }]);
    const clients = first.leases.map(({ clientId }) => clientId);
    const about = { leaseOf: first.leaseOf, clients, by: GRACE.author, atMs: 0, random: seededRandom(0xf0000007) };
    const second = expunge('priorities', [], { ...about, rows: first.numbered });
    for (const { rows, leases } of [first, second]) {
      const live = createLiveDocument('priorities');
      for (const { update } of rows) live.apply(update);
      const authors = new Map(leases.map(({ clientId, author }) => [clientId, author]));
      const judged = live.judge(Y.encodeStateAsUpdate(amina.doc), {
        author: AMINA.author,
        actor: { standing: 'member', party: null },
        phase: 'drafting',
        leaseOf: (client) => authors.get(client) ?? null,
        actorOf: () => null,
      });
      expect(judged).toMatchObject({ ok: false, error: { kind: 'forged-author' } });
    }
  });

  it("[EP7] offers back the words of a stale replica that the server never had, by place, and nobody else's", () => {
    const { world, amina } = notesWorld();
    addEntry('priorities', amina.doc, LIST, { id: 'p_00000001' });
    world.settle();
    ownEdit(amina.doc, () => amina.doc.getText('notes').insert(0, 'First. '));
    ownEdit(amina.doc, () => amina.doc.getText('notes').insert(amina.doc.getText('notes').length, ' Last.'));
    ownEdit(amina.doc, () => textAt(amina.doc, 'priorities', 'p_00000001', 'title')?.insert(0, 'Offline title'));
    expect(unsentWords('priorities', amina.doc, Y.encodeStateVector(world.server))).toEqual([
      { path: 'priorities/p_00000001/title', words: 'Offline title' },
      { path: 'notes', words: 'First. \n Last.' },
    ]);
    world.settle();
    expect(unsentWords('priorities', amina.doc, Y.encodeStateVector(world.server))).toEqual([]);
  });
});

function charactersIn(kind: World['kind'], doc: Y.Doc): string {
  return [...fieldsOf(kind, doc)]
    .flatMap((field) => textsOf(field).flatMap((text) => [...Y.Text.prototype.toString.call(text)]))
    .sort()
    .join('');
}

function wordsAt(doc: Y.Doc, ids: readonly IdRange[]): string {
  let words = '';
  for (const { client, clock, length } of ids) {
    for (let at = clock; at < clock + length; at++) {
      const item = Y.getItem(doc.store, Y.createID(client, at)) as Y.Item;
      words += item.content instanceof Y.ContentString ? item.content.str[at - item.id.clock] : '';
    }
  }
  return words;
}
