import { expect, it } from 'vitest';
import { sayingProgress } from './progress.ts';

it('says nothing of short work, and of long work a line every two seconds', () => {
  const said: string[] = [];
  let nowMs = 0;
  const progress = sayingProgress(
    (line) => said.push(line),
    () => nowMs,
  );
  for (let done = 1; done <= 50; done++) {
    nowMs += 100;
    progress('verified documents', done, 200);
  }
  nowMs += 5_000;
  progress('copied rows of document_update', 1500);
  expect(said).toEqual([
    '… verified documents: 10 of 200 (5 %)',
    '… verified documents: 30 of 200 (15 %)',
    '… verified documents: 50 of 200 (25 %)',
    '… copied rows of document_update: 1500',
  ]);
});
