/** Keeps somebody away from a place and everything below it, for a time or until it is lifted; and lets them back. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import type { ModerationReason } from '@ginnel/domain/moderation';
import { raiseRights } from '@ginnel/store/relational/documents';
import { addRemoval, answerAppeal, appealRemoval, endRemoval, findRemoval } from '@ginnel/store/relational/moderation';
import { capacitiesOf, findPerson } from '@ginnel/store/relational/people';
import { findPlace, listPlaces, readParents } from '@ginnel/store/relational/places';
import type { RemovalRow } from '@ginnel/store/relational/tables';
import { independentDecider } from './independence.ts';
import { mayInPlace } from './policy.ts';
import { placesBelow } from './reach.ts';
import type { Handler } from './run-command.ts';

export interface RemovePerson {
  readonly personId: string;
  readonly placeId: string;
  readonly reason: ModerationReason;
  /** Said to the person. */
  readonly words: string;
  /** `null`: until it is lifted. */
  readonly untilMs: number | null;
}

export interface RemovalNews {
  rightsChanged(documentId: DocumentId): void;
  personChanged(personId: PersonId): void;
}

/** Whoever moderates or administers the place themselves can be kept away by an administrator only, of where they do so or above. */
export function removePerson(asked: RemovePerson, { random, news }: { random: Random; news: RemovalNews }): Handler<RemovalRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const [person, place] = await Promise.all([findPerson(tx, asked.personId), findPlace(tx, asked.placeId)]);
    if (person === null || place === null) return err('not-found');
    const parentOf = await readParents(tx);
    const theirs = await capacitiesOf(tx, person.id, atMs);
    const protecting = theirs.filter((capacity) => mayInPlace('person.remove', capacity, place.id, parentOf));
    const isAboveThem = (each: Capacity): boolean =>
      protecting.every(({ placeId }) => each.role === 'admin' && lineage(placeId, parentOf).includes(each.placeId));
    const acting = capacities.find((each) => may('person.remove', each, place.id) && isAboveThem(each));
    if (acting === undefined || acting.personId === person.id) return err('not-allowed');
    if (asked.untilMs !== null && asked.untilMs <= atMs) return err('wrong-state');
    const removal: RemovalRow = {
      id: randomId(random),
      person_id: person.id,
      place_id: place.id,
      reason: asked.reason,
      words: asked.words,
      decided_by: acting.personId,
      decided_as: acting.id,
      from_ms: atMs,
      until_ms: asked.untilMs,
      appeal: null,
      appealed_at_ms: null,
      answered_at_ms: null,
    };
    await addRemoval(tx, removal);
    const documents = await raiseRights(tx, placesBelow(await listPlaces(tx), place.id));
    return ok({
      acting,
      subject: `place:${place.id}`,
      facts: { removal: removal.id, untilMs: asked.untilMs },
      detail: { whom: person.id, reason: asked.reason, words: asked.words },
      answer: removal,
      afterwards: () => {
        documents.forEach((id) => news.rightsChanged(id));
        news.personChanged(person.id);
      },
    });
  };
}

/** By somebody independent of who removed them, when it answers an appeal, and always of the person. `lift: false` lets the removal stand. */
export function restorePerson(
  { removalId, lift, words }: { removalId: string; lift: boolean; words: string },
  news: RemovalNews,
): Handler<RemovalRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const removal = await findRemoval(tx, removalId);
    const place = removal === null ? null : await findPlace(tx, removal.place_id);
    if (removal === null || place === null) return err('not-found');
    const isAppeal = removal.appealed_at_ms !== null && removal.answered_at_ms === null;
    const decided = { personId: removal.decided_by, capacityId: removal.decided_as };
    const parties = [{ personId: removal.person_id }, ...(isAppeal ? [decided] : [])];
    const chosen = await independentDecider(tx, capacities, { may: (each) => may('person.restore', each, place.id), parties });
    if (!chosen.ok) return chosen;
    const acting = chosen.value;
    if ((removal.until_ms !== null && removal.until_ms <= atMs) || (!lift && !isAppeal)) return err('wrong-state');
    await (lift ? endRemoval(tx, removal.id, atMs) : answerAppeal(tx, removal.id, atMs));
    const documents = lift ? await raiseRights(tx, placesBelow(await listPlaces(tx), place.id)) : [];
    return ok({
      acting,
      subject: `place:${place.id}`,
      facts: { removal: removal.id, lifted: lift, appeal: isAppeal },
      detail: { whom: removal.person_id, words },
      answer: { ...removal, until_ms: lift ? atMs : removal.until_ms, answered_at_ms: atMs },
      afterwards: () => documents.forEach((id) => news.rightsChanged(id)),
    });
  };
}

/** Once, by the person themselves, while the removal lasts. */
export function appeal({ removalId, personId, words }: { removalId: string; personId: PersonId; words: string }): Handler<RemovalRow> {
  return async ({ tx, atMs, own: acting }) => {
    const removal = await findRemoval(tx, removalId);
    if (removal === null || removal.person_id !== personId) return err('not-found');
    const isOver = removal.until_ms !== null && removal.until_ms <= atMs;
    if (isOver || removal.appealed_at_ms !== null) return err('wrong-state');
    if (acting === undefined) return err('not-allowed');
    await appealRemoval(tx, removal.id, { words, atMs });
    return ok({
      acting,
      subject: `place:${removal.place_id}`,
      facts: { removal: removal.id },
      detail: { words },
      answer: { ...removal, appeal: words, appealed_at_ms: atMs },
    });
  };
}
