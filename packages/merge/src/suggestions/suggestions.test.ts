import type { Author } from '@ginnel/domain/people';
import { AMINA, GRACE, IMRAN, SAM, type TestPerson } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { blameText } from '../attribution/blame.ts';
import { leaseOfBringer } from '../attribution/bringing.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldAt } from '../bindings/fields.ts';
import { project } from '../canonical/project.ts';
import { addEntry, moveEntry, setValue, takeOut } from '../edits/entries.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { createLiveDocument } from '../live-document.ts';
import { acceptInto, type Accepted } from './accept.ts';
import type { SuggestedChange } from './change.ts';
import { decline } from './decided.ts';
import { differences } from './differences.ts';
import { openFork, rebase, suggestEntry } from './fork.ts';
import { showInPlace } from './in-place.ts';

const LIST = ['priorities'] as const;
const ID = 'p_00000001';

/** An original that Amina and Imran write, and a suggestion of Sam's. */
class Review {
  readonly world: World;
  readonly amina: Replica;
  readonly fork: Y.Doc;
  readonly random = seededRandom(9);
  readonly leases = new Map<number, Author>();

  constructor(kind: World['kind'], begin: (replica: Replica) => void, suggester: TestPerson = SAM) {
    this.world = new World(kind, [AMINA, IMRAN], seededRandom(2));
    this.amina = this.world.replicas[0] as Replica;
    begin(this.amina);
    this.world.settle();
    this.fork = openFork(kind, Y.encodeStateAsUpdate(this.world.server), this.random);
    this.fork.on('afterTransaction', ({ afterState, beforeState }: Y.Transaction) => {
      for (const client of afterState.keys()) {
        if (!beforeState.has(client) && this.world.leaseOf(client) === null && !this.leases.has(client))
          this.leases.set(client, suggester.author);
      }
    });
    this.leases.set(this.fork.clientID, suggester.author);
  }

  leaseOf = (client: number): Author | null => this.leases.get(client) ?? this.world.leaseOf(client);

  changes(): SuggestedChange[] {
    return differences(this.world.kind, this.world.server, this.fork);
  }

  shown(): string[] {
    return this.changes().map((change) =>
      change.type === 'words' ? `${change.path}: -${change.removed} +${change.added}` : `${change.path}: ${change.type}`,
    );
  }

  /** As the server does: accept, append, settle the fork. */
  accept(changeIds: readonly string[], acceptor = AMINA): Accepted {
    const accepted = acceptInto(this.world.kind, this.world.server, this.fork, {
      changeIds,
      acceptor: acceptor.author,
      leaseOf: this.leaseOf,
      random: this.random,
    });
    for (const { clientId, author } of accepted.leases) this.world.leases.set(clientId, author);
    this.world.append(acceptor.author, accepted.update, 'suggested');
    accepted.settle(this.fork);
    return accepted;
  }

  rebase(): void {
    const { leases } = rebase(this.world.kind, this.fork, this.world.server, {
      leaseOf: this.leaseOf,
      suggester: SAM.author,
      random: this.random,
    });
    for (const { clientId, author } of leases) this.leases.set(clientId, author);
  }

  blame(path: string): string[] {
    const field = fieldAt(this.world.kind, this.world.server, path);
    const index = indexOf(this.world.rows, this.world.leaseOf);
    return (field === null ? [] : textsOf(field)).flatMap((text) =>
      blameText(text, index).map(
        (run) => `${run.text}|${run.by?.author.personId}${run.by?.broughtBy ? `<${run.by.broughtBy.personId}` : ''}`,
      ),
    );
  }
}

function notesReview(): Review {
  return new Review('priorities', ({ doc }) =>
    ownEdit(doc, () => doc.getText('notes').insert(0, 'The park needs new benches and lights.')),
  );
}

function edit(doc: Y.Doc, change: (notes: Y.Text) => void): void {
  ownEdit(doc, () => change(doc.getText('notes')));
}

