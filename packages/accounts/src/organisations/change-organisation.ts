/** What an organisation joined as, and whether it supports others as an infrastructure organisation. By an administrator. */
import { err, ok } from '@ginnel/base/result';
import type { MembershipClass, Organisation } from '@ginnel/domain/people';
import { changeOrganisation as changeRow, findOrganisation, listPlaces } from '@ginnel/store/relational/places';
import type { Handler } from '../commands/run-command.ts';

export interface ChangeOrganisation {
  readonly organisationId: string;
  readonly class: MembershipClass;
  readonly umbrella: boolean;
}

export function changeOrganisation(asked: ChangeOrganisation): Handler<Organisation> {
  return async ({ tx, capacities, may }) => {
    const organisation = await findOrganisation(tx, asked.organisationId);
    const borough = (await listPlaces(tx)).find(({ tier }) => tier === 'borough');
    if (organisation === null || borough === undefined) return err('not-found');
    const acting = capacities.find((each) => may('organisation.change', each, borough.id));
    if (acting === undefined) return err('not-allowed');
    const changed: Organisation = { ...organisation, class: asked.class, umbrella: asked.umbrella };
    await changeRow(tx, changed);
    return ok({
      acting,
      subject: `organisation:${organisation.id}`,
      facts: { class: asked.class, umbrella: asked.umbrella },
      detail: {},
      answer: changed,
    });
  };
}
