import type { Author } from '@ginnel/domain/people';
import type { Judged } from '@ginnel/merge/contract';
import { EFFORT_PER_BYTE, MAX_EFFORT } from '@ginnel/merge/admission/limits';
import { createLiveDocument } from '@ginnel/merge/live-document';
import type * as Placing from '@ginnel/merge/placing';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { expect, it, vi } from 'vitest';
import { craft, type Id, type Struct } from './craft.ts';
import { FRAMES_THAT_COST } from './frames-that-cost.ts';

/** Steps of walks, as the judge rehearsed them and as they were then taken. */
const walked = vi.hoisted(() => ({ rehearsed: 0, taken: 0 }));

vi.mock(import('@ginnel/merge/placing'), async (original) => {
  const placing: typeof Placing = await original();
  const land: typeof placing.land = (line, comer, left, first, right, isResumed, counter) => {
    const by = 'place' in line ? 'rehearsed' : 'taken';
    const counting = {
      spend: (effort: number) => {
        walked[by] += effort;
        counter.spend(effort);
      },
    };
    return placing.land(line, comer, left, first, right, isResumed, counting);
  };
  return { ...placing, land };
});

const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const by: Judged = { author, actor: { standing: 'member', party: null }, phase: 'drafting', leaseOf: () => author, actorOf: () => null };
const CLIENTS = [5, 100, 300, 70_000];

/** An update of items with any origins at all, under several clients: many put line above line, as their writer reads them or not. */
class AnyWriter {
  readonly random: SeededRandom;
  readonly clocks = new Map(CLIENTS.map((client) => [client, 0]));
  readonly ids: Id[] = [];
  readonly #tops = new Map<string, Id>();

  constructor(random: SeededRandom) {
    this.random = random;
  }

  write(): Uint8Array {
    const { random } = this;
    const clients = random.shuffle([...CLIENTS]).slice(0, 1 + random.int(3));
    const starts = new Map(clients.map((client) => [client, this.clocks.get(client)!]));
    const parts = new Map<number, Struct[]>(clients.map((client) => [client, []]));
    for (let i = random.int(3) === 0 ? 0 : random.int(40); i >= 0; i--) parts.get(random.pick(clients))!.push(this.#anyItem(clients));
    for (const client of clients) {
      let clock = starts.get(client)!;
      for (const { content } of parts.get(client)!) clock += content.kind === 'string' ? content.text.length : 0;
      this.clocks.set(client, clock);
    }
    const filled = clients.filter((client) => parts.get(client)!.length > 0);
    return craft(filled.map((client) => ({ client, clock: starts.get(client)!, structs: parts.get(client)! })));
  }

  /** What it refers to is anything before it, also of the same update: then often not yet there, and the update is refused. */
  #anyItem(clients: readonly number[]): Struct {
    const { random, ids } = this;
    const client = random.pick(clients);
    const recent = ids.slice(-3 - random.int(12));
    const origin = ids.length === 0 || random.int(4) === 0 ? null : random.pick(random.int(2) === 0 ? recent : ids);
    const at = `${client}@${origin === null ? '' : `${origin.client}:${origin.clock}`}`;
    const right = random.int(4) > 0 ? (this.#tops.get(at) ?? null) : ids.length === 0 ? null : random.pick(ids);
    return { origin, right, content: { kind: 'string', text: 'abc'.slice(random.int(3)) } };
  }

  /** Notes what came in, so that later items refer to it. */
  took(inserted: readonly { readonly client: number; readonly clock: number; readonly length: number }[]): void {
    for (const { client, clock, length } of inserted)
      for (let i = 0; i < length; i++) {
        this.ids.push({ client, clock: clock + i });
        this.#tops.set(`${client}@`, { client, clock: clock + i });
      }
  }
}

it('[AD17] the judge counts each step of the walks that its update then takes, whatever the origins', () => {
  const tally = { admitted: 0, walking: 0, steps: 0, rehearsed: 0 };
  for (let seed = 1; seed <= 1500; seed++) {
    const writer = new AnyWriter(seededRandom(seed));
    const live = createLiveDocument('priorities');
    for (let i = 0; i < 12; i++) {
      const before = new Map(writer.clocks);
      const update = writer.write();
      [walked.rehearsed, walked.taken] = [0, 0];
      const judged = live.judge(update, by);
      if (!judged.ok) {
        for (const [client, clock] of before) writer.clocks.set(client, clock);
        continue;
      }
      live.apply(update);
      writer.took(judged.value.inserted);
      // What is typed on is sketched as one piece, and counted in full when it is cut.
      expect(walked.rehearsed, `seed ${seed}, update ${i}`).toBeGreaterThanOrEqual(walked.taken);
      tally.rehearsed += walked.rehearsed;
      tally.admitted++;
      tally.steps += walked.taken;
      if (walked.taken > 0) tally.walking++;
    }
  }
  expect(tally.walking).toBeGreaterThan(500);
  expect(tally.rehearsed / tally.steps).toBeLessThan(1.02);
  expect(tally.steps / tally.walking).toBeGreaterThan(10);
});

it.each(FRAMES_THAT_COST)('[AD17] $name', ({ kind, prepared, update, isAdmitted }) => {
  const live = createLiveDocument(kind);
  for (const each of prepared()) live.apply(each);
  [walked.rehearsed, walked.taken] = [0, 0];
  const bytes = update();
  const judged = live.judge(bytes, by);
  // All that was spent until it was refused, and what it takes then.
  expect(walked.rehearsed).toBeLessThan(MAX_EFFORT + EFFORT_PER_BYTE * bytes.length + 10);
  if (isAdmitted) {
    expect(judged.ok).toBe(true);
    live.apply(bytes);
    expect(walked.taken).toBeLessThanOrEqual(walked.rehearsed);
  } else {
    expect(judged).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  }
});
