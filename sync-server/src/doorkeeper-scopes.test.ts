import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authenticator } from '@ginnel/accounts/authentication';
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Capacity } from '@ginnel/domain/people';
import { openStore } from '@ginnel/store/open-store';
import { listDocuments, raiseRights } from '@ginnel/store/relational/documents';
import { addRemoval, endRemoval } from '@ginnel/store/relational/moderation';
import { addCapacity, endCapacity, setCapacityEnd } from '@ginnel/store/relational/people';
import type { Store } from '@ginnel/store/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../demo/seed.ts';
import { doorkeeper } from './doorkeeper.ts';

const folder = mkdtempSync(join(tmpdir(), 'ginnel-scopes-'));
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const clock = { nowMs: () => Date.UTC(2026, 10, 20) };
let store: Store;
/** Documents by place. */
let documents: Map<string, DocumentId>;

beforeAll(async () => {
  store = await openStore({ folder });
  await seedDemo({ db: store.db, log: store.log, clock, random });
  documents = new Map((await listDocuments(store.db)).map(({ id, placeId }) => [placeId as string, id]));
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const BEN = 'ben-tattersall' as PersonId;
const OWN = 'ben-tattersall.resident.prestwich' as CapacityId;

async function standingIn(place: string, capacityId: CapacityId): Promise<string | null> {
  const keeper = doorkeeper({ db: store.db, authenticator: {} as Authenticator, clock });
  const rights = await keeper.rightsOf(documents.get(place) ?? ('' as DocumentId), [{ personId: BEN, capacityId }]);
  return rights?.actors[0]?.standing ?? null;
}

async function drafting(name: string, placeId: string, within?: DocumentId): Promise<CapacityId> {
  const capacity: Capacity = {
    id: name as CapacityId,
    personId: BEN,
    role: 'group-member',
    organisationId: 'radcliffe-litter-pickers' as OrganisationId,
    placeId: placeId as PlaceId,
    label: 'VCFA, for Radcliffe Litter Pickers with its grant',
    held: 'grant',
    ...(within === undefined ? {} : { within }),
  };
  await addCapacity(store.db, capacity, { fromMs: 0, untilMs: null, viaId: OWN, grantId: name });
  return capacity.id;
}

describe('drafting by a grant', () => {
  it('for a place reaches it and what lies below, and never above', async () => {
    const id = await drafting('for-west', 'west');
    expect(await standingIn('west', id)).toBe('member');
    expect(await standingIn('radcliffe-west', id)).toBe('member');
    expect(documents.has('bury')).toBe(true);
    expect(await standingIn('bury', id)).toBeNull();
    expect(await standingIn('radcliffe-west', await drafting('for-bury', 'bury'))).toBe('member');
  });

  it('for one document counts in no other', async () => {
    const id = await drafting('for-one', 'radcliffe-west', documents.get('radcliffe-west'));
    expect(await standingIn('radcliffe-west', id)).toBe('member');
    expect(await standingIn('west', id)).toBeNull();
  });

  it('ends with the capacity on which it rests', async () => {
    const id = await drafting('resting', 'west');
    expect(await standingIn('west', id)).toBe('member');
    await endCapacity(store.db, OWN, clock.nowMs());
    expect(await standingIn('west', id)).toBeNull();
  });
});

describe('what was answered before', () => {
  it('is not remembered: keeping somebody away counts from the next question on, once it is committed', async () => {
    const keeper = doorkeeper({ db: store.db, authenticator: {} as Authenticator, clock });
    const id = await drafting('to-be-kept-away', 'west');
    await setCapacityEnd(store.db, OWN, null);
    const documentId = documents.get('west') as DocumentId;
    const ask = async () => await keeper.rightsOf(documentId, [{ personId: BEN, capacityId: id }]);
    const before = await ask();
    expect(before?.actors).toMatchObject([{ standing: 'member' }]);
    await store.db.transaction().execute(async (tx) => {
      await addRemoval(tx, {
        id: 'away',
        person_id: BEN,
        place_id: 'bury',
        reason: 'off-topic',
        words: '',
        decided_by: 'helen-brooks',
        decided_as: null,
        from_ms: clock.nowMs(),
        until_ms: null,
        appeal: null,
        appealed_at_ms: null,
        answered_at_ms: null,
      });
      await raiseRights(tx, ['west' as PlaceId]);
    });
    const after = await ask();
    expect(after?.actors).toEqual([null]);
    expect(after?.info.rightsVersion).toBe((before?.info.rightsVersion ?? 0) + 1);
    await endRemoval(store.db, 'away', clock.nowMs());
    expect((await ask())?.actors).toMatchObject([{ standing: 'member' }]);
  });
});
