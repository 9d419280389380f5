import { expect, test } from 'vitest';
import { Arrivals, type Pace } from './arrivals.ts';

/** A device that needs so long to show what it was handed; time is turned by hand. */
function deviceThatShowsIn(showingMs: number) {
  let nowMs = 0;
  const due: { atMs: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { atMs: nowMs + ms, run };
    due.push(timer);
    return () => void due.splice(due.indexOf(timer), 1);
  };
  const pace: Pace = { nowMs: () => nowMs, after, afterShown: (run) => void after(showingMs, run) };
  const pass = (ms: number) => {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      due.splice(due.indexOf(next), 1);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = untilMs;
  };
  return { pace, pass };
}

const bytes = (n: number) => Uint8Array.of(n);

test('the first is handed on at once, and what comes while it is shown together', () => {
  const { pace, pass } = deviceThatShowsIn(20);
  const handed: number[][] = [];
  const arrivals = new Arrivals(pace, (updates) => handed.push(updates.map(([n]) => n as number)));
  arrivals.update(bytes(1));
  expect(handed).toEqual([[1]]);
  for (const n of [2, 3, 4]) arrivals.update(bytes(n));
  pass(59);
  expect(handed).toEqual([[1]]);
  pass(1);
  expect(handed).toEqual([[1], [2, 3, 4]]);
});

test('a slow device shows others less often, and rests for a quarter of a second at most', () => {
  const { pace, pass } = deviceThatShowsIn(1000);
  let times = 0;
  const arrivals = new Arrivals(pace, () => times++);
  for (let i = 0; i < 100; i++) {
    arrivals.update(bytes(i));
    pass(125);
  }
  expect(times).toBe(11);
});

test('what else is said comes in its order, behind the words that came ahead of it', () => {
  const { pace, pass } = deviceThatShowsIn(10);
  const heard: string[] = [];
  const arrivals = new Arrivals(pace, (updates) => heard.push(`${updates.length} updates`));
  arrivals.update(bytes(1));
  arrivals.other(() => heard.push('saved 1'));
  arrivals.update(bytes(2));
  arrivals.other(() => heard.push('saved 2'));
  pass(30);
  expect(heard).toEqual(['1 updates', '1 updates', 'saved 1', 'saved 2']);
});

test('at the end of a connection nothing is left behind, and after it nothing is heard', () => {
  const { pace, pass } = deviceThatShowsIn(10);
  let updates = 0;
  const arrivals = new Arrivals(pace, (some) => (updates += some.length));
  for (let i = 0; i < 5; i++) arrivals.update(bytes(i));
  arrivals.drain();
  expect(updates).toBe(5);
  arrivals.update(bytes(6));
  arrivals.drop();
  pass(1000);
  expect(updates).toBe(5);
});

test('without a pace everything is handed on as it comes', () => {
  let times = 0;
  const arrivals = new Arrivals(null, () => times++);
  for (let i = 0; i < 5; i++) arrivals.update(bytes(i));
  expect(times).toBe(5);
});
