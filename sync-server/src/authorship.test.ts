import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import { textAt } from '@ginnel/merge/edits/open';
import { writeEdit } from '@ginnel/merge/edits/write-edit';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { createMemoryLog } from '@ginnel/store/memory/log';
import { describe, expect, it } from 'vitest';
import { createAuthorshipReader } from './authorship.ts';

const ID = 'd1' as DocumentId;
const author = (name: string) => ({ personId: name as PersonId, capacityId: `${name}.resident` as CapacityId });

/** A log with one document, whose reads are counted row by row. */
function counted() {
  const log = createMemoryLog();
  log.putDocument({
    id: ID,
    kind: 'session',
    placeId: 'west' as PlaceId,
    title: 'A hall',
    phase: 'drafting',
    shapeVersion: 1,
    epoch: 1,
    rightsVersion: 1,
    createdBy: null,
    createdAtMs: 0,
  });
  const live = createLiveDocument('session');
  let rowsRead = 0;
  let seq = 0;
  return {
    rowsRead: () => rowsRead,
    log: {
      load: log.load.bind(log),
      read: async (...args: Parameters<typeof log.read>) => {
        const rows = await log.read(...args);
        rowsRead += rows.length;
        return rows;
      },
    },
    async write(name: string, words: string) {
      const clientId = name.length;
      const update = writeEdit('session', live.encode(), clientId, (draft) => {
        const notes = textAt(draft, 'notes');
        notes?.insert(notes.length, words);
      });
      live.apply(update);
      const row = { author: author(name), route: 'typed', atMs: seq, update } as const;
      const leases = [{ clientId, author: author(name) }];
      await log.append([{ documentId: ID, epoch: 1, rightsVersion: 1, baseSeq: seq++, rows: [row], leases }]);
    },
  };
}

describe('the reader of who wrote what', () => {
  it('replays each row once, however often and by however many it is asked', async () => {
    const { log, write, rowsRead } = counted();
    const reader = createAuthorshipReader(log);
    await write('amina', 'Light the path. ');
    await write('jo', 'Lend tools. ');
    await Promise.all([reader.read(ID), reader.read(ID), reader.read(ID)]);
    expect(rowsRead()).toBe(2);
    await write('mia', 'Be loud. ');
    const answers = await Promise.all([reader.read(ID), reader.read(ID)]);
    expect(rowsRead()).toBe(3);
    for (const answer of answers) {
      const runs = answer?.fields.find(({ path }) => path === 'notes')?.runs ?? [];
      expect(runs.map(({ text, author: by }) => [answer?.authors[by ?? -1]?.personId, text])).toEqual([
        ['amina', 'Light the path. '],
        ['jo', 'Lend tools. '],
        ['mia', 'Be loud. '],
      ]);
    }
  });

  it('knows no document that is not there', async () => {
    expect(await createAuthorshipReader(counted().log).read('d2')).toBe(null);
  });
});
