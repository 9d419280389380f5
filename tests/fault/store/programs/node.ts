/** One node of several: the real server, without pages, on the PostgreSQL of its environment. Says `at <address>`, and is killed by its parent. */
import { writeSync } from 'node:fs';
import { demoServer } from '@ginnel/sync-server/testing/demo-server';

const { DATABASE_URL = '', VALKEY_URL = '' } = process.env;
const { address } = await demoServer({ DATABASE_URL, VALKEY_URL });
writeSync(1, `at ${address}\n`);
