import type { DocumentId } from '@ginnel/base/ids';
import { createMemoryLog } from '@ginnel/store/memory/log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentInfo, openHall, until, type Hall } from './hall.ts';

const ID = 'd1' as DocumentId;
let hall: Hall;

beforeEach(async () => {
  const log = createMemoryLog();
  const info = documentInfo(ID);
  log.putDocument(info);
  hall = await openHall({ log, town: { documents: new Map([[ID, info]]), standings: new Map() } });
});
afterEach(async () => {
  await hall.close();
  expect(hall.problems).toEqual([]);
});

describe('two stock providers', () => {
  test('[PR1] write at the same time and come to the same words', async () => {
    const amina = hall.open('amina', ID);
    const imran = hall.open('imran', ID);
    amina.doc.getText('notes').insert(0, 'The path behind the school');
    await until(imran.doc, () => imran.doc.getText('notes').length === 26);
    imran.doc.getText('notes').insert(0, 'Lamps: ');
    amina.doc.getText('notes').insert(26, ' is dark.');
    const both = 'Lamps: The path behind the school is dark.';
    await until(amina.doc, () => amina.doc.getText('notes').toString() === both);
    await until(imran.doc, () => imran.doc.getText('notes').toString() === both);
  });

  test('[RM8] see each other with the name that the server knows', async () => {
    const amina = hall.open('amina', ID);
    const imran = hall.open('imran', ID);
    amina.provider.awareness.setLocalStateField('user', { name: 'The Mayor', color: '#000000' });
    const seen = await new Promise((resolve) => {
      imran.provider.awareness.on('change', () => {
        const state = imran.provider.awareness.getStates().get(amina.doc.clientID);
        if (state?.['user'] !== undefined) resolve(state['user']);
      });
    });
    expect(seen).toMatchObject({ name: 'amina', label: 'resident of Radcliffe West', personId: 'amina' });
    const gone = new Promise<void>((resolve) => {
      imran.provider.awareness.on('change', ({ removed }: { removed: number[] }) => {
        if (removed.includes(amina.doc.clientID)) resolve();
      });
    });
    amina.leave();
    await gone;
  });
});
