/** Calls somebody in on one topic: in one document, until a day, with sight of nothing else that is not public (broader membership of a team). */
import type { Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { findDocument } from '@ginnel/store/relational/documents';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace } from '@ginnel/store/relational/places';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity, personOf, type Whom } from './give.ts';

export interface CallIn {
  readonly documentId: string;
  readonly whom: Whom;
  readonly organisationId: string | null;
  readonly topic: string;
  readonly untilMs: number;
}

/** They write for their organisation on the topic, and sign and decide nothing. */
export function callIn(asked: CallIn, around: { random: Random; sessionEnded: (handle: string) => void }): Handler<Capacity> {
  return async ({ tx, atMs, capacities, may }) => {
    const document = await findDocument(tx, asked.documentId);
    const place = document === null ? null : await findPlace(tx, document.placeId);
    const organisation = asked.organisationId === null ? null : await findOrganisation(tx, asked.organisationId);
    if (document === null || place === null || (asked.organisationId !== null && organisation === null)) return err('not-found');
    const acting = capacities.find((each) => may('team.manage', each, place.id));
    if (acting === undefined) return err('not-allowed');
    if (asked.untilMs <= atMs) return err('wrong-state');
    const personId = await personOf(tx, asked.whom, { atMs, random: around.random });
    if (personId === null) return err('not-found');
    const isInAlready = (await capacitiesOf(tx, personId, atMs)).some((each) => each.held === 'topic' && each.within === document.id);
    if (isInAlready) return err('wrong-state');
    const { capacity, ended } = await giveCapacity(
      tx,
      { atMs, random: around.random },
      {
        personId,
        role: organisation === null ? 'resident' : 'practitioner',
        organisation,
        place,
        fromMs: atMs,
        untilMs: asked.untilMs,
        label: `${organisation === null ? '' : `for ${organisation.name}, `}on ${asked.topic}`,
        within: document.id,
        held: 'topic',
        footing: { topic: asked.topic },
      },
    );
    return ok({
      acting,
      subject: `document:${document.id}`,
      facts: { topic: asked.topic, untilMs: asked.untilMs },
      detail: { whom: personId, capacity: capacity.id },
      answer: capacity,
      afterwards: () => ended.forEach(around.sessionEnded),
    });
  };
}
