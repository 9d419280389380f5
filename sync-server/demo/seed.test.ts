import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { actorIn } from '@ginnel/domain/standing';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { openStore } from '@ginnel/store/open-store';
import { listDocuments } from '@ginnel/store/relational/documents';
import { readParents } from '@ginnel/store/relational/places';
import type { Store } from '@ginnel/store/store';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PEOPLE } from './people.ts';
import { seedDemo } from './seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'ginnel-seed-'));
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const clock = { nowMs: () => Date.UTC(2026, 10, 20) };
let store: Store;

beforeAll(async () => {
  store = await openStore({ folder });
  await seedDemo({ db: store.db, log: store.log, clock, random });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('the demo borough', () => {
  it('is written once, into an empty database only', async () => {
    expect(await seedDemo({ db: store.db, log: store.log, clock, random })).toBe(false);
    expect(await listDocuments(store.db)).toHaveLength(7);
  });

  it('gets its words at the next start when the first was cut off before them', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'ginnel-seed-'));
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    const cutOff = await openStore({ folder: elsewhere });
    const log = { ...cutOff.log, append: () => Promise.reject(new Error('killed')) };
    await expect(seedDemo({ db: cutOff.db, log, clock, random })).rejects.toThrow('killed');
    await cutOff.close();
    const next = await openStore({ folder: elsewhere });
    onTestFinished(() => next.close());
    expect(await seedDemo({ db: next.db, log: next.log, clock, random })).toBe(true);
    const documents = await listDocuments(next.db);
    const heads = await next.log.heads(documents.map(({ id }) => id));
    expect(heads.map(({ headSeq }) => headSeq > 0)).toEqual(documents.map(() => true));
    expect(await seedDemo({ db: next.db, log: next.log, clock, random })).toBe(false);
  });

  it('has words in every document, each under the clientID of a person who had the right to write it', async () => {
    for (const { id, kind } of await listDocuments(store.db)) {
      const stored = await store.log.load(id);
      const live = createLiveDocument(kind);
      for (const row of stored?.tail ?? []) live.apply(row.update);
      expect(JSON.stringify(live.content()).length).toBeGreaterThan(400);
      const writers = new Set(stored?.tail.map(({ author }) => author.capacityId));
      expect(new Set(stored?.leases.map(({ author }) => author.capacityId))).toEqual(writers);
    }
  });

  it('begins with people who are members in all its documents, and ends with a visitor to Radcliffe', async () => {
    const parentOf = await readParents(store.db);
    const documents = await listDocuments(store.db);
    const standings = (index: number) =>
      documents.map(({ placeId }) => PEOPLE.at(index)?.capacities.map((capacity) => actorIn(capacity, placeId, parentOf).standing));
    for (const index of [0, 1, 2, 3, 4]) for (const each of standings(index)) expect(each).toContain('member');
    expect(standings(-1)[0]).toEqual(['visitor']);
  });

  it('has somebody for every role but the guest, who comes with a code', () => {
    const roles = new Set(PEOPLE.flatMap(({ capacities }) => capacities.map(({ role }) => role)));
    expect([...roles].sort()).toEqual([
      'admin',
      'councillor',
      'facilitator',
      'group-lead',
      'group-member',
      'moderator',
      'officer',
      'practitioner',
      'resident',
      'safeguarding-lead',
      'system-leader',
    ]);
  });
});
