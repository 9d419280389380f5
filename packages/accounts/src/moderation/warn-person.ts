/** A warning: said to a person, who acknowledges it. Nothing is taken from them. */
import type { PersonId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { ModerationReason } from '@ginnel/domain/moderation';
import { findPerson } from '@ginnel/store/relational/people';
import { findPlace } from '@ginnel/store/relational/places';
import type { WarningRow } from '@ginnel/store/relational/moderation-rows';
import { acknowledgeWarning as acknowledgeRow, addWarning, findWarning } from '@ginnel/store/relational/warnings';
import type { Handler } from '../commands/run-command.ts';

export interface WarnPerson {
  readonly personId: string;
  readonly placeId: string;
  readonly reason: ModerationReason;
  readonly words: string;
}

export function warnPerson(asked: WarnPerson, random: Random): Handler<WarningRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const [person, place] = await Promise.all([findPerson(tx, asked.personId), findPlace(tx, asked.placeId)]);
    if (person === null || place === null) return err('not-found');
    const acting = capacities.find((each) => may('person.warn', each, place.id) && each.personId !== person.id);
    if (acting === undefined) return err('not-allowed');
    const warning: WarningRow = {
      id: randomId(random),
      person_id: person.id,
      place_id: place.id,
      reason: asked.reason,
      words: asked.words,
      by_id: acting.personId,
      at_ms: atMs,
      acknowledged_at_ms: null,
    };
    await addWarning(tx, warning);
    return ok({
      acting,
      subject: `place:${place.id}`,
      facts: { warning: warning.id },
      detail: { whom: person.id, reason: asked.reason, words: asked.words },
      answer: warning,
    });
  };
}

/** By the person themselves, once. */
export function acknowledgeWarning(warningId: string, personId: PersonId): Handler<WarningRow> {
  return async ({ tx, atMs, own: acting }) => {
    const warning = await findWarning(tx, warningId);
    if (warning === null || warning.person_id !== personId) return err('not-found');
    if (warning.acknowledged_at_ms !== null) return err('wrong-state');
    if (acting === undefined) return err('not-allowed');
    await acknowledgeRow(tx, warning.id, atMs);
    return ok({
      acting,
      subject: `place:${warning.place_id}`,
      facts: { warning: warning.id },
      detail: {},
      answer: { ...warning, acknowledged_at_ms: atMs },
    });
  };
}
