import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { RunningServer } from '../../conformance/running-server.ts';
import { filesWith } from './scan.ts';
import { CANARY, expunge, isDone, KEEPER, signIn, writeAs } from './scene.ts';

/** Milliseconds after agreeing, spread over all that follows. */
const MOMENTS = [0, 3, 8, 15, 25, 40, 70, 120];

test('[ST20, ST21] killed at any moment, either epoch stands whole, and what was begun is finished at the next start', async () => {
  const server = await RunningServer.start();
  onTestFinished(() => server.stop());
  const listed = await (await signIn(server, 'helen-brooks')).api.documents({ place: 'radcliffe-west' as never });
  const id = listed.ok ? (listed.value.documents.find(({ kind }) => kind === 'priorities')?.id ?? '') : '';
  const notes = async (): Promise<string> => {
    const read = await (await signIn(server, 'helen-brooks')).api.document(id);
    return read.ok ? read.value.notes : '';
  };
  let interrupted = 0;
  for (const [i, moment] of MOMENTS.entries()) {
    const [dan, sheila] = [await signIn(server, 'dan-okafor'), await signIn(server, 'sheila-entwistle')];
    await writeAs(server, id, 'priorities', dan, (doc) => doc.getText('notes').insert(0, `${CANARY}-${i} `.repeat(200)));
    await writeAs(server, id, 'priorities', sheila, (doc) => doc.getText('notes').insert(0, `${KEEPER}-${i} `));
    const [helen, tom] = [await signIn(server, 'helen-brooks'), await signIn(server, 'tom-hargreaves')];
    const target = { kind: 'person', personId: 'dan-okafor' as never, documentId: null } as const;
    const expungeId = await expunge(helen, tom, target, { awaited: false });
    await wait(moment);
    await server.kill();
    await server.startAgain();
    const again = await signIn(server, 'tom-hargreaves');
    const now = await again.api.expunge(expungeId);
    if (now.ok && now.value.expunge.state === 'begun') interrupted++;
    const between = await notes();
    expect(between.split(CANARY).length - 1 === 200 || !between.includes(CANARY)).toBe(true);
    expect(between).toContain(`${KEEPER}-${i} `);
    await isDone(again, expungeId);
    expect(await notes()).not.toContain(CANARY);
    expect((await again.api.expungeCertificate(expungeId)).ok).toBe(true);
    for (let j = 0; j <= i; j++) expect(await notes()).toContain(`${KEEPER}-${j} `);
  }
  console.log(`of ${MOMENTS.length} kills ${interrupted} found the expunge still under way at the next start`);
  await server.kill();
  expect([...filesWith(server.folder, [CANARY]).keys()]).toEqual([]);
});
