import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TemporaryPostgres } from '@ginnel/testkit/services/postgres';
import { describeBrokenLine } from '../contract/broken-line.ts';
import { describeHints } from '../contract/hints.ts';
import { openNotifyHints } from './notify-hints.ts';

let postgres: TemporaryPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
  url = postgres.createDatabase();
}, 120_000);
afterAll(() => postgres.remove());

const join = (node: string) => openNotifyHints({ url, node });
describeHints('hints by NOTIFY', join);
describeBrokenLine('hints by NOTIFY, when PostgreSQL is killed', join, () => postgres);
