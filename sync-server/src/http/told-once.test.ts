/** A decision that is sent again under its key is answered as before, and nobody gets a second letter about it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const AT = { path: 'priorities/p_000ginnels/evidence', quote: 'On our Saturday picks in October we filled 64 bags in nine ginnels.' };

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

async function lettersTo(person: string): Promise<number> {
  const kept = await server.api.demoMailbox();
  return kept.ok ? kept.value.messages.filter(({ to }) => to === `${person}@ginnel.example`).length : -1;
}

describe('a decision that is sent again under its key', () => {
  it('tells whom it is about once', async () => {
    const tom = browser(server.address);
    await tom.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'tom-hargreaves' } });
    const listed = await server.api.documents({ place: 'radcliffe-west' });
    const id = (listed.ok ? listed.value.documents : []).find(({ kind }) => kind === 'priorities')?.id ?? '';
    const send = async (path: string, body: unknown, key: string): Promise<unknown> => {
      const answer = await tom.fetch(path, { method: 'POST', body, headers: { 'idempotency-key': key } });
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { receipt: unknown }).receipt;
    };
    const hold = { ...AT, reason: 'off-topic', words: 'Elsewhere' };
    const first = await send(`/api/documents/${id}/holds`, hold, 'held-once');
    expect(await send(`/api/documents/${id}/holds`, hold, 'held-once')).toEqual(first);
    const warning = { placeId: 'radcliffe-west', reason: 'abuse', words: 'Mind' };
    for (let times = 0; times < 2; times++) await send('/api/people/jo-kowalski/warnings', warning, 'warned-once');
    // Letters go in the order of the decisions: whoever is warned last has theirs when all others have arrived.
    await send('/api/people/amina-hussain/warnings', warning, 'warned-last');
    await expect.poll(async () => await lettersTo('amina-hussain')).toBe(1);
    await expect.poll(async () => await lettersTo('jo-kowalski')).toBe(2);
  });
});
