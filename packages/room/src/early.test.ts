import { CLOSE } from '@ginnel/protocol/close-codes';
import { Rehearsal } from '@ginnel/testkit/wire/rehearsal';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { describe, expect, test } from 'vitest';
import { ANSWER_WITHIN_MS } from './early.ts';

/** Its answers are on their way until a test lets them arrive. */
class SlowClient extends WireClient {
  readonly answers: Uint8Array[] = [];

  override hear(frame: Uint8Array): Uint8Array[] {
    this.answers.push(...super.hear(frame));
    return [];
  }
}

async function typingAgain() {
  const r = new Rehearsal();
  await r.load();
  const client = new SlowClient('priorities', 41);
  client.type('Written offline. ');
  const amina = r.joinStock('amina', client);
  r.type(amina, 'Typed ');
  r.type(amina, 'since.');
  return { r, client, amina };
}

describe('somebody who types while their line comes back', () => {
  test('[RM21] is not refused: what was typed waits for what it builds on', async () => {
    const { r, client, amina } = await typingAgain();
    r.flush();
    expect(amina.closed).toBeNull();
    expect(r.room.flushAtMs).toBe(r.nowMs + ANSWER_WITHIN_MS);
    for (const answer of client.answers) r.say(amina, answer);
    await r.settle();
    expect(amina.closed).toBeNull();
    const reader = r.join('imran');
    await r.settle();
    expect(reader.client.notes()).toBe('Written offline. Typed since.');
  });

  test('[RM21] is not refused when both come within one window', async () => {
    const { r, client, amina } = await typingAgain();
    for (const answer of client.answers) r.say(amina, answer);
    await r.settle();
    expect(amina.closed).toBeNull();
    const reader = r.join('imran');
    await r.settle();
    expect(reader.client.notes()).toBe('Written offline. Typed since.');
  });

  test('[RM21] is refused when the answer does not come in time', async () => {
    const { r, amina } = await typingAgain();
    r.flush();
    r.nowMs += ANSWER_WITHIN_MS;
    await r.settle();
    expect(amina.closed?.code).toBe(CLOSE.badFrame);
    expect(r.room.isSettled).toBe(true);
  });

  test('[RM21] leaves nothing behind when they go', async () => {
    const { r, amina } = await typingAgain();
    r.flush();
    r.feed({ type: 'left', connection: amina.connection });
    expect(r.room.flushAtMs).toBeNull();
  });
});
