import { openRoots } from '@ginnel/merge/edits/open';
import { expect, test } from 'vitest';
import { memoryStorage } from './device/memory.ts';
import { FakeServer } from './testing/fake-server.ts';
import { openForTest, saved, seededRandom, until, write } from './testing/sessions.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what waits is counted the same before and after the page is opened anew, also when only some of it was committed', async () => {
  const server = new FakeServer();
  openRoots('deal', server.doc);
  const page = {
    server,
    storage: memoryStorage(),
    random: seededRandom(),
    personId: 'imran-shah',
    epoch: 1,
    networkLost: new Set<() => void>(),
  };
  const first = openForTest(page);
  await saved(first);
  server.commitsAtOnce = false;
  write(first, 'abc');
  await turn();
  write(first, 'de');
  await turn();
  server.commit(1);
  await turn();
  server.reachable = false;
  server.cut();
  const { save } = await until(first, (state) => state.save.kind === 'kept-on-device');
  expect(save).toMatchObject({ count: 2 });
  await first.close();

  const second = openForTest(page);
  await second.whenLoaded;
  expect(second.state.save).toEqual(save);
  server.commitsAtOnce = true;
  server.reachable = true;
  await second.close();
});
