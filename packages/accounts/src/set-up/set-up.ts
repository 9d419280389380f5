/** First-run set-up, carried out: whole, or not at all, and only on an empty database. */
import type { Clock, Random } from '@ginnel/base/ports';
import { addCapacities, addPeople } from '@ginnel/store/relational/people';
import { addOrganisations, addPlaces, listPlaces } from '@ginnel/store/relational/places';
import { keepDraft, removeDraft } from '@ginnel/store/relational/set-up';
import type { Relational } from '@ginnel/store/relational/tables';
import { takeTurn } from '@ginnel/store/relational/audit';
import { recordDecision } from '../audit/record.ts';
import type { SetUp } from './plan-set-up.ts';

/** The draft and the secret of set-up go with it. @returns false when the installation has been set up before; then nothing is changed */
export async function carryOutSetUp(
  { db, clock, random }: { db: Relational; clock: Clock; random: Random },
  setUp: SetUp,
): Promise<boolean> {
  const { places, organisations, administrator } = setUp;
  const atMs = clock.nowMs();
  return await db.transaction().execute(async (tx) => {
    await takeTurn(tx);
    if ((await listPlaces(tx)).length > 0) return false;
    await addPlaces(tx, places);
    if (organisations.length > 0) await addOrganisations(tx, organisations);
    await addPeople(tx, [{ person: administrator.person, email: administrator.email, createdAtMs: atMs }]);
    await addCapacities(tx, [administrator.capacity], atMs);
    await removeDraft(tx);
    await recordDecision(tx, random, {
      atMs,
      command: 'installation.set-up',
      subject: `place:${administrator.capacity.placeId}`,
      facts: { places: places.length, organisations: organisations.length },
      personId: administrator.person.id,
      detail: { whom: administrator.person.id },
    });
    return true;
  });
}

/** @returns false when the installation has been set up meanwhile: a draft names somebody, and is not left behind */
export async function keepDraftWhileNeeded(db: Relational, draft: string): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    await takeTurn(tx);
    if ((await listPlaces(tx)).length > 0) return false;
    await keepDraft(tx, draft);
    return true;
  });
}
