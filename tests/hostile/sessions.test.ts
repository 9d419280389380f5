import type { Author } from '@ginnel/domain/people';
import type { Judged } from '@ginnel/merge/contract';
import { addEntry, setValue } from '@ginnel/merge/edits/entries';
import { openRoots } from '@ginnel/merge/edits/open';
import { createLiveDocument } from '@ginnel/merge/live-document';
import type { DocumentKind } from '@ginnel/domain/documents';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { playSession } from './sessions.ts';

const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const by: Judged = { author, actor: { standing: 'member', party: null }, phase: 'drafting', leaseOf: () => author, actorOf: () => null };

it('[AD18, AD6] whatever people do in hours offline is admitted, in any order and any pieces, from our clients and from stock ones', () => {
  for (let seed = 1; seed <= 400; seed++) expect(playSession(seed, 30)).toBeNull();
  for (let seed = 1; seed <= 4; seed++) expect(playSession(seed, 300)).toBeNull();
}, 120_000);

/** People who begin with the same document and write apart; each sends what they did as one update. */
function together(kind: DocumentKind, begin: (doc: Y.Doc) => void, ...works: ((doc: Y.Doc) => void)[]): string[] {
  const start = new Y.Doc({ gc: false });
  openRoots(kind, start);
  start.clientID = 7;
  begin(start);
  const live = createLiveDocument(kind);
  live.apply(Y.encodeStateAsUpdate(start));
  const base = live.encode();
  const refused: string[] = [];
  for (const [i, work] of works.entries()) {
    const doc = new Y.Doc({ gc: false });
    openRoots(kind, doc);
    Y.applyUpdate(doc, base);
    doc.clientID = 100 + i;
    doc.transact(() => work(doc));
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(base));
    const judged = live.judge(update, by);
    if (judged.ok) live.apply(update);
    else refused.push(`${i}: ${judged.error.kind}`);
  }
  return refused;
}

describe('[AD17] what is large and honest is admitted', () => {
  const PROSE = 'The bench stands by the library. ';

  it('a text as long as its field holds, pasted at once and line by line', () => {
    const paste = (doc: Y.Doc) => doc.getText('notes').insert(0, PROSE.repeat(1500));
    const lines = (doc: Y.Doc) => {
      for (let i = 0; i < 1400; i++) doc.getText('notes').insert(0, `${PROSE}\n`);
    };
    expect(together('priorities', () => {}, paste)).toEqual([]);
    expect(together('priorities', () => {}, lines)).toEqual([]);
  });

  it('lines of several people at the top of one text, in thousands', () => {
    const lines = (doc: Y.Doc) => {
      for (let i = 0; i < 5000; i++) doc.getText('notes').insert(0, 'a\n');
    };
    expect(together('priorities', () => {}, lines, lines, lines)).toEqual([]);
  });

  it('thousands of edits of several people among the same two hundred letters', () => {
    const among = (step: number) => (doc: Y.Doc) => {
      for (let i = 0; i < 5000; i++) doc.getText('notes').insert((i * step) % 200, 'x');
    };
    expect(
      together('priorities', (doc) => doc.getText('notes').insert(0, 'y'.repeat(200)), among(7919), among(104_729), among(31)),
    ).toEqual([]);
  });

  it('one letter for another ten thousand times in the words of somebody else', () => {
    const replace = (doc: Y.Doc) => {
      const text = doc.getText('notes');
      for (let at = 0; at < 40_000; at += 4) {
        text.delete(at, 1);
        text.insert(at, 'T');
      }
    };
    expect(together('priorities', (doc) => doc.getText('notes').insert(0, 'to be'.repeat(8000)), replace, replace)).toEqual([]);
  });

  it('two cards moved thousands of times in turn by each of three people', () => {
    const ids = ['p_000000000001', 'p_000000000002'];
    const move = (doc: Y.Doc) => {
      for (let i = 0; i < 6000; i++) setValue(doc, ['priorities'], ids[i % 2]!, 'position', `a${i % 9}V`);
    };
    const begin = (doc: Y.Doc) => ids.forEach((id) => addEntry('priorities', doc, ['priorities'], { id }));
    expect(together('priorities', begin, move, move, move)).toEqual([]);
  });

  it('what one person wrote in two windows, sent as one update', () => {
    const twice = (doc: Y.Doc) => {
      for (const client of [900, 90]) {
        const other = new Y.Doc({ gc: false });
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
        other.clientID = client;
        other.transact(() => {
          for (let i = 0; i < 4000; i++) other.getText('notes').insert(i % 3 === 0 ? 0 : (i * 7919) % other.getText('notes').length, 'ab');
        });
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
      }
    };
    const apart = (doc: Y.Doc) => {
      const updates = [900, 90].map((client) => {
        const other = new Y.Doc({ gc: false });
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
        other.clientID = client + 1;
        other.transact(() => {
          for (let i = 0; i < 4000; i++) other.getText('notes').insert((i * 7919) % (other.getText('notes').length + 1), 'ab');
        });
        return Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc));
      });
      for (const update of updates) Y.applyUpdate(doc, update);
    };
    expect(together('priorities', (doc) => doc.getText('notes').insert(0, 'y'.repeat(200)), twice, apart)).toEqual([]);
  });
});
