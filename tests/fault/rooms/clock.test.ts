/** The machine's clock jumps under the whole server, forwards and backwards: libfaketime turns it, timers go on as they do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaceId } from '@ginnel/base/ids';
import { systemProgram } from '@ginnel/testkit/services/system-program';
import { createApi } from '@ginnel/api/client';
import { expect, onTestFinished, test } from 'vitest';
import { startNode, within, type Node } from '../nodes/cluster.ts';
import { Typist, visit } from '../nodes/people.ts';

/** A session's sockets close within this when it has ended (PR13). */
const SOON_MS = 5_000;
/** A window is at most 30 ms, and what a jump holds up is held up for an hour at least; the rest is the machine's other work. */
const SAVED_MS = 20_000;

interface Turned {
  readonly server: Node;
  /** `+2d`, `-3d`: where the clock stands from now on, beside the true time. */
  turn(to: string): void;
}

async function serverWithItsOwnClock(): Promise<Turned> {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-clock-'));
  const file = join(folder, 'clock');
  const turn = (to: string): void => writeFileSync(file, to);
  turn('+0');
  const faketime = systemProgram('faketime', 'faketime');
  const inside = execFileSync(faketime, ['--exclude-monotonic', '-f', '+0', 'env'], { encoding: 'utf8' });
  const library = /^LD_PRELOAD=(.+)$/m.exec(inside)?.[1] ?? '';
  const clock = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const server = await startNode({ ...process.env, ...clock, TMPDIR: folder, DATABASE_URL: '', VALKEY_URL: '' });
  onTestFinished(async () => {
    await server.kill();
    rmSync(folder, { recursive: true });
  });
  return { server, turn };
}

async function signIn({ address }: Node, person: string): Promise<string> {
  const signedIn = await createApi({ origin: address }).demoSignIn(person);
  if (!signedIn.ok) throw new Error(signedIn.error.title);
  return signedIn.value.token;
}

test(
  '[RM2, RM8, PR13] a clock that jumps by days holds up no window, no presence and no session; one that jumps past its end ends it',
  { timeout: 300_000 },
  async () => {
    const { server, turn } = await serverWithItsOwnClock();
    const token = await signIn(server, 'amina-hussain');
    const made = await server.as(token).createDocument({ kind: 'priorities', placeId: 'radcliffe-west' as PlaceId, title: 'Clocks' });
    if (!made.ok) throw new Error(made.error.title);
    const documentId = made.value.id;
    const typist = new Typist(documentId, token, () => server);
    const reader = visit(server, documentId, await signIn(server, 'imran-shah'));
    onTestFinished(() => {
      typist.leave();
      reader.provider.destroy();
    });
    await within(60_000, 'both are in', () => typist.isSaved && reader.provider.synced);

    const notes = (): string => reader.doc.getText('notes').toString();
    const other = visit(server, documentId, token);
    onTestFinished(() => other.provider.destroy());
    let cursor = 0;
    for (const to of ['+2d', '-3d', '+1h', '+0', '-300d', '+0']) {
      turn(to);
      typist.type(`[${to}]`);
      await within(SAVED_MS, `saved at ${to}`, () => typist.isSaved && notes().endsWith(`[${to}]`));
      cursor += 1;
      other.provider.awareness.setLocalStateField('cursor', cursor);
      await within(
        SAVED_MS,
        `presence at ${to}`,
        () => reader.provider.awareness.getStates().get(other.doc.clientID)?.['cursor'] === cursor,
      );
      expect((await server.as(token).me()).ok, `signed in at ${to}`).toBe(true);
      await signIn(server, 'jo-kowalski');
    }
    expect(typist.refused).toEqual([]);

    const closed = new Promise<number>((resolve) =>
      reader.provider.once('connection-close', (event: { code: number } | null) => resolve(event?.code ?? 0)),
    );
    reader.provider.shouldConnect = false;
    turn('+900d');
    const startedMs = performance.now();
    expect(await closed).toBe(4401);
    expect(performance.now() - startedMs).toBeLessThan(SOON_MS);
    turn('+0');
    const again = await signIn(server, 'amina-hussain');
    const back = new Typist(documentId, again, () => server);
    onTestFinished(() => back.leave());
    await within(60_000, 'in again', () => back.isSaved);
    expect(back.client.notes()).toBe(notes());
  },
);
