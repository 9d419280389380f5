import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { RunningServer } from '../../conformance/running-server.ts';
import { filesWith } from './scan.ts';
import { CANARY, expunge, isDone, KEEPER, signIn, writeAs } from './scene.ts';

/** Milliseconds after agreeing, spread over all that follows. */
const MOMENTS = [0, 2, 5, 10, 20, 40, 60, 90];
const WORDS = 2000;

test('[ST20, ST21] killed at any moment, either epoch stands whole, and what was begun is finished at the next start', async () => {
  const server = await RunningServer.start();
  onTestFinished(() => server.stop());
  const listed = await (await signIn(server, 'helen-brooks')).api.documents({ place: 'radcliffe-west' as never });
  const id = listed.ok ? (listed.value.documents.find(({ kind }) => kind === 'priorities')?.id ?? '') : '';
  const notes = async (): Promise<string> => {
    const read = await (await signIn(server, 'helen-brooks')).api.document(id);
    return read.ok ? read.value.notes : '';
  };
  const found: string[] = [];
  for (const [i, moment] of MOMENTS.entries()) {
    const [dan, sheila] = [await signIn(server, 'dan-okafor'), await signIn(server, 'sheila-entwistle')];
    await writeAs(server, id, 'priorities', dan, (doc) => doc.getText('notes').insert(0, `${CANARY}-${i} `.repeat(WORDS)));
    await writeAs(server, id, 'priorities', sheila, (doc) => doc.getText('notes').insert(0, `${KEEPER}-${i} `));
    const [helen, tom] = [await signIn(server, 'helen-brooks'), await signIn(server, 'tom-hargreaves')];
    const target = { kind: 'person', personId: 'dan-okafor' as never, documentId: null } as const;
    const expungeId = await expunge(helen, tom, target, { awaited: false });
    await wait(moment);
    await server.kill();
    found.push(leftAt(server.folder, expungeId));
    await server.startAgain();
    const again = await signIn(server, 'tom-hargreaves');
    const between = await notes();
    expect(between.split(CANARY).length - 1 === WORDS || !between.includes(CANARY)).toBe(true);
    expect(between).toContain(`${KEEPER}-${i} `);
    await isDone(again, expungeId);
    expect(await notes()).not.toContain(CANARY);
    expect((await again.api.expungeCertificate(expungeId)).ok).toBe(true);
    for (let j = 0; j <= i; j++) expect(await notes()).toContain(`${KEEPER}-${j} `);
  }
  console.log(`killed ${found.join(', ')}`);
  expect(found.some((at) => at !== 'after the end')).toBe(true);
  await server.kill();
  expect([...filesWith(server.folder, [CANARY]).keys()]).toEqual([]);
});

/** How far it had come, read from a copy, so that what the crash left is what the next start finds. */
function leftAt(folder: string, expungeId: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'ginnel-killed-'));
  cpSync(folder, copy, { recursive: true });
  const db = new DatabaseSync(join(copy, 'ginnel.sqlite'));
  const row = db
    .prepare('select state, (select count(epoch) from expunge_document where expunge_id = id) as epochs from expunge where id = ?')
    .get(expungeId);
  db.close();
  rmSync(copy, { recursive: true });
  if (row?.['state'] === 'done') return 'after the end';
  return row?.['epochs'] === 0 ? 'before the new epoch' : 'after the new epoch, before the scrub';
}
