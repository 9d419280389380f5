/** The machine's own clock and randomness, behind the ports of `base`. */
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '@ginnel/base/ports';

export const systemClock: Clock = { nowMs: () => Date.now() };
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
