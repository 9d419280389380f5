import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { destroyWorking, newWorking } from './working.ts';

const plainly = Y.Item.prototype.integrate;

/** 10,000 lines at the top of the notes, one by one. */
function lines(client: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  for (let i = 0; i < 10_000; i++) doc.getText('notes').insert(0, 'line\n');
  return Y.encodeStateAsUpdate(doc);
}

it('[AD17] lines that two people wrote above one another, unknown to each other, do not hold the page', () => {
  const [theirs, ours] = [lines(10), lines(20)];
  const options = {
    documentId: 'd',
    kind: 'plan',
    capacityId: 'c',
    serverUrl: 'ws://127.0.0.1:9/sync',
    epoch: 1,
    shapeVersion: 1,
  } as const;
  const working = newWorking(
    {
      ...options,
      random: { bytes: (length) => new Uint8Array(length).fill(7) },
      clock: { nowMs: () => 0 },
      WebSocket: class {} as unknown as typeof WebSocket,
    },
    { onLink: () => {}, onUpdate: () => {} },
  );
  expect(Y.Item.prototype.integrate).not.toBe(plainly);
  Y.applyUpdate(working.doc, theirs);
  const burnt = process.cpuUsage();
  Y.applyUpdate(working.doc, ours);
  expect(process.cpuUsage(burnt).user / 1000).toBeLessThan(500);
  expect(working.doc.getText('notes').length).toBe(100_000);
  destroyWorking(working);
});
