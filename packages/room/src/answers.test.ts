import { createLiveDocument } from '@ginnel/merge/live-document';
import { awarenessFrame, syncStep1Frame } from '@ginnel/protocol/frames';
import { writeAwareness } from '@ginnel/protocol/awareness';
import { DOCUMENT, Rehearsal } from '@ginnel/testkit/wire/rehearsal';
import { expect, test } from 'vitest';
import { Replica } from './replica.ts';

/** A state vector that names this many clients. */
function naming(clients: number): Uint8Array {
  const bytes: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
    bytes.push(rest);
  };
  write(clients);
  for (let i = 0; i < clients; i++) {
    write(2 ** 40 + i);
    write(1);
  }
  return Uint8Array.from(bytes);
}

test('[RM18] a question longer than any copy has reason for is not read; one of many clients is answered', async () => {
  const r = new Rehearsal();
  await r.load();
  const amina = r.join('amina');
  r.type(amina, 'Words.');
  await r.settle();
  const before = amina.frames.length;
  r.say(amina, syncStep1Frame(naming(5_000)));
  expect(amina.frames).toHaveLength(before + 1);
  r.say(amina, syncStep1Frame(naming(20_000)));
  expect(amina.closed).toMatchObject({ code: 4400 });
});

test('[RM18] presence of more people than any hall holds is not read', async () => {
  const r = new Rehearsal();
  await r.load();
  const entries = (count: number) =>
    awarenessFrame(
      writeAwareness(Array.from({ length: count }, (_, i) => ({ clientId: i, clock: 1, state: new TextEncoder().encode('{}') }))),
    );
  const amina = r.join('amina', { clientId: 5 });
  r.say(amina, entries(10_000));
  expect(amina.closed).toBeNull();
  r.say(amina, entries(10_001));
  expect(amina.closed).toMatchObject({ code: 4400 });
});

test('[RM7] what is longer than all that is stored is not compared with it: a live document judges it', () => {
  const stored = Uint8Array.of(0, 1, 7, 1, 0, 5); // client 7: 0 to 5 deleted
  const replica = new Replica(
    { info: DOCUMENT, headSeq: 1, snapshot: { seq: 1, update: stored, stateVector: Uint8Array.of(0) }, tail: [], leases: [] },
    { createDocument: createLiveDocument },
  );
  const claimed = (ranges: number): Uint8Array =>
    Uint8Array.from([0, 1, 7, (ranges % 128) | 128, ranges >> 7, ...Array.from({ length: 2 * ranges }, (_, i) => (i + 1) % 2)]);
  expect(replica.holds(stored)).toBe(true);
  expect(replica.holds(Uint8Array.of(0, 1, 7, 2, 0, 1, 3, 1))).toBe(true);
  expect(replica.holds(claimed(5_000))).toBe(false);
});

test('[RM18] answers are kept for those who ask the same, never more than some megabytes of them', () => {
  let encoded = 0;
  const createDocument: typeof createLiveDocument = (kind) => {
    const live = createLiveDocument(kind);
    const encode = (): Uint8Array => {
      encoded += 1;
      return new Uint8Array(1_500_000);
    };
    return Object.assign(live, { encode, apply: () => undefined });
  };
  const replica = new Replica({ info: DOCUMENT, headSeq: 0, snapshot: null, tail: [], leases: [] }, { createDocument });
  replica.apply(Uint8Array.of(0, 0));
  const twice = (since: Uint8Array): number => {
    const before = encoded;
    replica.answer(since);
    replica.answer(since);
    return encoded - before;
  };
  expect([naming(1), naming(2), naming(3), naming(4)].map(twice)).toEqual([1, 1, 2, 2]);
  expect(twice(Uint8Array.of(0)), 'the whole document, which everyone asks for').toBe(1);
});
