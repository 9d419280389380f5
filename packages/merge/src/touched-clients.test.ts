import { honestHistories, play } from '@ginnel/testkit/honest-history';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { createLiveDocument } from './live-document.ts';
import { listOnlyTouched } from './touched-clients.ts';

/** As the server's: nothing is tidied that no row of the log deletes. */
function serverDoc(): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 0;
  doc.on('afterTransaction', (transaction: Y.Transaction) => (transaction._needFormattingCleanup = false));
  return doc;
}

describe('listing only the clients that an update touches', () => {
  it('[AD1] leaves the same document as Yjs does by itself, byte by byte after each row', () => {
    let rows = 0;
    fc.assert(
      fc.property(honestHistories({ maxSteps: 60 }), (history) => {
        const plain = serverDoc();
        const narrow = serverDoc();
        const touching = listOnlyTouched(narrow);
        for (const { update } of play(history).rows) {
          Y.applyUpdate(plain, update);
          touching(new Set(Y.parseUpdateMeta(update).to.keys()), () => Y.applyUpdate(narrow, update));
          expect(Buffer.from(Y.encodeStateAsUpdate(narrow)).equals(Y.encodeStateAsUpdate(plain))).toBe(true);
          rows += 1;
        }
      }),
      { numRuns: 100 },
    );
    expect(rows).toBeGreaterThan(1000);
  });

  it('tells observers of the same changes, also below what another client made', () => {
    const writer = new Y.Doc();
    writer.clientID = 1;
    const entry = writer.getMap('entries').set('a', new Y.Map<unknown>());
    const other = new Y.Doc();
    other.clientID = 2;
    Y.applyUpdate(other, Y.encodeStateAsUpdate(writer));
    const since = Y.encodeStateVector(other);
    (other.getMap('entries').get('a') as typeof entry).set('title', 'A bench');
    const update = Y.encodeStateAsUpdate(other, since);
    const doc = new Y.Doc();
    const touching = listOnlyTouched(doc);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer));
    const heard: string[] = [];
    (doc.getMap('entries').get('a') as typeof entry).observe((event) => void heard.push(...event.keysChanged));
    touching(new Set([2]), () => Y.applyUpdate(doc, update));
    expect(heard).toEqual(['title']);
  });

  // Not one typed on, which lists nobody.
  it.each(['judged here', 'from the log'])('makes a keystroke %s cost the same, however many wrote before', (whence) => {
    const costs = [200, 2000].map((people) => {
      const live = createLiveDocument('priorities');
      live.applyAll(Array.from({ length: people }, (_, i) => written(1000 + i)[0] as Uint8Array));
      const [first, second] = written(7);
      live.apply(first as Uint8Array);
      const update = second as Uint8Array;
      if (whence === 'judged here') expect(live.judge(update, BY)).toMatchObject({ ok: true });
      const set = vi.spyOn(Map.prototype, 'set');
      live.apply(update);
      const count = set.mock.calls.length;
      set.mockRestore();
      return count;
    });
    expect(costs[0]).toBe(costs[1]);
    expect(costs[0]).toBeGreaterThan(0);
  });
});

const AUTHOR = { personId: 'amina', capacityId: 'amina.resident' } as never;
const ACTOR = { standing: 'member', party: 'residents' } as const;
const BY = { author: AUTHOR, actor: ACTOR, phase: 'drafting', leaseOf: () => AUTHOR, actorOf: () => ACTOR } as const;

/** Two keystrokes. */
function written(clientID: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  doc.getText('notes').insert(0, 'a');
  doc.getText('notes').insert(0, 'b');
  return updates;
}
