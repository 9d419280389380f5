import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AMINA, people, type People } from '../testing/people.ts';
import { chainCheck } from './check-chain.ts';
import { recordDecision } from './record.ts';

let parts: People;
beforeEach(async () => {
  parts = await people();
  for (let i = 1; i <= 6; i++) await decide(i);
});
afterEach(() => parts.close());

async function decide(atMs: number): Promise<void> {
  const decision = { atMs, command: 'test', subject: `thing:${atMs}`, facts: {}, personId: AMINA.id, detail: {} };
  await parts.db.transaction().execute((tx) => recordDecision(tx, parts.random, decision));
}

/** As somebody with the whole database could. */
async function takeOut(which: '=' | '>', seq: number): Promise<void> {
  await parts.db.deleteFrom('audit_detail').where('seq', which, seq).execute();
  await parts.db.deleteFrom('audit_entry').where('seq', which, seq).execute();
}

describe('the check of the chain', () => {
  it('says from which entry to which it is unbroken; of no decision at all too', async () => {
    expect(await chainCheck(parts)()).toMatchObject({ broken: null, entries: 6, first: { seq: 1, atMs: 1 }, last: { seq: 6, atMs: 6 } });
    await takeOut('>', 0);
    await parts.db
      .updateTable('audit_head')
      .set({ seq: 0, hash: '0'.repeat(64) })
      .execute();
    expect(await chainCheck(parts)()).toMatchObject({ broken: null, entries: 0, first: null, last: null });
  });

  it('names the first entry that was edited, taken out, or cut off at the end', async () => {
    await parts.db.updateTable('audit_entry').set({ subject: 'thing:other' }).where('seq', '=', 4).execute();
    expect(await chainCheck(parts)()).toMatchObject({ broken: { seq: 4, fault: 'edited' } });
    await takeOut('=', 4);
    expect(await chainCheck(parts)()).toMatchObject({ broken: { seq: 4, fault: 'missing' } });
    await takeOut('>', 3);
    expect(await chainCheck(parts)()).toMatchObject({ broken: { seq: 4, fault: 'missing' }, entries: 3 });
  });

  it('is one for all who ask at once, takes in what is decided, and begins anew once a minute at most', async () => {
    const check = chainCheck(parts);
    const [one, other] = await Promise.all([check(), check()]);
    expect(other).toBe(one);
    await decide(7);
    expect(await check()).toMatchObject({ entries: 7, broken: null, first: { seq: 1 }, last: { seq: 7 } });
    await parts.db.updateTable('audit_entry').set({ subject: 'thing:other' }).where('seq', '=', 2).execute();
    expect(await check()).toMatchObject({ entries: 7, broken: null });
    parts.clock.move(60_000);
    expect(await check()).toMatchObject({ entries: 0, broken: { seq: 2, fault: 'edited' } });
    await decide(8);
    expect(await check()).toMatchObject({ broken: { seq: 2, fault: 'edited' } });
  });
});
