import type { DocumentId } from '@ginnel/base/ids';
import { createLocalHub } from '@ginnel/fanout/local/hub';
import type { Hints } from '@ginnel/fanout/ports/hints';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { createMemoryLog } from '@ginnel/store/memory/log';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { afterEach, describe, expect, test } from 'vitest';
import { documentInfo, openHall, until, type Hall, type Town } from './hall.ts';
import { WireSocket } from './wire-socket.ts';

const ID = 'd1' as DocumentId;
const halls: Hall[] = [];

afterEach(async () => {
  await Promise.all(halls.splice(0).map((hall) => hall.close()));
});

/** Several nodes over one log. */
async function nodes(
  count: number,
  join: () => Hints,
): Promise<{ halls: readonly Hall[]; log: ReturnType<typeof createMemoryLog>; town: Town }> {
  const log = createMemoryLog();
  const info = documentInfo(ID);
  const town = { documents: new Map([[ID, info]]), standings: new Map() };
  log.putDocument(info);
  for (let i = 0; i < count; i++) halls.push(await openHall({ log, town, hints: join() }));
  return { halls: [...halls], log, town };
}

const nobody = (): void => {};
const silent = (): Hints => ({
  publish: nobody,
  subscribe: () => nobody,
  tell: nobody,
  onNews: () => nobody,
  onListening: () => nobody,
  close: async () => {},
});

describe.each([
  ['with hints', () => createLocalHub()],
  ['when every hint is lost', () => ({ join: silent })],
])('several nodes over one log, %s', (_how, hub) => {
  test('[RM10, RM14] people on different nodes write at once and read the same', async () => {
    const { join } = hub();
    const { halls: open } = await nodes(3, join);
    const visits = open.map((hall, i) => hall.open(`p${i}`, ID));
    await Promise.all(visits.map(({ provider }) => new Promise((resolve) => provider.once('sync', resolve))));
    for (let round = 0; round < 30; round++) {
      for (const { doc } of visits) doc.getText('notes').insert(0, 'word ');
      await new Promise((resolve) => setImmediate(resolve));
    }
    const length = 3 * 30 * 5;
    await Promise.all(visits.map(({ doc }) => until(doc, () => doc.getText('notes').length === length)));
    const [first, ...others] = visits.map(({ doc }) => doc.getText('notes').toString());
    for (const other of others) expect(other).toBe(first);
    expect(open.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('[RM11, PR13] who was removed on one node is closed on the other', async () => {
    const { join } = hub();
    const { halls: open, log, town } = await nodes(2, join);
    const amina = new WireSocket(
      (open[1] as Hall).socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]),
      new WireClient('priorities', 77),
    );
    await amina.synced();
    const closed = new Promise((resolve) => amina.socket.on('close', resolve));
    const info = { ...documentInfo(ID), rightsVersion: 2 };
    town.standings.set('amina', null);
    town.documents.set(ID, info);
    log.putDocument(info);
    (open[0] as Hall).host.rightsChanged(ID);
    expect(await closed).toBe(4403);
  });
});
