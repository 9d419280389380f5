import { afterAll, beforeAll } from 'vitest';
import { startRedis, type TemporaryRedis } from '@ginnel/testkit/services/redis';
import { describeBrokenLine } from '../contract/broken-line.ts';
import { describeHints } from '../contract/hints.ts';
import { openValkeyHints } from './valkey-hints.ts';

let redis: TemporaryRedis;
beforeAll(async () => {
  redis = await startRedis();
}, 120_000);
afterAll(() => redis.kill());

const join = (node: string) => openValkeyHints({ url: redis.url, node });
describeHints('hints by Valkey', join);
describeBrokenLine('hints by Valkey, when it is killed', join, () => redis);
