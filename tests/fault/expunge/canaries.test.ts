import { test } from 'vitest';
import { thousandCanaries } from './canaries.ts';

test('[ST21, EP1, EP3] of a thousand expunged words none is in any file of the server on SQLite, nor in any answer; all else stays, by its author', async () => {
  await thousandCanaries(null, () => null);
});
