/** For tests: a real database in a folder of its own, with one person in it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CapacityId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Clock, Random } from '@ginnel/base/ports';
import type { Capacity, Person } from '@ginnel/domain/people';
import { openStore } from '@ginnel/store/open-store';
import { addCapacities, addPeople } from '@ginnel/store/relational/people';
import { addPlaces } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';

export const AMINA: Person = { id: 'amina-hussain' as PersonId, name: 'Amina Hussain', demo: false };
export const BOROUGH = 'bury' as PlaceId;
export const RESIDENT: Capacity = {
  id: 'amina-hussain.resident.bury' as CapacityId,
  personId: AMINA.id,
  role: 'resident',
  organisationId: null,
  placeId: BOROUGH,
  label: 'resident of Bury',
};

export interface People {
  readonly db: Relational;
  readonly random: Random;
  /** Stands still until it is moved. */
  readonly clock: Clock & { move(byMs: number): void };
  close(): Promise<void>;
}

export async function people(): Promise<People> {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-people-'));
  const store = await openStore({ folder });
  let nowMs = Date.UTC(2026, 10, 20);
  await addPlaces(store.db, [
    { id: BOROUGH, tier: 'borough', name: 'Bury', tierName: 'borough', parentId: null, onsCode: null, about: '' },
  ]);
  await addPeople(store.db, [{ person: AMINA, email: 'amina@example.org', createdAtMs: nowMs }]);
  await addCapacities(store.db, [RESIDENT], nowMs);
  return {
    db: store.db,
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    clock: { nowMs: () => nowMs, move: (byMs) => (nowMs += byMs) },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
