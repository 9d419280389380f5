/**
 * Appeals against holding or hiding words. A panel of people of the place, residents among them, decides by majority:
 * nobody sits on it whose affair it is, and what it decides is carried out in the same transaction.
 */
import type { PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import { PANEL_SIZES, type PanelVote } from '@ginnel/domain/moderation';
import {
  addAppeal,
  appealsAbout,
  closeAppeal,
  convenePanel as convene,
  findAppeal,
  keepVote,
  panelOf,
} from '@ginnel/store/relational/appeals';
import { decideHeld, findHeld } from '@ginnel/store/relational/held';
import { decideReportsBehind } from '@ginnel/store/relational/moderation';
import type { AppealRow, HeldRow } from '@ginnel/store/relational/moderation-rows';
import { countedAs, independentOf } from '../commands/independence.ts';
import type { Handler } from '../commands/run-command.ts';
import { partiesTo, seatFor } from './party.ts';

/** Once, by the author, while the words are out of sight; also by somebody who is kept away from the place, or has no capacity left. */
export function appealHeld(
  { heldId, personId, words }: { heldId: string; personId: PersonId; words: string },
  random: Random,
): Handler<AppealRow> {
  return async ({ tx, atMs, own: acting }) => {
    const held = await findHeld(tx, heldId);
    if (held === null || held.person_id !== personId) return err('not-found');
    if (held.state === 'restored' || (await appealsAbout(tx, [held.id])).has(held.id)) return err('wrong-state');
    if (acting === undefined) return err('not-allowed');
    const appeal: AppealRow = {
      id: randomId(random),
      held_id: held.id,
      place_id: held.place_id,
      person_id: personId,
      words,
      at_ms: atMs,
      convened_by: null,
      convened_capacity: null,
      outcome: null,
      decided_at_ms: null,
    };
    await addAppeal(tx, appeal);
    return ok({
      acting,
      subject: `document:${held.document_id}`,
      facts: { appeal: appeal.id, held: held.id },
      detail: { words },
      answer: appeal,
    });
  };
}

/** By somebody who took none of the decisions. Everybody invited belongs to the place, and it is nobody's own affair. */
export function convenePanel({ appealId, members }: { appealId: string; members: readonly string[] }): Handler<AppealRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const appeal = await findAppeal(tx, appealId);
    const held = appeal === null ? null : await findHeld(tx, appeal.held_id);
    if (appeal === null || held === null) return err('not-found');
    const placeId = appeal.place_id as PlaceId;
    const parties = await partiesTo(tx, held);
    const entitled = capacities.filter((each) => may('appeal.convene', each, placeId));
    const [acting] = await independentOf(tx, entitled, parties);
    if (acting === undefined) return err(entitled.length === 0 ? 'not-allowed' : 'not-independent');
    if (appeal.convened_by !== null || appeal.outcome !== null) return err('wrong-state');
    const people = [...new Set(members)];
    if (!PANEL_SIZES.includes(people.length) || people.length !== members.length) return err('wrong-state');
    const taken = new Set([...parties, ...(await countedAs(tx, [{ personId: acting.personId, capacityId: acting.id }]))]);
    for (const personId of people) {
      const seat = await seatFor(tx, { personId, placeId, atMs }, taken);
      if (!seat.ok) return seat;
      for (const each of await countedAs(tx, [{ personId, capacityId: seat.value.id }])) taken.add(each);
    }
    await convene(tx, appeal.id, { by: acting.personId, capacityId: acting.id, members: people });
    return ok({
      acting,
      subject: `document:${held.document_id}`,
      facts: { appeal: appeal.id, members: people.length },
      detail: { members: people.join(' ') },
      answer: { ...appeal, convened_by: acting.personId, convened_capacity: acting.id },
    });
  };
}

export interface Voted {
  readonly appeal: AppealRow;
  /** As they now are, when the panel has decided. */
  readonly held: HeldRow | null;
}

/** By a member of the panel, once. The vote that makes a majority decides. */
export function votePanel({
  appealId,
  personId,
  vote,
  words,
}: {
  appealId: string;
  personId: PersonId;
  vote: PanelVote;
  words: string;
}): Handler<Voted> {
  return async ({ tx, atMs, capacities }) => {
    const appeal = await findAppeal(tx, appealId);
    const held = appeal === null ? null : await findHeld(tx, appeal.held_id);
    if (appeal === null || held === null) return err('not-found');
    const panel = await panelOf(tx, appeal.id);
    const seat = panel.find((each) => each.person_id === personId);
    if (seat === undefined) return err('not-found');
    const convener = { personId: appeal.convened_by, capacityId: appeal.convened_capacity };
    const members = panel.flatMap(({ person_id: id }) => (id === personId ? [] : [{ personId: id }]));
    const others = new Set([...(await partiesTo(tx, held)), ...(await countedAs(tx, [convener, ...members]))]);
    const chosen = await seatFor(tx, { personId, placeId: appeal.place_id as PlaceId, atMs, among: capacities }, others);
    if (!chosen.ok) return err(chosen.error === 'not-found' ? 'not-allowed' : chosen.error);
    if (appeal.outcome !== null || seat.vote !== null) return err('wrong-state');
    await keepVote(tx, { appealId: appeal.id, personId, vote, words, atMs });
    const votes = panel.filter((each) => each.vote === vote).length + 1;
    const outcome = votes > panel.length / 2 ? vote : null;
    const state = outcome === 'restore' ? 'restored' : 'hidden';
    if (outcome !== null) {
      await closeAppeal(tx, appeal.id, { outcome, atMs });
      await decideHeld(tx, held.id, { state, by: appeal.convened_by ?? personId, as: appeal.convened_capacity, atMs });
      await decideReportsBehind(tx, held.id, { outcome: state === 'restored' ? 'no-action' : 'acted', atMs });
    }
    return ok({
      acting: chosen.value,
      subject: `document:${held.document_id}`,
      facts: { appeal: appeal.id, outcome },
      detail: { vote, words },
      answer: { appeal: { ...appeal, outcome }, held: outcome === null ? null : { ...held, state } },
    });
  };
}
