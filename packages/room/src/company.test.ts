import { readAwareness, writeAwareness, type AwarenessEntry } from '@ginnel/protocol/awareness';
import { awarenessFrame, readClientFrame } from '@ginnel/protocol/frames';
import { Rehearsal, type Guest } from '@ginnel/testkit/wire/rehearsal';
import { describe, expect, test } from 'vitest';

const utf8 = new TextEncoder();
const entry = (clientId: number, clock: number, value: unknown): AwarenessEntry => ({
  clientId,
  clock,
  state: utf8.encode(JSON.stringify(value)),
});

/** Everything that this guest was shown, in order. */
function shown(guest: Guest): readonly (readonly [number, unknown])[] {
  return guest.frames.flatMap((bytes) => {
    const frame = readClientFrame(bytes);
    const entries = frame?.type === 'awareness' ? (readAwareness(frame.update) ?? []) : [];
    return entries.map(({ clientId, state }) => [clientId, JSON.parse(new TextDecoder().decode(state))] as const);
  });
}

async function withAmina(): Promise<{ r: Rehearsal; amina: Guest }> {
  const r = new Rehearsal();
  await r.load();
  const amina = r.join('amina', { clientId: 900 });
  await r.settle();
  return { r, amina };
}

const told = (r: Rehearsal): readonly number[] =>
  r.outputs.flatMap((output) => (output.type === 'people' ? output.entries.map(({ clientId }) => clientId) : []));
const people = (node: string, ...entries: AwarenessEntry[]) => ({ type: 'elsewhere', said: { type: 'people', node, entries } }) as const;

test('[RM8] what somebody says of themselves while the copy is read anew is heard', async () => {
  const { r, amina } = await withAmina();
  const imran = r.join('imran');
  r.type(imran, 'Words.');
  r.flush();
  r.fail();
  r.say(amina, awarenessFrame(writeAwareness([entry(900, 1, { cursor: 3 })])));
  await r.load();
  await r.settle();
  expect(shown(imran).map(([clientId]) => clientId)).toEqual([900]);
});

describe('people on other nodes', () => {
  test('[RM22] are shown beside those here, and to who comes later; those here are told elsewhere, and nobody else is', async () => {
    const { r, amina } = await withAmina();
    r.feed(people('n2', entry(77, 1, { cursor: 5 })));
    r.say(amina, awarenessFrame(writeAwareness([entry(900, 1, { cursor: 3 })])));
    await r.settle();
    expect(shown(amina)).toContainEqual([77, { cursor: 5 }]);
    expect(told(r)).toEqual([900]);
    const imran = r.join('imran');
    await r.settle();
    expect(new Set(shown(imran).map(([clientId]) => clientId))).toEqual(new Set([77, 900]));
    r.feed({ type: 'elsewhere', said: { type: 'asked' } });
    expect(told(r)).toEqual([900, 900]);
  });

  test('[RM22] of a hall of a hundred on each side come in one frame per window', async () => {
    const { r, amina } = await withAmina();
    for (let i = 0; i < 100; i++) r.feed(people('n2', entry(2000 + i, 1, { at: i })));
    const before = amina.frames.length;
    await r.settle();
    expect(amina.frames.length - before).toBe(1);
    expect(shown(amina)).toHaveLength(100);
  });

  test('[RM22] go when they leave, when their node leaves, and when nothing is heard of them; a clock that jumps takes nobody', async () => {
    const { r, amina } = await withAmina();
    r.feed(people('n2', entry(71, 1, {}), entry(72, 1, {})));
    r.feed(people('n3', entry(73, 1, {}), entry(74, 1, {})));
    await r.settle();
    r.feed(people('n2', entry(71, 1, null)));
    r.feed(people('n2', entry(73, 1, null))); // not its own
    r.nowMs += 365 * 24 * 3_600_000;
    await r.settle();
    const gone = () => shown(amina).flatMap(([clientId, state]) => (state === null ? [clientId] : []));
    expect(gone()).toEqual([71]);
    r.feed({ type: 'elsewhere', said: { type: 'node-left', node: 'n2' } });
    await r.settle();
    expect(gone()).toEqual([71, 72]);
    for (let round = 0; round < 5; round++) {
      r.feed(people('n3', entry(73, 1, {})));
      r.feed({ type: 'elsewhere', said: { type: 'round' } });
      await r.settle();
    }
    expect(gone()).toEqual([71, 72, 74]);
  });

  test('[RM22] who speaks for themselves here is believed, unless they have gone on elsewhere', async () => {
    const { r, amina } = await withAmina();
    const imran = r.join('imran', { clientId: 800 });
    r.say(imran, awarenessFrame(writeAwareness([entry(800, 5, { cursor: 1 })])));
    await r.settle();
    r.feed(people('n2', entry(800, 5, { cursor: 'old' })));
    r.feed(people('n2', entry(800, 5, null)));
    await r.settle();
    expect(shown(amina)).toHaveLength(1);
    r.feed(people('n2', entry(800, 6, { cursor: 'new' })));
    r.feed({ type: 'left', connection: imran.connection }); // the old line breaks at last
    await r.settle();
    expect(shown(amina).at(-1)).toEqual([800, { cursor: 'new' }]);
  });

  test('[RM8] a clock that is put back silences nobody', async () => {
    const { r, amina } = await withAmina();
    r.feed(people('n2', entry(77, 1, { cursor: 1 })));
    await r.settle();
    r.nowMs -= 3 * 24 * 3_600_000;
    r.feed(people('n2', entry(77, 2, { cursor: 2 })));
    expect(r.room.flushAtMs).toBe(r.nowMs);
    r.flush();
    expect(shown(amina).at(-1)).toEqual([77, { cursor: 2 }]);
  });
});

describe('people here', () => {
  test('[RM8] who comes back under the same clock is told under a later one, or readers would pass it over', async () => {
    const { r, amina } = await withAmina();
    const imran = r.join('imran');
    const says = (guest: Guest, clock: number): void =>
      r.say(guest, awarenessFrame(writeAwareness([entry(900, clock, { cursor: clock })])));
    says(amina, 4);
    await r.settle();
    r.feed({ type: 'left', connection: amina.connection });
    await r.settle();
    const again = r.join('amina', { clientId: 900 });
    says(again, 4);
    await r.settle();
    says(again, 5);
    await r.settle();
    expect(told900(imran)).toEqual([
      [4, 'here'],
      [4, 'gone'],
      [5, 'here'],
      [6, 'here'],
    ]);
  });
});

function told900(guest: Guest): (readonly [number, 'here' | 'gone'])[] {
  return guest.frames.flatMap((bytes) => {
    const frame = readClientFrame(bytes);
    const entries = frame?.type === 'awareness' ? (readAwareness(frame.update) ?? []) : [];
    return entries.map(({ clock, state }) => [clock, new TextDecoder().decode(state) === 'null' ? 'gone' : 'here'] as const);
  });
}
