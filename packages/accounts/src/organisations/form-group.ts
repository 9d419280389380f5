/** Residents form a group of their own, in one decision: it is there, and whoever formed it leads it. */
import type { OrganisationId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Organisation } from '@ginnel/domain/people';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { addOrganisations, findPlace, listOrganisations } from '@ginnel/store/relational/places';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity } from '../roles/give.ts';
import { freeId, organisationIdOf, sameName } from '../set-up/names.ts';

/** Nobody leads more groups that they formed themselves than they can look after. */
const MOST_LED = 5;

/** A name stands for one organisation only, so that nobody is taken for somebody else. */
export function formGroup(
  { placeId, name }: { placeId: string; name: string },
  around: { random: Random; sessionEnded: (handle: string) => void },
): Handler<Organisation> {
  return async ({ tx, atMs, capacities, may }) => {
    const place = await findPlace(tx, placeId);
    if (place === null) return err('not-found');
    const acting = capacities.find((each) => may('group.form', each, place.id));
    if (acting === undefined) return err('not-allowed');
    const all = await listOrganisations(tx);
    const leads = (await capacitiesOf(tx, acting.personId, atMs)).filter(({ role }) => role === 'group-lead');
    if (all.some((each) => sameName(each.name, name)) || leads.length >= MOST_LED) return err('wrong-state');
    const group: Organisation = {
      id: freeId(organisationIdOf(name, 'group'), (id) => all.some((each) => each.id === id)) as OrganisationId,
      kind: 'group',
      name,
      class: 'full',
      umbrella: false,
    };
    await addOrganisations(tx, [group]);
    const { ended } = await giveCapacity(
      tx,
      { atMs, random: around.random },
      { personId: acting.personId, role: 'group-lead', organisation: group, place, fromMs: atMs, untilMs: null },
    );
    return ok({
      acting,
      subject: `organisation:${group.id}`,
      facts: { place: place.id },
      detail: {},
      answer: group,
      afterwards: () => ended.forEach(around.sessionEnded),
    });
  };
}
