import { writeAwareness } from '@ginnel/protocol/awareness';
import { awarenessFrame } from '@ginnel/protocol/frames';
import { Rehearsal, standpoint, type Guest } from '@ginnel/testkit/wire/rehearsal';
import { describe, expect, test } from 'vitest';
import { claimsBudget, CLAIMS_LEFT_FOR_WORDS } from './budget.ts';

async function opened(): Promise<Rehearsal> {
  const r = new Rehearsal();
  await r.load();
  return r;
}

const utf8 = new TextEncoder();
const presence = (clientId: number, value: unknown, clock = 1): Uint8Array =>
  awarenessFrame(writeAwareness([{ clientId, clock, state: utf8.encode(JSON.stringify(value)) }]));
const leased = async (r: Rehearsal): Promise<readonly number[]> =>
  (await r.log.load(r.info.id))?.leases.map(({ clientId }) => clientId) ?? [];
const shown = (guest: Guest): readonly Uint8Array[] => guest.frames.filter(([type]) => type === 1);
const refusals = ({ client }: Guest): readonly string[] =>
  client.messages.flatMap((message) => (message.type === 'refused' ? [message.refusal.kind] : []));

describe('a clientID', () => {
  test('[RM6] that a client only names is leased to nobody: it may come and go as often as it likes', async () => {
    const r = await opened();
    for (let i = 0; i < 20; i++) {
      const { connection } = r.join('mallory', { clientId: 7000 + i });
      r.say(r.guests.get(connection) as Guest, presence(7000 + i, null));
      await r.settle();
      r.feed({ type: 'left', connection });
    }
    await r.settle();
    expect(await leased(r)).toEqual([]);
  });

  test('[RM6] is leased with the first words under it, and stays with its person when the line breaks before they are durable', async () => {
    const r = await opened();
    const amina = r.join('amina', { clientId: 5151 });
    await r.settle();
    r.type(amina, 'Mine.');
    r.feed({ type: 'left', connection: amina.connection });
    await r.settle();
    expect((await r.log.load(r.info.id))?.leases).toEqual([{ clientId: 5151, author: standpoint('amina').author }]);
    const again = r.join('amina', { clientId: 5151 }, amina.client);
    r.type(again, ' More.');
    await r.settle();
    expect(refusals(again)).toEqual([]);
    expect(again.client.saved).toBe(again.client.sent.length);
  });

  test('[RM6] of a client whose line breaks just after it has come in is still its own', async () => {
    const r = await opened();
    const before = r.join('amina', { clientId: 5151 });
    r.feed({ type: 'left', connection: before.connection });
    await r.settle();
    const amina = r.join('amina', { clientId: 5151 }, before.client);
    r.type(amina, 'Mine.');
    await r.settle();
    expect(refusals(amina)).toEqual([]);
    expect(await leased(r)).toEqual([5151]);
  });

  test('[RM6] goes to one of two who name it, the one who writes first', async () => {
    const r = await opened();
    const amina = r.join('amina', { clientId: 5151 });
    const mallory = r.join('mallory', { clientId: 5151 });
    await r.settle();
    r.type(amina, 'Mine.');
    r.type(mallory, 'Mine! And more.');
    await r.settle();
    r.say(mallory, presence(5151, { cursor: 1 }));
    await r.settle();
    expect((await r.log.load(r.info.id))?.leases).toEqual([{ clientId: 5151, author: standpoint('amina').author }]);
    expect(refusals(mallory)).toEqual(['forged-author']);
    expect((await r.log.read(r.info.id, 0, 9)).map(({ author }) => author.personId)).toEqual(['amina']);
  });

  test('[RM6] of words that the disk did not take shows nobody before it is leased, and keeps nothing busy meanwhile', async () => {
    const r = await opened();
    const sam = r.join('sam');
    await r.settle();
    const amina = r.join('amina', { clientId: 5151 });
    r.type(amina, 'Mine.');
    r.flush();
    r.say(amina, presence(5151, { cursor: 1 }));
    r.fail();
    await r.load();
    r.feed({ type: 'rights-changed' });
    r.nowMs += 1_000;
    r.info = { ...r.info, rightsVersion: 2 };
    r.log.putDocument(r.info);
    expect(shown(sam)).toEqual([]);
    expect(r.room.flushAtMs).toBeNull();
    const standpoints = new Map(
      [...r.guests.keys()].map((connection) => [connection, [standpoint(connection === amina.connection ? 'amina' : 'sam')]]),
    );
    r.feed({ type: 'rights', info: r.info, standpoints });
    r.feed({ type: 'rights', info: r.info, standpoints });
    await r.settle();
    expect(shown(sam)).toHaveLength(1);
    expect(await leased(r)).toContain(5151);
  });

  test('[RM6] that turns out to be somebody else’s when the log is read anew is not shown as the first one’s', async () => {
    const r = await opened();
    const sam = r.join('sam');
    await r.settle();
    const amina = r.join('amina', { clientId: 5151 });
    r.say(amina, presence(5151, { cursor: 1 }));
    r.flush();
    const { author } = standpoint('imran');
    const append = { documentId: r.info.id, epoch: 1, rightsVersion: 1, baseSeq: 0 };
    const row = { author: standpoint('imran').author, route: 'typed' as const, atMs: 1, update: Uint8Array.of(0, 0) };
    await r.log.append([{ ...append, rows: [row], leases: [{ clientId: 5151, author }] }]);
    await r.commit();
    await r.load();
    await r.settle();
    expect(shown(sam)).toEqual([]);
  });
});

describe('what one person may claim', () => {
  test('[RM24] by presence is bounded on all their connections together, and half is left for words', async () => {
    const r = await opened();
    const claims = claimsBudget(r.nowMs);
    for (let i = 0; i < 300; i++) {
      const mallory = r.join('mallory', { clientId: 7000 + i, claims });
      r.say(mallory, presence(7000 + i, { cursor: i }));
      r.flush();
      if (r.asked !== null) await r.commit();
      expect(mallory.closed).toBeNull();
      r.feed({ type: 'left', connection: mallory.connection });
    }
    expect(await leased(r)).toHaveLength(200 - CLAIMS_LEFT_FOR_WORDS);
    const writing = r.join('mallory', { clientId: 9000, claims });
    r.type(writing, 'Words.');
    await r.settle();
    expect(refusals(writing)).toEqual([]);
  });

  test('[RM24, RM9] is taken once, however often a disk that is full has the same words judged again', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    r.type(amina, 'Kept.');
    for (let i = 0; i < 250; i++) {
      r.flush();
      r.fail();
      await r.load();
    }
    await r.settle();
    expect(refusals(amina)).toEqual([]);
    expect(amina.client.saved).toBe(amina.client.sent.length);
  });

  test('[RM24] by words is bounded on all their connections together, and others are not held up', async () => {
    const r = await opened();
    const claims = claimsBudget(r.nowMs);
    let refused = 0;
    for (let i = 0; i < 210; i++) {
      const mallory = r.join('mallory', { clientId: 7000 + i, claims });
      r.type(mallory, 'x');
      r.flush();
      if (r.asked !== null) await r.commit();
      refused += refusals(mallory).filter((kind) => kind === 'too-fast').length;
      r.feed({ type: 'left', connection: mallory.connection });
    }
    expect(refused).toBe(10);
    const amina = r.join('amina');
    r.type(amina, 'Words.');
    await r.settle();
    expect(refusals(amina)).toEqual([]);
  });
});
