import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@ginnel/store/open-store';
import type { Store } from '@ginnel/store/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLimits } from './limits.ts';

const ADDRESS = '203.0.113.7';
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

let folder: string;
let store: Store;
let nowMs: number;
const clock = { nowMs: () => nowMs };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-limits-'));
  store = await openStore({ folder });
  nowMs = Date.UTC(2026, 10, 22);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const limits = () => createLimits({ db: store.db, clock, random });
const tenTimes = async (tried: () => Promise<boolean>) => {
  for (let i = 0; i < 10; i++) expect(await tried()).toBe(true);
};

describe('counted tries', () => {
  it('are remembered after a restart, and by every node', async () => {
    await tenTimes(() => limits().askForMailbox('amina@example.org'));
    expect(await limits().askForMailbox('amina@example.org')).toBe(false);
    await store.close();
    store = await openStore({ folder });
    expect(await limits().askForMailbox('amina@example.org')).toBe(false);
    expect(await limits().askForMailbox('jo@example.org')).toBe(true);
  });

  it('begin anew a quarter of an hour after the first', async () => {
    const tries = limits();
    await tenTimes(() => tries.askForMailbox('x'));
    nowMs += 15 * 60_000 - 1;
    expect(await tries.askForMailbox('x')).toBe(false);
    nowMs += 1;
    expect(await tries.askForMailbox('x')).toBe(true);
  });

  it('at the same moment are all counted', async () => {
    const tries = limits();
    const answers = await Promise.all(Array.from({ length: 300 }, () => tries.guess(ADDRESS)));
    expect(answers.filter(Boolean)).toHaveLength(200);
  });

  it('that were right keep nobody out', async () => {
    const tries = limits();
    for (let i = 0; i < 250; i++) {
      expect(await tries.guess(ADDRESS)).toBe(true);
      await tries.guessedRight(ADDRESS);
    }
  });

  it('leave no address in the database', async () => {
    await limits().askFromAddress(ADDRESS);
    const rows = await store.db.selectFrom('tries').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(ADDRESS);
  });
});
