import type { Author } from '@ginnel/domain/people';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Judged } from './contract.ts';
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

  it('[AD2] never lets half an update in: one byte short is malformed', () => {
    const live = createLiveDocument('priorities');
    const { doc, updates } = replica(7);
    doc.getText('notes').insert(0, 'A bench');
    expect(live.judge(updates[0]!.subarray(0, -1), by(amina))).toEqual({ ok: false, error: { kind: 'malformed', path: '' } });
    expect(live.encode()).toEqual(createLiveDocument('priorities').encode());
  });

  it('loads the rows of a log in one transaction', () => {
    const { doc, updates } = replica(7);
    for (const word of ['one ', 'two ', 'three']) doc.getText('notes').insert(doc.getText('notes').length, word);
    const live = createLiveDocument('plan');
    live.applyAll(updates);
    expect(live.content()['notes']).toBe('one two three');
    expect(live.stateVector()).toEqual(Y.encodeStateVector(doc));
  });

  it('throws when the log itself has a hole: that is a bug, not an edit', () => {
    const { doc, updates } = replica(7);
    doc.getText('notes').insert(0, 'one');
    doc.getText('notes').insert(3, 'two');
    expect(() => createLiveDocument('plan').apply(updates[1]!)).toThrow('integrated whole');
  });
});
