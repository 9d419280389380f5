import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Pace } from './arrivals.ts';
import { screenPace } from './screen-pace.ts';

const FRAME_MS = 16;
/** The frame, and the task behind it. */
const SHOWN_MS = FRAME_MS + 1;

class Page extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
  /** A browser draws nothing for a page that was covered meanwhile. */
  drawsFrames = true;
}

let page: Page;
let pace: Pace;
beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal('document', page);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => void (page.drawsFrames && setTimeout(draw, FRAME_MS)));
  pace = screenPace();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const type = () => void page.dispatchEvent(new Event('input'));
const pass = (ms: number) => void vi.advanceTimersByTime(ms);
/** How often it ran, by now. */
const counted = (ask: (run: () => void) => unknown) => {
  const runs = { times: 0 };
  ask(() => runs.times++);
  return runs;
};

test('what was handed over counts as shown behind the next frame, once', () => {
  const shown = counted((run) => pace.afterShown(run));
  pass(FRAME_MS);
  expect(shown.times).toBe(0);
  pass(1);
  expect(shown.times).toBe(1);
  pass(1000);
  expect(shown.times).toBe(1);
});

test('a page out of sight waits for no frame, and one that goes out of sight meanwhile not for ever', () => {
  page.drawsFrames = false;
  const covered = counted((run) => pace.afterShown(run));
  pass(499);
  expect(covered.times).toBe(0);
  pass(1);
  expect(covered.times).toBe(1);
  page.visibilityState = 'hidden';
  const hidden = counted((run) => pace.afterShown(run));
  pass(0);
  expect(hidden.times).toBe(1);
});

test('where nobody types, others’ words come when the rest is over; one who stopped 400 ms ago is nobody', () => {
  type();
  pass(401 - 50);
  const run = counted((go) => pace.after(50, go));
  pass(49);
  expect(run.times).toBe(0);
  pass(1);
  expect(run.times).toBe(1);
});

test('while somebody types they come just behind the next letter, and no later than 250 ms', () => {
  type();
  const behind = counted((go) => pace.after(50, go));
  pass(150);
  expect(behind.times).toBe(0);
  type();
  expect(behind.times).toBe(0); // the letter is shown first
  pass(SHOWN_MS);
  expect(behind.times).toBe(1);
  type();
  const noLetter = counted((go) => pace.after(50, go));
  pass(50 + 249);
  expect(noLetter.times).toBe(0);
  pass(1);
  expect(noLetter.times).toBe(1);
  pass(1000);
  expect([behind.times, noLetter.times]).toEqual([1, 1]);
});

test('letters quicker than frames hand them over once', () => {
  type();
  const run = counted((go) => pace.after(50, go));
  pass(50);
  for (let letter = 0; letter < 5; letter++) {
    type();
    pass(5);
  }
  pass(1000);
  expect(run.times).toBe(1);
});

test('what is taken back never comes: during the rest, while it waits for a letter, and behind the letter', () => {
  for (const [beforeMs, letter] of [
    [10, false],
    [100, false],
    [100, true],
  ] as const) {
    type();
    let stop = () => {};
    const run = counted((go) => (stop = pace.after(50, go)));
    pass(beforeMs);
    if (letter) type();
    stop();
    type();
    pass(1000);
    expect(run.times).toBe(0);
  }
});

test('of two documents that wait, one that is closed does not take the letter from the other', () => {
  type();
  let close = () => {};
  const open = counted((go) => pace.after(50, go));
  const closed = counted((go) => (close = pace.after(50, go)));
  pass(60);
  close();
  type();
  pass(SHOWN_MS);
  expect([open.times, closed.times]).toEqual([1, 0]);
});
