import { openStore } from '@ginnel/store/open-store';
import { keepReceipt } from '@ginnel/store/relational/receipts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock, systemRandom } from '../system.ts';
import { createProgram } from './program.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-retention-'));
  const store = await openStore({ folder });
  await keepReceipt(store.db, { person_id: 'x', key: 'an-old-key', request_hash: 'x', answer: '{}', at_ms: 0 });
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function retention(...options: string[]): Promise<unknown> {
  const said: string[] = [];
  const environment = { GINNEL_DATA: folder };
  const program = createProgram({ environment, clock: systemClock, random: systemRandom, say: (line) => said.push(line) });
  expect(await program.run(['retention', '--json', ...options])).toBe(0);
  return JSON.parse(said.join('\n'));
}

it('ginnel retention --dry-run says how much would go, and without it goes', async () => {
  expect(await retention('--dry-run')).toMatchObject({ ok: true, dryRun: true, counts: { receipts: 1, reports: 0 } });
  expect(await retention('--dry-run')).toMatchObject({ counts: { receipts: 1 } });
  expect(await retention()).toMatchObject({ dryRun: false, counts: { receipts: 1 } });
  expect(await retention('--dry-run')).toMatchObject({ counts: { receipts: 0 } });
});
