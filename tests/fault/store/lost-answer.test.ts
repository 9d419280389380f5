/** The database commits and is gone before it can say so: nobody knows, and nothing may be lost or said twice. */
import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { createMemoryLog } from '@ginnel/store/memory/log';
import { StorageError, type DocumentLog } from '@ginnel/store/ports/document-log';
import { documentInfo, openHall, until } from '../rooms/hall.ts';

const ID = 'd1' as DocumentId;

test('[ST7] an append whose answer is lost is found in the log, and writing goes on after it', { timeout: 300_000 }, async () => {
  const memory = createMemoryLog();
  const info = documentInfo(ID);
  memory.putDocument(info);
  let appends = 0;
  const log: DocumentLog = {
    ...memory,
    append: async (asked) => {
      const appended = await memory.append(asked);
      if (++appends === 3) throw new StorageError('The database was lost');
      return appended;
    },
  };
  const hall = await openHall({ log, town: { documents: new Map([[ID, info]]), standings: new Map() } });
  const [amina, imran] = [hall.open('amina', ID), hall.open('imran', ID)];
  const words = ['One. ', 'Two. ', 'Three. ', 'Four. ', 'Five. '];
  for (const [i, word] of words.entries()) {
    const writer = i % 2 === 0 ? amina : imran;
    const reader = i % 2 === 0 ? imran : amina;
    writer.doc.getText('notes').insert(writer.doc.getText('notes').length, word);
    const sofar = words.slice(0, i + 1).join('');
    await until(reader.doc, () => reader.doc.getText('notes').toString() === sofar);
  }
  expect(appends).toBeGreaterThan(3);
  expect(hall.problems).toEqual(['the log could not be written: StorageError: The database was lost']);
  await hall.close();
});
