import { createLiveDocument } from '@ginnel/merge/live-document';
import { expect, it } from 'vitest';
import { sendMutations } from './mutations.ts';

it('[AD1, AD2, AD18] of 10,000 valid updates with something wrong in their bytes none is partly applied, and none makes the judge throw', () => {
  const heapBefore = process.memoryUsage().heapUsed;
  const report = sendMutations(10_000, 20_261_121, createLiveDocument);
  expect(report).toMatchObject({ frames: 10_000, partial: 0, crashes: 0, firstFault: null });
  // It did some work: most are refused, and some still mean something.
  expect(report.refused).toBeGreaterThan(6000);
  expect(report.admitted).toBeGreaterThan(300);
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(500 * 1024 * 1024);
});
