import type { PersonId } from '@ginnel/base/ids';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, GRACE, IMRAN, type TestPerson } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import type { Standing } from '@ginnel/domain/standing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { blame } from '../attribution/blame.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldsOf } from '../bindings/fields.ts';
import type { Judged } from '../contract.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { createLiveDocument } from '../live-document.ts';
import { anchorTo, readAnchor } from './anchor.ts';
import { addComment, mentionsIn, orphanedThreads, removeComment, resolveThread, threadsOf } from './comments.ts';

const ID = 'k_00000001';
const ANSWER = 'k_00000002';

function pair(): { world: World; amina: Replica; imran: Replica; notes: Y.Text } {
  const world = new World('priorities', [AMINA, IMRAN], seededRandom(1));
  const [amina, imran] = world.replicas as [Replica, Replica];
  ownEdit(amina.doc, () => amina.doc.getText('notes').insert(0, 'We want a safe crossing here.'));
  world.settle();
  return { world, amina, imran, notes: amina.doc.getText('notes') };
}

describe('comments', () => {
  it('[CO1] are anchored to words and move with them, whoever edits around and within', () => {
    const { world, amina, imran, notes } = pair();
    addComment('priorities', amina.doc, {
      id: ID,
      body: 'Which one?',
      anchor: anchorTo('notes', { text: notes, index: 8 }, { text: notes, index: 23 }),
    });
    world.settle();
    ownEdit(imran.doc, () => imran.doc.getText('notes').insert(0, 'At the school: '));
    ownEdit(imran.doc, () => imran.doc.getText('notes').insert(30, 'and bright '));
    world.settle();
    const [thread] = threadsOf('priorities', world.server);
    expect(thread).toMatchObject({ quote: 'a safe crossing', about: { state: 'words', words: 'a safe and bright crossing' } });
  });

  it('[CO2] whose words are all gone, or whose field never was, are reported as orphans with their quotation', () => {
    const { world, amina, imran, notes } = pair();
    addComment('priorities', amina.doc, {
      id: ID,
      body: 'Which one?',
      anchor: anchorTo('notes', { text: notes, index: 8 }, { text: notes, index: 23 }),
    });
    world.settle();
    ownEdit(imran.doc, () => imran.doc.getText('notes').delete(3, 24));
    world.settle();
    expect(orphanedThreads('priorities', world.server)).toMatchObject([{ first: { id: ID }, quote: 'a safe crossing' }]);
    expect(readAnchor('priorities', world.server, 'priorities/p_00000009/title')).toEqual({
      state: 'orphaned',
      path: 'priorities/p_00000009/title',
    });
    expect(readAnchor('priorities', world.server, 'notes AAAA !!!')).toEqual({ state: 'orphaned', path: 'notes' });
  });

  it('[CO3] form threads; an answer to nothing stands by itself; a removed one shows only while it is answered', () => {
    const { amina, world } = pair();
    addComment('priorities', amina.doc, { id: ID, body: 'Yes', anchor: 'notes' });
    addComment('priorities', amina.doc, { id: ANSWER, body: 'And no', thread: ID });
    addComment('priorities', amina.doc, { id: 'k_00000003', body: 'Lost?', thread: 'k_99999999' });
    world.settle();
    expect(threadsOf('priorities', world.server).map(({ first, answers }) => [first.body, ...answers.map(({ body }) => body)])).toEqual([
      ['Yes', 'And no'],
      ['Lost?'],
    ]);
    removeComment(amina.doc, ID);
    expect(threadsOf('priorities', amina.doc)[0]).toMatchObject({ first: { body: '', removed: true }, answers: [{ body: 'And no' }] });
    removeComment(amina.doc, ANSWER);
    expect(threadsOf('priorities', amina.doc)).toHaveLength(1);
  });

  it('[CO4] are settled and opened again', () => {
    const { amina } = pair();
    addComment('priorities', amina.doc, { id: ID, body: 'Yes' });
    expect(threadsOf('priorities', amina.doc)[0]).toMatchObject({ resolved: false, about: { state: 'whole', path: '' } });
    resolveThread(amina.doc, ID, true);
    expect(threadsOf('priorities', amina.doc)[0]?.resolved).toBe(true);
    resolveThread(amina.doc, ID, false);
    expect(threadsOf('priorities', amina.doc)[0]?.resolved).toBe(false);
  });

  it('[CO5] mention people by id, and nobody by an e-mail address', () => {
    expect(mentionsIn('@amina-hussain and @imran-shah, not a@b.uk or x@amina-hussain.')).toEqual(['amina-hussain', 'imran-shah']);
  });

  it('[CO6] name their author and time by attribution', () => {
    const { world, amina } = pair();
    addComment('priorities', amina.doc, { id: ID, body: 'Yes' });
    world.settle();
    expect(blame('priorities', world.server, `comments/${ID}`, indexOf(world.rows, world.leaseOf))).toMatchObject({
      by: { author: AMINA.author, atMs: world.nowMs },
    });
  });

  it('[CO7] are written by anyone who may read, in every phase, and changed by their author alone', () => {
    const live = createLiveDocument('priorities');
    const leases = new Map<number, PersonId>();
    const send = (replica: Replica, standing: Standing, update: Uint8Array): string => {
      const by: Judged = {
        author: replica.person.author,
        actor: { standing, party: null },
        phase: 'agreed',
        actorOf: () => null,
        leaseOf: (client) =>
          leases.has(client) ? { personId: leases.get(client) as PersonId, capacityId: `${leases.get(client)}` as never } : null,
      };
      const judged = live.judge(update, { ...by, author: { ...by.author, capacityId: by.author.personId as never } });
      if (!judged.ok) return judged.error.kind;
      for (const client of judged.value.claims) leases.set(client, replica.person.author.personId);
      live.apply(update);
      return 'admitted';
    };
    const world = new World('priorities', [AMINA, IMRAN, GRACE], seededRandom(5));
    const [visitor, member, moderator] = world.replicas as [Replica, Replica, Replica];
    const all = (replica: Replica, standing: Standing): string[] =>
      replica.unsent.splice(0).map((update) => send(replica, standing, update));
    addComment('priorities', visitor.doc, { id: ID, body: 'I live next door', anchor: 'notes' });
    const first = [...visitor.unsent];
    expect(all(visitor, 'visitor')).toEqual(['admitted', 'admitted']);
    for (const other of [member, moderator]) for (const update of first) Y.applyUpdate(other.doc, update);
    for (const other of [member, moderator]) other.unsent.length = 0;

    ownEdit(member.doc, () => textAt(member.doc, 'comments', ID, 'body')?.insert(0, 'not '));
    expect(all(member, 'member')).toEqual(['not-yours']);
    ownEdit(moderator.doc, () => textAt(moderator.doc, 'comments', ID, 'body')?.delete(0, 2));
    expect(all(moderator, 'moderator')).toEqual(['not-yours']);

    const fresh = (person: TestPerson): Replica => {
      const doc = new Y.Doc({ gc: false });
      Y.applyUpdate(doc, live.encode());
      const replica: Replica = { person, doc, unsent: [], seen: 0 };
      doc.on('update', (update: Uint8Array) => replica.unsent.push(update));
      return replica;
    };
    const hider = fresh(IMRAN);
    removeComment(hider.doc, ID);
    expect(all(hider, 'member')).toEqual(['not-yours']);
    const settler = fresh(IMRAN);
    resolveThread(settler.doc, ID, true);
    expect(all(settler, 'member')).toEqual(['admitted']);
    const keeper = fresh(GRACE);
    removeComment(keeper.doc, ID);
    expect(all(keeper, 'moderator')).toEqual(['admitted']);
    const author = fresh(AMINA);
    ownEdit(author.doc, () => textAt(author.doc, 'comments', ID, 'body')?.insert(0, 'I moved: '));
    expect(all(author, 'visitor')).toEqual(['admitted']);
    expect(textAt(author.doc, 'comments', ID, 'body')?.toString()).toBe('I moved: I live next door');
  });

  it('[CO8] anchor to several blocks of rich text and let go when those are deleted', () => {
    const doc = new Y.Doc();
    const fragment = doc.getXmlFragment('strengths');
    appendProse(fragment, paragraphs('The park is loved', 'Two lights are broken'));
    const text = (i: number): Y.Text => (fragment.get(i) as Y.XmlElement).get(0) as Y.XmlText;
    const anchor = anchorTo('strengths', { text: text(0), index: 4 }, { text: text(1), index: 10 });
    addComment('plan', doc, { id: ID, body: 'Since when?', anchor });
    expect(threadsOf('plan', doc)[0]).toMatchObject({ quote: 'park is loved\nTwo lights' });
    fragment.delete(0, 1);
    expect(orphanedThreads('plan', doc)).toHaveLength(1);
  });

  it('[CO9] point at exactly the words that stand of those quoted, plus what came between, in random histories', () => {
    let pointed = 0;
    fc.assert(
      fc.property(honestHistories({ maxSteps: 60 }), fc.nat(1000), fc.nat(20), (history, which, length) => {
        const half = Math.floor(history.steps.length / 2);
        let anchor = '';
        let quoted = '';
        const world = play(history, {
          voice: 'unique',
          onStep: (i, { replicas }) => {
            if (i !== half) return;
            const { doc } = replicas[0] as Replica;
            const places = [...fieldsOf(history.kind, doc)]
              .flatMap((field) => textsOf(field).map((text) => ({ path: field.path, text })))
              .filter(({ text }) => text.length > 0);
            const place = places[which % Math.max(1, places.length)];
            if (place === undefined) return;
            const plain = Y.Text.prototype.toString.call(place.text);
            const from = which % plain.length;
            const to = Math.min(plain.length, from + 1 + length);
            quoted = plain.slice(from, to);
            anchor = anchorTo(place.path, { text: place.text, index: from }, { text: place.text, index: to });
          },
        });
        if (anchor === '') return;
        const about = readAnchor(history.kind, world.server, anchor);
        const standing = new Set(
          [...fieldsOf(history.kind, world.server)].flatMap((field) =>
            textsOf(field).flatMap((text) => [...Y.Text.prototype.toString.call(text)]),
          ),
        );
        const left = [...quoted].filter((character) => standing.has(character));
        if (left.length === 0) {
          expect(about.state === 'words' && [...about.words].some((character) => quoted.includes(character))).toBe(false);
          return;
        }
        pointed++;
        if (about.state !== 'words') throw new Error(`${left.join('')} stand, and the anchor is ${about.state}`);
        expect([...about.words].filter((character) => quoted.includes(character))).toEqual(left);
      }),
      { numRuns: 150 },
    );
    expect(pointed).toBeGreaterThan(30);
  });
});
