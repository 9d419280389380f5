/** A deputy acts for the holder of a role, is visibly one, and only within the days named; and never longer than the holder holds it. */
import type { Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Capacity, Role } from '@ginnel/domain/people';
import { findMember, restingOn } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace } from '@ginnel/store/relational/places';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity, personOf, type Whom } from './give.ts';
import { mayFill } from './may-fill.ts';

/** An office to which somebody was elected, and what one is for oneself, have no deputies. */
const HAVE_DEPUTIES: readonly Role[] = ['group-lead', 'officer', 'practitioner', 'facilitator', 'moderator', 'system-leader', 'admin'];

export interface NameDeputy {
  readonly capacityId: string;
  readonly whom: Whom;
  /** `null`: at once. */
  readonly fromMs: number | null;
  readonly untilMs: number;
}

/** By the holder, or who decides on the role. A deputy names no deputies. */
export function nameDeputy(asked: NameDeputy, around: { random: Random; sessionEnded: (handle: string) => void }): Handler<Capacity> {
  return async ({ tx, atMs, capacities, may }) => {
    const holder = await findMember(tx, asked.capacityId);
    if (holder === null) return err('not-found');
    const { capacity: own, term } = holder;
    const acting = capacities.find((each) => each.held === undefined && (each.id === own.id || mayFill(each, own, may)));
    if (acting === undefined) return err('not-allowed');
    const fromMs = Math.max(atMs, asked.fromMs ?? atMs);
    const stands = term.fromMs <= atMs && (term.untilMs === null || atMs < term.untilMs);
    if (!stands || own.held !== undefined || !HAVE_DEPUTIES.includes(own.role) || asked.untilMs <= fromMs) return err('wrong-state');
    const place = await findPlace(tx, own.placeId);
    const organisation = own.organisationId === null ? null : await findOrganisation(tx, own.organisationId);
    const personId = await personOf(tx, asked.whom, { atMs, random: around.random });
    if (personId === null || place === null) return err('not-found');
    const others = await restingOn(tx, 'via_id', own.id, atMs);
    const isOneAlready = others.some(({ person, capacity }) => person.id === personId && capacity.held === 'deputy');
    if (personId === own.personId || isOneAlready) return err('wrong-state');
    const whose = organisation === null ? `for ${place.name}` : `of ${organisation.name}`;
    const untilMs = Math.min(asked.untilMs, term.untilMs ?? asked.untilMs);
    const { capacity, ended } = await giveCapacity(
      tx,
      { atMs, random: around.random },
      {
        personId,
        role: own.role,
        organisation,
        place,
        fromMs,
        untilMs,
        label: own.within === undefined ? `deputy for the ${ROLE_WORDS[own.role] ?? own.role} ${whose}` : `deputy for the ${own.label}`,
        ...(own.within === undefined ? {} : { within: own.within }),
        held: 'deputy',
        footing: { viaId: own.id, namedBy: acting.personId },
      },
    );
    return ok({
      acting,
      subject: organisation === null ? `place:${place.id}` : `organisation:${organisation.id}`,
      facts: { role: own.role, place: place.id, fromMs, untilMs },
      detail: { whom: personId, capacity: capacity.id, for: own.id },
      answer: capacity,
      afterwards: () => ended.forEach(around.sessionEnded),
    });
  };
}

const ROLE_WORDS: Readonly<Partial<Record<Role, string>>> = {
  'group-lead': 'lead',
  'system-leader': 'system leader',
  admin: 'administrator',
};
