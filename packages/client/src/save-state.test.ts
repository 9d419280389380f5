import { describe, expect, test } from 'vitest';
import { advance, BEFORE, saveStateOf, unsentCount, type SaveEvent, type SaveProgress } from './save-state.ts';

const after = (...events: readonly SaveEvent[]): SaveProgress => events.reduce(advance, BEFORE);
const kind = (...events: readonly SaveEvent[]) => saveStateOf(after(...events)).kind;

const LOADED: SaveEvent = { type: 'loaded', unsent: 0 };
const CONNECTED: SaveEvent = { type: 'connected' };
const CUT: SaveEvent = { type: 'disconnected' };
const FIRST_SYNC: SaveEvent = { type: 'sent', frame: 1, everything: true };
const edited = (units = 1): SaveEvent => ({ type: 'edited', units });
const sent = (frame: number) => ({ type: 'sent', frame, everything: false }) as const;
const saved = (frames: number): SaveEvent => ({ type: 'saved', frames });
const UP = [LOADED, CONNECTED, FIRST_SYNC, saved(1)] as const;

describe('saved is said when, and only when, the server has committed every edit on this connection', () => {
  test('not before the local copy is read, nor before the first sync was committed', () => {
    expect(kind()).toBe('opening');
    expect(kind(CONNECTED, FIRST_SYNC, saved(1))).toBe('opening');
    expect(kind(LOADED, CONNECTED)).toBe('opening');
    expect(kind(LOADED, CONNECTED, FIRST_SYNC)).toBe('opening');
    expect(kind(...UP)).toBe('saved');
  });

  test('an edit is saving until its own frame is covered, whatever else is', () => {
    expect(kind(...UP, edited())).toBe('saving');
    expect(kind(...UP, edited(), sent(2))).toBe('saving');
    expect(kind(...UP, edited(), sent(2), edited(), sent(3), saved(2))).toBe('saving');
    expect(kind(...UP, edited(), sent(2), edited(), sent(3), saved(3))).toBe('saved');
  });

  test('an acknowledgement of an earlier frame says nothing of an edit that was made since', () => {
    expect(kind(LOADED, CONNECTED, FIRST_SYNC, edited(), saved(1))).toBe('saving');
  });

  test('an edit that no frame carried is never saved, not even by a later one', () => {
    const missed = [...UP, edited(), CUT, CONNECTED, FIRST_SYNC] as const;
    expect(kind(...missed)).toBe('saving');
    expect(kind(...missed, saved(1))).toBe('saved');
  });

  test('an edit that goes in several frames is saved with the last of them', () => {
    const parts: readonly SaveEvent[] = [{ ...sent(2), isPart: true }, { ...sent(3), isPart: true }, sent(4)];
    for (const frames of [1, 2, 3]) {
      const now = after(...UP, edited(9), ...parts, saved(frames));
      expect([saveStateOf(now).kind, unsentCount(now)]).toEqual(['saving', 9]);
    }
    expect(kind(...UP, edited(9), ...parts, saved(4))).toBe('saved');
  });

  test('an acknowledgement counts frames of its own connection only', () => {
    const again = after(...UP, edited(), sent(2), CUT, CONNECTED);
    expect(again.inFlight).toEqual([]);
    expect(saveStateOf(advance(again, saved(2))).kind).toBe('saving');
  });

  test('after a refusal no later acknowledgement of that connection counts', () => {
    const refused = [...UP, edited(), sent(2), { type: 'refused' }, saved(2)] as const;
    expect(kind(...refused)).toBe('saving');
    expect(kind(...refused, { type: 'rebuilt' }, { type: 'not-accepted', entries: 1 })).toBe('not-accepted');
  });
});

describe('kept on this device', () => {
  test('is said once the device has written it, with how much waits', () => {
    const offline = after(...UP, CUT, edited(3));
    expect(saveStateOf(offline)).toEqual({ kind: 'saving' });
    const written = advance(offline, { type: 'on-device', edited: 3 });
    expect(saveStateOf(written)).toEqual({ kind: 'kept-on-device', count: 3, because: 'no-connection' });
    expect(saveStateOf(advance(written, edited()))).toEqual({ kind: 'saving' });
  });

  test('a page that opens with unsent words says so at once, and until they are acknowledged', () => {
    const opened = after({ type: 'loaded', unsent: 7 });
    expect(saveStateOf(opened)).toEqual({ kind: 'kept-on-device', count: 7, because: 'no-connection' });
    expect(kind({ type: 'loaded', unsent: 7 }, CONNECTED, FIRST_SYNC)).toBe('saving');
    expect(kind({ type: 'loaded', unsent: 7 }, CONNECTED, FIRST_SYNC, saved(1))).toBe('saved');
  });

  test('no connection and nothing unsent is no reason to worry: the count is 0', () => {
    expect(saveStateOf(after(...UP, CUT))).toEqual({ kind: 'kept-on-device', count: 0, because: 'no-connection' });
  });

  test('a server that cannot write is named as the reason, and only while something waits', () => {
    const broken = [...UP, { type: 'storage', writable: false }] as const;
    expect(kind(...broken)).toBe('saved');
    const waiting = after(...broken, edited(), sent(2), { type: 'on-device', edited: 1 });
    expect(saveStateOf(waiting)).toEqual({ kind: 'kept-on-device', count: 1, because: 'server-cannot-save' });
  });

  test('an ending is final: no later event of the wire brings it back', () => {
    const ended = after(...UP, edited(2), { type: 'on-device', edited: 2 }, { type: 'ended' }, CUT);
    expect(saveStateOf(ended)).toEqual({ kind: 'kept-on-device', count: 2, because: 'ended' });
  });
});

test('whatever happens in whatever order, "saved" is never said while an edit is not committed', () => {
  const seed = 20261121;
  let state = seed;
  const draw = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  let saidSaved = 0;
  for (let run = 0; run < 500; run++) {
    let now = after(LOADED);
    let frame = 0;
    /** The truth: edits, and how many each frame of this connection carried. */
    let edits = 0;
    let committed = 0;
    let carried: number[] = [];
    for (let step = 0; step < 60; step++) {
      const before = now;
      switch (draw(5)) {
        case 0:
          edits++;
          now = advance(now, edited());
          if (frame > 0) {
            carried.push(edits);
            now = advance(now, sent(++frame));
          }
          break;
        case 1:
          [frame, carried] = [0, []];
          now = advance(now, CONNECTED);
          break;
        case 2:
          if (before.link !== 'up') break;
          carried.push(edits);
          now = advance(now, { type: 'sent', frame: ++frame, everything: true });
          break;
        case 3: {
          const frames = draw(frame + 1);
          committed = Math.max(committed, carried[frames - 1] ?? 0);
          now = advance(now, saved(frames));
          break;
        }
        default:
          [frame, carried] = [0, []];
          now = advance(now, CUT);
      }
      expect(unsentCount(now), `seed ${seed}, run ${run}, step ${step}`).toBeGreaterThanOrEqual(edits - committed);
      if (saveStateOf(now).kind === 'saved') {
        saidSaved++;
        expect(committed, `seed ${seed}, run ${run}, step ${step}`).toBe(edits);
      }
    }
  }
  expect(saidSaved).toBeGreaterThan(100);
});
