import type { DocumentId } from '@ginnel/base/ids';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { createMemoryLog } from '@ginnel/store/memory/log';
import { StorageError, type DocumentLog } from '@ginnel/store/ports/document-log';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { expect, test } from 'vitest';
import { documentInfo, openHall, until } from './hall.ts';
import { WireSocket } from './wire-socket.ts';

const ID = 'd1' as DocumentId;

test('[RM9] a disk that is full: nothing is said to be saved, people read on, and it resumes by itself', async () => {
  const memory = createMemoryLog();
  const info = documentInfo(ID);
  memory.putDocument(info);
  let isFull = false;
  const log: DocumentLog = {
    ...memory,
    append: (appends) => (isFull ? Promise.reject(new StorageError('disk full')) : memory.append(appends)),
  };
  const hall = await openHall({ log, town: { documents: new Map([[ID, info]]), standings: new Map() } });
  const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]), new WireClient('priorities', 77));
  const stock = hall.open('imran', ID);
  await amina.synced();
  amina.type('Before. ');
  await amina.allSaved();
  await until(stock.doc, () => stock.doc.getText('notes').length === 8);
  const saved = amina.client.saved;

  isFull = true;
  amina.type('While full. ');
  stock.doc.getText('notes').insert(0, 'Imran too. ');
  expect(await amina.message('storage')).toMatchObject({ writable: false });
  expect(amina.client.saved).toBe(saved);
  expect(hall.host.gauges().storageWritable).toBe(false);
  const reader = hall.open('sam', ID);
  await until(reader.doc, () => reader.doc.getText('notes').toString() === 'Before. ');

  isFull = false;
  await amina.allSaved();
  await until(reader.doc, () => reader.doc.getText('notes').length === 'Imran too. Before. While full. '.length);
  expect(amina.client.messages.filter(({ type }) => type === 'storage').at(-1)).toMatchObject({ writable: true });
  expect(hall.host.gauges().storageWritable).toBe(true);
  await hall.close();
});
