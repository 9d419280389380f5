import { err, ok } from '@ginnel/base/result';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wholeAudit } from '../audit/entries.ts';
import { verifyChain } from '../audit/chain.ts';
import { AMINA, people, type People, RESIDENT } from '../testing/people.ts';
import { type Asking, type Handler, runCommand } from './run-command.ts';

let parts: People;
let done: number;
let told: number;
beforeEach(async () => {
  parts = await people();
  done = told = 0;
});
afterEach(() => parts.close());

const ASKING: Asking = { personId: AMINA.id, capacityId: null, key: 'key-0001', command: 'test', input: { a: 1 } };
const counts: Handler<number> = ({ capacities }) => {
  const [acting] = capacities;
  if (acting === undefined) return Promise.resolve(err('not-allowed'));
  done += 1;
  return Promise.resolve(ok({ acting, subject: 'thing:1', facts: { done }, detail: {}, answer: done, afterwards: () => void (told += 1) }));
};

describe('a command', () => {
  it('is answered by a receipt that names its place in the audit', async () => {
    const answered = await runCommand(parts, ASKING, counts);
    const [entry] = await wholeAudit(parts.db);
    expect(answered).toMatchObject({
      ok: true,
      value: { answer: 1, receipt: { seq: 1, hash: entry?.hash, command: 'test', subject: 'thing:1', capacityId: RESIDENT.id } },
    });
    expect(told).toBe(1);
  });

  it('sent again under its key is done once, told once, and answered alike', async () => {
    const first = await runCommand(parts, ASKING, counts);
    expect(await runCommand(parts, ASKING, counts)).toEqual(first);
    expect([done, told, (await wholeAudit(parts.db)).length]).toEqual([1, 1, 1]);
  });

  it('sent many times at once under its key is done once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => runCommand(parts, ASKING, counts)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(done).toBe(1);
  });

  it('other than the first under a key is refused', async () => {
    await runCommand(parts, ASKING, counts);
    expect(await runCommand(parts, { ...ASKING, input: { a: 2 } }, counts)).toEqual({ ok: false, error: 'key-reused' });
  });

  it('acts only in the capacity that was chosen, when one was', async () => {
    expect(await runCommand(parts, { ...ASKING, capacityId: 'made-up' as typeof RESIDENT.id }, counts)).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect((await runCommand(parts, { ...ASKING, capacityId: RESIDENT.id }, counts)).ok).toBe(true);
  });

  it('that fails half-way leaves nothing behind: no decision, no audit, no receipt', async () => {
    const fails: Handler<never> = async ({ tx }) => {
      await tx.updateTable('person').set({ name: 'Changed' }).execute();
      throw new Error('lost');
    };
    await expect(runCommand(parts, ASKING, fails)).rejects.toThrow('lost');
    expect(await parts.db.selectFrom('person').select('name').execute()).toEqual([{ name: AMINA.name }]);
    expect(await wholeAudit(parts.db)).toEqual([]);
    expect((await runCommand(parts, ASKING, counts)).ok).toBe(true);
  });

  it('that is refused leaves no entry, and the next one follows without a gap', async () => {
    await runCommand(parts, { ...ASKING, key: null }, counts);
    await runCommand(parts, { ...ASKING, key: null }, () => Promise.resolve(err('wrong-state')));
    await runCommand(parts, { ...ASKING, key: null }, counts);
    expect(verifyChain(await wholeAudit(parts.db), null)).toMatchObject({ ok: true, entries: 2 });
  });
});
