/** What every kind of hints keeps to. An adapter's test is its `join`. */
import { afterEach, describe, expect, test } from 'vitest';
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { Hint, Hints, News } from '../ports/hints.ts';

export const hint = (documentId: string, seq: number): Hint => ({ documentId: documentId as DocumentId, seq });

/** One of each kind. */
export const SOME_NEWS: readonly News[] = [
  { type: 'rights-changed', documentId: 'd1' as DocumentId },
  { type: 'person-changed', personId: 'imran-shah' as PersonId },
  { type: 'session-ended', sessionId: 's7' },
  { type: 'people', documentId: 'd1' as DocumentId, update: Buffer.of(0, 10, 13, 255) },
  { type: 'person-renamed', personId: 'imran-shah' as PersonId },
  { type: 'who-is-here', documentId: 'd1' as DocumentId },
  { type: 'node-leaves' },
];

export function describeHints(name: string, join: (node: string) => Hints): void {
  describe(name, () => {
    const nodes: Hints[] = [];
    const joined = async (node: string): Promise<Hints> => {
      const hints = join(node);
      nodes.push(hints);
      await untilListening(hints, true);
      return hints;
    };
    afterEach(async () => {
      await Promise.all(nodes.splice(0).map((node) => node.close()));
    });

    test('[FO1] a hint reaches every other node, and not the one that published it', async () => {
      const [a, b, c] = await Promise.all([joined('a'), joined('b'), joined('c')]);
      const own: Hint[] = [];
      a.subscribe((heard) => own.push(heard));
      const heardByAll = Promise.all([nextHints(b, 1), nextHints(c, 1)]);
      a.publish(hint('d1', 7));
      expect(await heardByAll).toEqual([[hint('d1', 7)], [hint('d1', 7)]]);
      const answer = nextHints(a, 1);
      b.publish(hint('d2', 1));
      expect(await answer).toEqual([hint('d2', 1)]);
      expect(own).toEqual([hint('d2', 1)]);
    });

    test('[FO2] of one turn only the newest of each document goes out', async () => {
      const [a, b] = await Promise.all([joined('a'), joined('b')]);
      const heard = nextHints(b, 2);
      for (const seq of [1, 2, 5, 4]) a.publish(hint('d1', seq));
      a.publish(hint('d2', 1));
      expect(await heard).toEqual([hint('d1', 5), hint('d2', 1)]);
    });

    test('[FO1] a thousand documents at once all arrive', async () => {
      const [a, b] = await Promise.all([joined('a'), joined('b')]);
      const heard = nextHints(b, 1000);
      for (let i = 0; i < 1000; i++) a.publish(hint(`document-${i}`, i));
      expect((await heard).map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    });

    test('[FO1] who has stopped listening is told nothing more', async () => {
      const [a, b] = await Promise.all([joined('a'), joined('b')]);
      const stopped: Hint[] = [];
      b.subscribe((heard) => stopped.push(heard))();
      const heard = nextHints(b, 1);
      a.publish(hint('d1', 1));
      await heard;
      expect(stopped).toEqual([]);
    });

    test('[FO7] news reach every other node in order with the name of who speaks, and not the node itself', async () => {
      const [a, b] = await Promise.all([joined('a'), joined('b')]);
      const own: News[] = [];
      a.onNews((news) => own.push(news));
      const heard = new Promise<(readonly [News, string])[]>((resolve) => {
        const all: (readonly [News, string])[] = [];
        b.onNews((news, node) => all.push([news, node]) === SOME_NEWS.length && resolve(all));
      });
      for (const news of SOME_NEWS) a.tell(news);
      const all = await heard;
      expect(all.map(([news]) => news)).toEqual(SOME_NEWS);
      expect(new Set(all.map(([, node]) => node)).size).toBe(1);
      expect(own).toEqual([]);
    });

    test('[FO3] what was published just before closing still goes out', async () => {
      const [a, b] = await Promise.all([joined('a'), joined('b')]);
      const heard = nextHints(b, 1);
      a.publish(hint('d1', 3));
      await a.close();
      expect(await heard).toEqual([hint('d1', 3)]);
    });
  });
}

export function nextHints(hints: Hints, count: number): Promise<Hint[]> {
  return new Promise((resolve) => {
    const heard: Hint[] = [];
    const stop = hints.subscribe((one) => {
      heard.push(one);
      if (heard.length < count) return;
      stop();
      resolve(heard);
    });
  });
}

export function untilListening(hints: Hints, wanted: boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop = (): void => {};
    stop = hints.onListening((listening) => {
      if (listening !== wanted) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
