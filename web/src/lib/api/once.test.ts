import { expect, it } from 'vitest';
import { onceAtATime } from './once.ts';

/** Answers only when it is told to. */
function slowServer() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const fetch = async (to: unknown, init?: RequestInit): Promise<Response> => {
    asked.push(`${init?.method ?? 'GET'} ${String(to)}`);
    const number = asked.length;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return Response.json({ number });
  };
  return { asked, fetch: fetch as typeof globalThis.fetch, answerAll: () => waiting.splice(0).forEach((answer) => answer()) };
}
const say = (words: string, more: Record<string, string> = {}): RequestInit => {
  return { method: 'POST', body: JSON.stringify({ words }), headers: { 'idempotency-key': crypto.randomUUID(), ...more } };
};
const numbers = async (answers: Promise<Response>[]): Promise<unknown[]> =>
  (await Promise.all(answers.map(async (answer) => (await answer).json()))).map(({ number }: { number: number }) => number);

it('the same sent twice goes out once, and both hear the answer; afterwards it goes out again', async () => {
  const { asked, fetch, answerAll } = slowServer();
  const twice = [onceAtATime(fetch)('/api/reports', say('Hm')), onceAtATime(fetch)('/api/reports', say('Hm'))];
  answerAll();
  expect(await numbers(twice)).toEqual([1, 1]);
  const later = onceAtATime(fetch)('/api/reports', say('Hm'));
  answerAll();
  expect(await numbers([later])).toEqual([2]);
  expect(asked).toHaveLength(2);
});

it('what differs in words, in capacity or in address goes out; so does every reading, and what somebody else sends', async () => {
  const { asked, fetch, answerAll } = slowServer();
  const send = onceAtATime(fetch);
  const others = slowServer();
  const elsewhere = onceAtATime(others.fetch)('/api/a', say('Hm'));
  const all = [
    send('/api/a', say('Hm')),
    send('/api/a', say('Hm!')),
    send('/api/a', say('Hm', { 'ginnel-capacity': 'mine' })),
    send('/api/b', say('Hm')),
    send('/api/a'),
    send('/api/a'),
  ];
  answerAll();
  others.answerAll();
  expect(await numbers(all)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await numbers([elsewhere])).toEqual([1]);
  expect(asked).toHaveLength(6);
});

it('what asks to sign in waits for what asked before it, also when that fails', async () => {
  const { asked, fetch, answerAll } = slowServer();
  const send = onceAtATime(fetch);
  const both = [send('/api/sign-in/passkey/options', say('')), send('/api/sign-in/link', say('sheila'))];
  expect(asked).toEqual(['POST /api/sign-in/passkey/options']);
  answerAll();
  await both[0];
  await expect.poll(() => asked).toEqual(['POST /api/sign-in/passkey/options', 'POST /api/sign-in/link']);
  answerAll();
  expect(await numbers(both)).toEqual([1, 2]);
  let tries = 0;
  const failing = (async () => {
    if (tries++ === 0) throw new TypeError('no connection');
    return Response.json({ number: tries });
  }) as typeof globalThis.fetch;
  const first = onceAtATime(failing)('/api/sign-in/link', say('a'));
  const second = onceAtATime(failing)('/api/sign-in/link', say('b'));
  await expect(first).rejects.toThrow('no connection');
  expect(await numbers([second])).toEqual([2]);
});

it('a failure is told to both, and is no answer for the next', async () => {
  let tries = 0;
  const fetch = (async () => {
    tries++;
    throw new TypeError('no connection');
  }) as typeof globalThis.fetch;
  const send = onceAtATime(fetch);
  const [first, second] = await Promise.allSettled([send('/api/a', say('Hm')), send('/api/a', say('Hm'))]);
  expect([first.status, second.status, tries]).toEqual(['rejected', 'rejected', 1]);
  await expect(send('/api/a', say('Hm'))).rejects.toThrow('no connection');
  expect(tries).toBe(2);
});
