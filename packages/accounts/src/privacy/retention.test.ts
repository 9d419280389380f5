import type { CapacityId, PersonId } from '@ginnel/base/ids';
import { addCapacity, addPeople, findPerson } from '@ginnel/store/relational/people';
import { addSignIn } from '@ginnel/store/relational/sign-ins';
import { keepReceipt } from '@ginnel/store/relational/receipts';
import { addReport } from '@ginnel/store/relational/moderation';
import { A_GUEST, setPeriod } from '@ginnel/store/relational/retention';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wholeAudit } from '../audit/entries.ts';
import { recordDecision } from '../audit/record.ts';
import { AMINA, BOROUGH, people, type People, RESIDENT } from '../testing/people.ts';
import { dryRun, periods, runRetention } from './retention.ts';

const DAY_MS = 24 * 3_600_000;
const PAT = 'pat-0000000000001' as PersonId;

let parts: People;
beforeEach(async () => {
  parts = await people();
  const nowMs = parts.clock.nowMs();
  await addPeople(parts.db, [{ person: { id: PAT, name: 'Pat', demo: false }, email: null, createdAtMs: nowMs }]);
  const guest = { ...RESIDENT, id: 'pat.guest.1' as CapacityId, personId: PAT, role: 'guest' as const, label: 'guest' };
  await addCapacity(parts.db, guest, { fromMs: nowMs, untilMs: nowMs + 3_600_000 });
  for (const personId of [AMINA.id, PAT]) {
    const row = { id: `in-${personId}`, person_id: personId, at_ms: nowMs, what: 'link', device: 'Firefox', browser_hash: 'x', is_new: 0 };
    await addSignIn(parts.db, row);
  }
  await keepReceipt(parts.db, { person_id: AMINA.id, key: 'a-key-of-hers', request_hash: 'x', answer: '{}', at_ms: nowMs });
  const decision = { atMs: nowMs, command: 'x.y', subject: 'place:bury', facts: {}, personId: AMINA.id, detail: {} };
  await recordDecision(parts.db, parts.random, decision);
});
afterEach(() => parts.close());

const rows = async (table: 'sign_in' | 'receipt' | 'audit_detail' | 'audit_entry') =>
  (await parts.db.selectFrom(table).selectAll().execute()).length;

describe('retention', () => {
  it('takes nothing before its time, and a dry run counts exactly what a run takes, and changes nothing', async () => {
    expect(Object.values(await dryRun(parts)).every((count) => count === 0)).toBe(true);
    parts.clock.move(200 * DAY_MS);
    const counted = await dryRun(parts);
    expect(counted).toMatchObject({ receipts: 1, guests: 1, 'audit-details': 0 });
    expect([await rows('receipt'), await rows('sign_in'), await rows('audit_entry')]).toEqual([1, 2, 1]);
    expect(await runRetention(parts)).toEqual(counted);
    expect([await rows('receipt'), await rows('sign_in')]).toEqual([0, 0]);
    expect(Object.values(await dryRun(parts)).every((count) => count === 0)).toBe(true);
  });

  it('stands in the audit with how much of each class went, and no name', async () => {
    parts.clock.move(200 * DAY_MS);
    await runRetention(parts);
    const [entry] = (await wholeAudit(parts.db)).filter(({ command }) => command === 'retention.run');
    expect(JSON.parse(entry?.facts ?? '')).toMatchObject({ receipts: 1, guests: 1 });
  });

  it('runs once however many nodes think of it', async () => {
    parts.clock.move(200 * DAY_MS);
    expect(await runRetention(parts, { unlessWithinMs: DAY_MS })).not.toBeNull();
    expect(await runRetention(parts, { unlessWithinMs: DAY_MS })).toBeNull();
    parts.clock.move(DAY_MS);
    expect(await runRetention(parts, { unlessWithinMs: DAY_MS })).not.toBeNull();
  });

  it('takes a guest’s name after the session, not that of somebody who has a part here', async () => {
    parts.clock.move(40 * DAY_MS);
    await runRetention(parts);
    expect((await findPerson(parts.db, PAT))?.name).toBe(A_GUEST);
    expect((await findPerson(parts.db, AMINA.id))?.name).toBe(AMINA.name);
  });

  it('keeps reports that nobody has decided on', async () => {
    const report = { document_id: 'x', place_id: BOROUGH, path: '', quote: '', reason: 'spam' as const, words: '' };
    const when = { at_ms: parts.clock.nowMs(), outcome: null, decided_at_ms: null };
    await addReport(parts.db, { id: 'r-1', ...report, ...when, reporter_id: null, reporter_as: null, about_id: null, held_id: null });
    parts.clock.move(3000 * DAY_MS);
    expect(await dryRun(parts)).toMatchObject({ reports: 0, 'audit-details': 1 });
  });

  it('goes by the period that an administrator has set', async () => {
    await setPeriod(parts.db, 'receipts', 400);
    parts.clock.move(200 * DAY_MS);
    expect((await periods(parts.db)).find(({ name }) => name === 'receipts')).toMatchObject({ days: 400, usualDays: 7 });
    expect(await dryRun(parts)).toMatchObject({ receipts: 0 });
  });
});
