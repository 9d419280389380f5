import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { seededRandom } from '../testing/sessions.ts';
import { LocalWords } from './local-words.ts';
import { memoryStorage } from './memory.ts';

test('words that did not fit are kept once per field and opening, until all of it fits or the person is done with them', async () => {
  const storage = memoryStorage();
  const scope = { personId: 'jo', documentId: 'doc-1', epoch: 1, capacityId: 'jo.resident', kind: 'priorities' as const };
  const random = seededRandom();
  const openAgain = async (): Promise<LocalWords> => {
    const words = new LocalWords({ ...scope, storage, random, clock: { nowMs: () => 1 } });
    await words.open(new Y.Doc({ gc: false }));
    return words;
  };
  const kept = async (words: LocalWords): Promise<string[]> =>
    (await words.notAccepted()).map((entry) => `${entry.refusal.kind} ${entry.refusal.path}: ${entry.words[0]?.written.join('')}`);
  const path = 'priorities/p_00000001/title';

  const first = await openAgain();
  await first.keepOver(path, '吗', '你好吗');
  await first.keepOver(path, '吗?', '你好吗?');
  await first.keepOver('notes', 'and more', 'all and more');
  expect(new Set(await kept(first))).toEqual(new Set(['too-large notes: and more', `too-large ${path}: 吗?`]));
  await first.keepOver('notes', '', 'all');
  await first.close();

  const second = await openAgain();
  await second.keepOver(path, 'another', 'another');
  expect(new Set(await kept(second))).toEqual(new Set([`too-large ${path}: another`, `too-large ${path}: 吗?`]));
  await second.keepOver(path, '', '');
  expect(await kept(second)).toEqual([`too-large ${path}: 吗?`]);
  for (const { id } of await second.notAccepted()) await second.dismiss(id);
  expect(await kept(second)).toEqual([]);
});
