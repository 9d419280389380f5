import type { Author } from '@ginnel/domain/people';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@ginnel/domain/standing';
import type { Judged } from './contract.ts';
import { addEntry, setValue } from './edits/entries.ts';
import { textAt } from './edits/open.ts';
import { createLiveDocument } from './live-document.ts';

const amina = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const ben = { personId: 'ben', capacityId: 'ben.officer' } as Author;
const leases = new Map<number, Author>();

function by(author: Author, change: Partial<Judged> = {}): Judged {
  return {
    author,
    actor: { standing: 'member', party: 'residents' },
    phase: 'drafting',
    leaseOf: (client) => leases.get(client) ?? null,
    actorOf: () => ({ standing: 'member', party: 'residents' }),
    ...change,
  };
}

/** A replica and the updates that it made. */
function replica(clientID: number, state?: Uint8Array) {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = clientID;
  if (state) Y.applyUpdate(doc, state);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  return { doc, updates };
}

describe('createLiveDocument', () => {
  it('[AD1] takes an honest edit, says what it adds and claims, and holds it once applied', () => {
    const live = createLiveDocument('priorities');
    const { doc, updates } = replica(7);
    doc.getText('notes').insert(0, 'A bench by the library');
    expect(live.judge(updates[0]!, by(amina))).toEqual({
      ok: true,
      value: { inserted: [{ client: 7, clock: 0, length: 22 }], deleted: [], claims: [7] },
    });
    expect(live.content()).toEqual({ priorities: [], notes: '' });
    live.apply(updates[0]!);
    expect(live.content()).toEqual({ priorities: [], notes: 'A bench by the library' });
    expect(live.judge(updates[0]!, by(amina))).toEqual({ ok: true, value: { inserted: [], deleted: [], claims: [] } });
  });

  it('[AD4] refuses structs under a clientID that is leased to somebody else', () => {
    const live = createLiveDocument('priorities');
    leases.set(9, ben);
    const { doc, updates } = replica(9);
    doc.getText('notes').insert(0, 'x');
    expect(live.judge(updates[0]!, by(amina))).toEqual({ ok: false, error: { kind: 'forged-author', path: '' } });
    expect(live.judge(updates[0]!, by(ben))).toMatchObject({ ok: true, value: { claims: [] } });
  });

  it('[AD21] takes what is said again, whole or with more behind it, and refuses other words under the same clocks', () => {
    const live = createLiveDocument('priorities');
    const [one, other] = [replica(21), replica(21)];
    one.doc.getText('notes').insert(0, 'A bench');
    live.judge(one.updates[0]!, by(amina));
    live.apply(one.updates[0]!);
    other.doc.getText('notes').insert(0, 'A tree');
    expect(live.judge(other.updates[0]!, by(amina))).toEqual({ ok: false, error: { kind: 'forged-author', path: '' } });
    other.doc.getText('notes').insert(6, 's along the canal');
    expect(live.judge(Y.encodeStateAsUpdate(other.doc), by(amina))).toEqual({ ok: false, error: { kind: 'forged-author', path: '' } });
    expect(live.judge(one.updates[0]!, by(ben))).toMatchObject({ ok: true, value: { inserted: [] } });
    one.doc.getText('notes').insert(7, ' by the library');
    expect(live.judge(Y.encodeStateAsUpdate(one.doc), by(amina))).toEqual({ ok: false, error: { kind: 'gap', path: '' } });
    expect(live.content()).toEqual({ priorities: [], notes: 'A bench' });
  });

  it('[AD2] never lets half an update in: one byte short is malformed', () => {
    const live = createLiveDocument('priorities');
    const { doc, updates } = replica(7);
    doc.getText('notes').insert(0, 'A bench');
    expect(live.judge(updates[0]!.subarray(0, -1), by(amina))).toEqual({ ok: false, error: { kind: 'malformed', path: '' } });
    expect(live.encode()).toEqual(createLiveDocument('priorities').encode());
  });

  it('[AD4] judges structs under a clientID of the same person in the capacity that it is leased to', () => {
    const live = createLiveDocument('deal');
    const forStreets = { personId: 'amina', capacityId: 'amina.officer' } as Author;
    leases.set(11, forStreets);
    const { doc, updates } = replica(11);
    doc.getText('notes').insert(0, 'x');
    const asked: Author[] = [];
    const standing = (actor: Actor | null) =>
      by(amina, { actor: { standing: 'visitor', party: null }, actorOf: (author) => (asked.push(author), actor) });
    expect(live.judge(updates[0]!, standing({ standing: 'member', party: null })).ok).toBe(true);
    expect(live.judge(updates[0]!, standing({ standing: 'visitor', party: null }))).toMatchObject({
      error: { kind: 'not-allowed', path: 'notes/#' },
    });
    expect(live.judge(updates[0]!, standing(null))).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(asked).toEqual([forStreets, forStreets, forStreets]);
  });

  it('[AD9] says which of two values goes when both were set without knowing of the other', () => {
    const live = createLiveDocument('plan');
    const first = replica(21);
    addEntry('plan', first.doc, ['assets'], { id: 'a_0000000000ab', fields: { kind: 'place' } });
    const second = replica(22, Y.encodeStateAsUpdate(first.doc));
    setValue(first.doc, ['assets'], 'a_0000000000ab', 'kind', 'group');
    setValue(second.doc, ['assets'], 'a_0000000000ab', 'kind', 'network');
    for (const update of first.updates) {
      expect(live.judge(update, by(amina)).ok).toBe(true);
      live.apply(update);
    }
    // The higher clientID comes last, so it counts, and the value of the lower one goes.
    const judged = live.judge(second.updates[0]!, by(ben));
    expect(judged).toMatchObject({ ok: true, value: { deleted: [{ client: 21, length: 1 }] } });
    live.apply(second.updates[0]!);
    expect(live.content()).toMatchObject({ assets: [{ kind: 'network' }] });
  });

  it('[AD12] anyone at the table names a party for another, and only that party writes its part', () => {
    const live = createLiveDocument('deal');
    const { doc, updates } = replica(31);
    addEntry('deal', doc, ['commitments'], { id: 'c_0000000000ab' });
    addEntry('deal', doc, ['commitments', 'c_0000000000ab', 'parts'], { id: 'streets-and-parks' });
    for (const update of updates) {
      expect(live.judge(update, by(amina))).toMatchObject({ ok: true });
      live.apply(update);
    }
    expect(live.content()).toMatchObject({ commitments: [{ parts: [{ id: 'streets-and-parks' }] }] });
    updates.length = 0;
    textAt(doc, 'commitments', 'c_0000000000ab', 'parts', 'streets-and-parks', 'text')!.insert(0, 'We promise');
    const path = 'commitments/c_0000000000ab/parts/streets-and-parks/text/#';
    expect(live.judge(updates[0]!, by(amina))).toEqual({ ok: false, error: { kind: 'not-your-part', path } });
    expect(live.judge(updates[0]!, by(amina, { actor: { standing: 'member', party: 'streets-and-parks' } })).ok).toBe(true);
    expect(live.judge(updates[0]!, by(amina, { actor: { standing: 'guest', party: 'streets-and-parks' } })).ok).toBe(false);
  });

  it("[AD16] takes what a reader's Yjs tidies by itself, and not what changes a mark", () => {
    const live = createLiveDocument('plan');
    const writer = replica(41);
    const paragraph = new Y.XmlElement('paragraph');
    const words = new Y.XmlText('strong neighbours');
    paragraph.insert(0, [words]);
    writer.doc.getXmlFragment('strengths').insert(0, [paragraph]);
    const early = Y.encodeStateAsUpdate(writer.doc);
    words.format(0, 6, { bold: {} });
    // Somebody else set the same words in bold type at the same time: two beginnings and two ends.
    const other = replica(42, early);
    ((other.doc.getXmlFragment('strengths').get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 6, { bold: {} });
    for (const [update, author] of [
      ...writer.updates.map((each) => [each, amina] as const),
      ...other.updates.map((each) => [each, ben] as const),
    ]) {
      expect(live.judge(update, by(author))).toMatchObject({ ok: true });
      live.apply(update);
    }
    const reader = replica(43, Y.encodeStateAsUpdate(writer.doc));
    for (const update of other.updates) Y.applyUpdate(reader.doc, update);
    const tidied = reader.updates.filter((update) => Y.decodeUpdate(update).structs.length === 0);
    expect(tidied.length).toBeGreaterThan(0);
    const visitor = by(ben, { actor: { standing: 'visitor', party: null }, phase: 'agreed' });
    for (const update of tidied) {
      expect(live.judge(update, visitor)).toMatchObject({ ok: true, value: { inserted: [] } });
      live.apply(update);
    }
    reader.updates.length = 0;
    const read = (reader.doc.getXmlFragment('strengths').get(0) as Y.XmlElement).get(0) as Y.XmlText;
    read.format(0, 6, { bold: null });
    expect(live.judge(reader.updates[0]!, visitor)).toMatchObject({ ok: false, error: { kind: 'wrong-phase', path: 'strengths/#' } });
  });

  it('[AD19] holds what its log says and tidies nothing by itself', () => {
    const { doc, updates } = replica(7);
    for (const word of ['one ', 'two ', 'three']) doc.getText('notes').insert(doc.getText('notes').length, word);
    const live = createLiveDocument('plan');
    live.applyAll(updates);
    expect(live.content()['notes']).toBe('one two three');
    expect(live.stateVector()).toEqual(Y.encodeStateVector(doc));
    const oneByOne = createLiveDocument('plan');
    for (const update of updates) oneByOne.apply(update);
    expect(oneByOne.encode()).toEqual(live.encode());
  });

  it('[AD22] takes a letter typed on with all that comes with it: of another window, behind it, and what goes', () => {
    const live = createLiveDocument('plan');
    const [one, two] = [replica(51), replica(52)];
    one.doc.getText('notes').insert(0, 'a');
    two.doc.getText('notes').insert(0, 'x');
    const take = (...edits: readonly (() => void)[]): string => {
      for (const edit of edits) edit();
      const update = Y.mergeUpdates([...one.updates.splice(0), ...two.updates.splice(0)]);
      expect(live.judge(update, by(amina))).toMatchObject({ ok: true });
      live.apply(update);
      return live.content()['notes'] as string;
    };
    const [ours, theirs] = [one.doc.getText('notes'), two.doc.getText('notes')];
    expect(take()).toBe('ax');
    expect(take(() => theirs.insert(1, 'y'))).toBe('axy');
    expect(
      take(
        () => ours.insert(1, 'b'),
        () => theirs.insert(2, 'z'),
      ),
    ).toBe('abxyz');
    expect(
      take(
        () => theirs.insert(3, 'w'),
        () => theirs.insert(0, 'v'),
      ),
    ).toBe('abvxyzw');
    expect(
      take(
        () => ours.insert(2, 'c'),
        () => ours.delete(0, 1),
      ),
    ).toBe('bcvxyzw');
  });

  it('[AD19] throws when the log itself has a hole: that is a bug, not an edit', () => {
    const { doc, updates } = replica(7);
    doc.getText('notes').insert(0, 'one');
    doc.getText('notes').insert(3, 'two');
    expect(() => createLiveDocument('plan').apply(updates[1]!)).toThrow('integrated whole');
  });
});