describe('a suggestion', () => {
  it('[SU1] is shown in place and as a list of changes, and alters nothing until it is accepted', () => {
    const review = notesReview();
    edit(review.fork, (notes) => {
      notes.delete(9, 5);
      notes.insert(9, 'badly needs');
      notes.insert(notes.length - 1, ', please');
    });
    expect(review.shown()).toEqual(['notes: -needs +badly needs', 'notes: - +, please']);
    const shown = showInPlace('priorities', review.world.server, review.fork, 'notes');
    expect(
      shown?.type === 'text' && shown.pieces.map(({ state, words, client }) => [state, words, review.leaseOf(client)?.personId]),
    ).toEqual([
      ['same', 'The park ', 'amina'],
      ['removed', 'needs', 'amina'],
      ['added', 'badly needs', 'sam'],
      ['same', ' new benches and lights', 'amina'],
      ['added', ', please', 'sam'],
      ['same', '.', 'amina'],
    ]);
    expect(review.world.server.getText('notes').toString()).toBe('The park needs new benches and lights.');
  });

  it('[SU2] is accepted change by change: the words go in under their suggester, with the acceptor recorded', () => {
    const review = notesReview();
    edit(review.fork, (notes) => {
      notes.insert(0, 'Really: ');
      notes.insert(notes.length - 1, ', please');
    });
    const [, second] = review.changes();
    const accepted = review.accept([second?.id ?? '', 'no.such']);
    expect(accepted.notFound).toEqual(['no.such']);
    expect(review.blame('notes')).toEqual(['The park needs new benches and lights|amina', ', please|sam<amina', '.|amina']);
    expect(review.shown()).toEqual(['notes: - +Really: ']);
    review.accept(review.changes().map(({ id }) => id));
    expect(review.shown()).toEqual([]);
    expect(review.world.server.getText('notes').toString()).toBe('Really: The park needs new benches and lights, please.');
    expect(review.fork.getText('notes').toString()).toBe(review.world.server.getText('notes').toString());
  });

  it('[SU3] that is declined, with a reason, is no longer shown until it is revised; its words stay with their suggester', () => {
    const review = notesReview();
    edit(review.fork, (notes) => notes.insert(0, 'Really: '));
    const decisions = decline(
      review.changes(),
      review.changes().map(({ id }) => id),
      'We keep it short',
    );
    expect(decisions).toMatchObject([{ outcome: 'declined', reason: 'We keep it short' }]);
    const open = (): number => differences('priorities', review.world.server, review.fork, decisions).length;
    expect(open()).toBe(0);
    expect(review.fork.getText('notes').toString()).toContain('Really: ');
    edit(review.fork, (notes) => notes.insert(3, 'x'));
    expect(open()).toBe(1);
  });

  it('[SU4] survives edits to the original and re-anchors: in words, around removed words and in values', () => {
    const review = new Review('priorities', ({ doc }) => {
      addEntry('priorities', doc, LIST, { id: ID, fields: { outcome: 'skills' } });
      ownEdit(doc, () => doc.getText('notes').insert(0, 'The park needs new benches.'));
    });
    edit(review.fork, (notes) => notes.insert(15, 'shiny '));
    setValue(review.fork, LIST, ID, 'outcome', 'health');
    edit(review.amina.doc, (notes) => notes.insert(0, 'Monday. '));
    edit(review.amina.doc, (notes) => notes.delete(notes.length - 9, 8));
    for (const outcome of ['jobs', 'housing']) {
      setValue(review.amina.doc, LIST, ID, 'outcome', outcome);
      review.world.settle();
      review.rebase();
      expect(review.changes().map(({ type }) => type)).toEqual(['value', 'words']);
    }
    expect(review.changes()[0]).toMatchObject({ before: 'housing', after: 'health' });
    review.accept(review.changes().map(({ id }) => id));
    expect(review.world.server.getText('notes').toString()).toBe('Monday. The park needs shiny new.');
    expect(project('priorities', review.world.server).priorities[0]?.outcome).toBe('health');
    // What was accepted is the original's now: a later edit of it is not suggested away.
    review.world.settle();
    setValue(review.amina.doc, LIST, ID, 'outcome', 'visitors');
    review.world.settle();
    review.rebase();
    expect(review.shown()).toEqual([]);
  });

  it('[SU5] goes on while it is accepted: words written meanwhile, around and within, stay suggested', () => {
    const review = notesReview();
    edit(review.fork, (notes) => notes.insert(9, 'really '));
    const accepted = acceptInto('priorities', review.world.server, review.fork, {
      changeIds: review.changes().map(({ id }) => id),
      acceptor: AMINA.author,
      leaseOf: review.leaseOf,
      random: review.random,
    });
    edit(review.fork, (notes) => notes.insert(13, '(really!)'));
    review.world.append(AMINA.author, accepted.update, 'suggested');
    accepted.settle(review.fork);
    expect(review.world.server.getText('notes').toString()).toBe('The park really needs new benches and lights.');
    expect(review.shown()).toEqual(['notes: - +(really!)']);
  });

  it('[SU6] adds, moves, sets and takes out entries; one that was accepted is one entry, also for who goes on writing in it', () => {
    const review = new Review('priorities', ({ doc }) => {
      for (const id of [ID, 'p_00000002', 'p_00000003']) addEntry('priorities', doc, LIST, { id, fields: { title: id } });
    });
    suggestEntry('priorities', review.fork, LIST, {
      entry: { id: 'p_0000000n', index: 1, fields: { title: 'Trees' } },
      random: review.random,
    });
    ownEdit(review.fork, () => textAt(review.fork, 'priorities', 'p_0000000n', 'why')?.insert(0, 'Shade'));
    setValue(review.fork, LIST, 'p_0000000n', 'outcome', 'health');
    moveEntry(review.fork, LIST, 'p_00000003', 0);
    takeOut(review.fork, LIST, 'p_00000002');
    expect(review.shown().sort()).toEqual([
      `priorities/p_00000002: taken-out`,
      `priorities/p_00000003: moved`,
      `priorities/p_0000000n: entry-added`,
    ]);
    const added = review.changes().find(({ type }) => type === 'entry-added');
    expect(added).toMatchObject({ content: { title: 'Trees', why: 'Shade', outcome: 'health' } });
    review.accept([added?.id ?? '']);
    ownEdit(review.fork, () => textAt(review.fork, 'priorities', 'p_0000000n', 'why')?.insert(5, ' in summer'));
    expect(review.shown()).toContain('priorities/p_0000000n/why: - + in summer');
    expect(review.blame('priorities/p_0000000n/why')).toEqual(['Shade|sam<amina']);
    review.accept(review.changes().map(({ id }) => id));
    expect(project('priorities', review.world.server)).toMatchObject({
      priorities: [{ id: 'p_00000003' }, { id: ID }, { id: 'p_0000000n', title: 'Trees', why: 'Shade in summer', outcome: 'health' }],
      takenOut: { priorities: [{ id: 'p_00000002' }] },
    });
    expect(review.shown()).toEqual([]);
  });

  it('[SU7] of rich text adds, removes and changes blocks, and marks words', () => {
    const heading = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text' as const, text: 'What we have' }] };
    const review = new Review('plan', ({ doc }) =>
      ownEdit(doc, () => appendProse(doc.getXmlFragment('strengths'), [heading, ...paragraphs('A library', 'A pool')])),
    );
    const fragment = review.fork.getXmlFragment('strengths');
    ownEdit(review.fork, () => {
      (fragment.get(0) as Y.XmlElement).setAttribute('level', 3 as unknown as string);
      ((fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText).format(2, 7, { bold: {} });
      fragment.delete(2, 1);
      appendProse(fragment, paragraphs('A new hall'));
    });
    expect(review.changes().map(({ type }) => type)).toEqual(['block-changed', 'marks', 'block-added', 'block-removed']);
    const wanted = project('plan', review.fork).strengths;
    review.accept(review.changes().map(({ id }) => id));
    expect(project('plan', review.world.server).strengths).toEqual(wanted);
    expect(project('plan', review.fork).strengths).toEqual(wanted);
    expect(review.shown()).toEqual([]);
    expect(review.blame('strengths')).toContain('A new hall|sam<amina');
  });

  it('[SU4] keeps a suggested attribute of a block, and follows the original in one that was accepted', () => {
    const heading = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text' as const, text: 'What we have' }] };
    for (let i = 0; i < 10; i++) {
      const review = new Review('plan', ({ doc }) => ownEdit(doc, () => appendProse(doc.getXmlFragment('strengths'), [heading])));
      const setLevel = (doc: Y.Doc, level: number): void =>
        ownEdit(doc, () => (doc.getXmlFragment('strengths').get(0) as Y.XmlElement).setAttribute('level', level as unknown as string));
      if (i % 2 === 0) review.fork.clientID = i + 1;
      review.leases.set(i + 1, SAM.author);
      setLevel(review.fork, 3);
      setLevel(review.amina.doc, 1);
      review.world.settle();
      review.rebase();
      expect(review.changes()).toMatchObject([{ type: 'block-changed', before: { attrs: { level: 1 } }, block: { attrs: { level: 3 } } }]);
      review.accept(review.changes().map(({ id }) => id));
      review.world.settle();
      setLevel(review.amina.doc, 4);
      review.world.settle();
      review.rebase();
      expect(review.changes()).toEqual([]);
    }
  });

  it("[SU8] that is accepted is judged by the acceptor's rights", () => {
    const review = notesReview();
    edit(review.fork, (notes) => notes.insert(0, 'Really: '));
    const { world } = review;
    const accepted = acceptInto('priorities', world.server, review.fork, {
      changeIds: review.changes().map(({ id }) => id),
      acceptor: GRACE.author,
      leaseOf: review.leaseOf,
      random: review.random,
    });
    const live = createLiveDocument('priorities');
    live.apply(Y.encodeStateAsUpdate(world.server));
    const judge = (standing: 'member' | 'visitor', leaseOf = leaseOfBringer(world.leaseOf, accepted, GRACE.author)) =>
      live.judge(accepted.update, {
        author: GRACE.author,
        actor: { standing, party: null },
        phase: 'drafting',
        leaseOf,
        actorOf: () => null,
      });
    expect(judge('member').ok).toBe(true);
    expect(judge('visitor')).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
    const leased = (client: number): Author | null =>
      accepted.leases.find(({ clientId }) => clientId === client)?.author ?? world.leaseOf(client);
    expect(judge('member', leased)).toMatchObject({ ok: false, error: { kind: 'forged-author' } });
  });
});
