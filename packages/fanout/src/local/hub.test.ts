import { beforeEach } from 'vitest';
import { describeHints } from '../contract/hints.ts';
import { createLocalHub, type LocalHub } from './hub.ts';

let hub: LocalHub;
beforeEach(() => {
  hub = createLocalHub();
});

describeHints('hints within one process', () => hub.join());
