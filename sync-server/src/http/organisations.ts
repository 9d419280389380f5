/** Organisations, groups that residents form, and grants to draft for a group. */
import { mayManageMembers } from '@ginnel/accounts/commands/policy';
import { changeOrganisation as changeHandler } from '@ginnel/accounts/organisations/change-organisation';
import {
  giveGrant as giveHandler,
  takeUpGrant as takeUpHandler,
  withdrawGrant as withdrawHandler,
} from '@ginnel/accounts/organisations/drafting-grants';
import { formGroup as formHandler } from '@ginnel/accounts/organisations/form-group';
import { changeOrganisation, formGroup, getOrganisation, giveGrant, takeUpGrant, withdrawGrant } from '@ginnel/api/routes/organisations';
import type { DraftingGrant } from '@ginnel/api/schemas/administration';
import { MEMBERSHIP_RIGHTS } from '@ginnel/domain/people';
import { findDocument } from '@ginnel/store/relational/documents';
import { grantsOf, stands } from '@ginnel/store/relational/grants';
import { listInvitations } from '@ginnel/store/relational/invitations';
import { membersOf, restingOn } from '@ginnel/store/relational/people';
import { findOrganisation } from '@ginnel/store/relational/places';
import type { DraftingGrantRow } from '@ginnel/store/relational/administration-tables';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { shownInvitation } from './invitations.ts';
import { problem } from './problem.ts';
import { shownRole } from './roles.ts';
import { shownCapacity } from './signing-in.ts';

export function serveOrganisations(app: App, services: Services): void {
  const { clock, db, news, random } = services;
  const around = { random, sessionEnded: (handle: string) => news.sessionEnded(handle) };

  app.openapi(getOrganisation, async (c) => {
    const atMs = clock.nowMs();
    const organisation = await findOrganisation(db, c.req.valid('param').id);
    if (organisation === null) return problem(c, 'not-found');
    const own = c.var.signedIn?.capacities ?? [];
    const isAdmin = own.some(({ role }) => role === 'admin');
    const isMember = own.some(({ organisationId, held }) => organisationId === organisation.id && held !== 'grant' && held !== 'topic');
    const mayInvite = own.some((each) => mayManageMembers(each, organisation.id));
    const isLead = own.some(
      ({ role, organisationId, held }) => role === 'group-lead' && organisationId === organisation.id && held !== 'grant',
    );
    const sees = isAdmin || isMember;
    const members = sees ? (await membersOf(db, organisation.id, atMs)).filter(({ capacity }) => capacity.held !== 'grant') : null;
    const grants = sees ? await grantsOf(db, organisation.id) : [];
    const invitations = mayInvite ? await listInvitations(db, { organisationId: organisation.id }) : [];
    return c.json(
      {
        organisation,
        rights: { ...MEMBERSHIP_RIGHTS[organisation.class] },
        class: organisation.class,
        members: members?.map(shownRole) ?? null,
        invitations: invitations.map((row) => shownInvitation(row, atMs)),
        grants: await Promise.all(grants.map((row) => shownGrant(services, row))),
        may: {
          invite: mayInvite,
          grant: isLead && organisation.kind === 'group',
          change: isAdmin,
          draft: own.some(({ organisationId, held }) => organisationId === organisation.id && held === undefined) && organisation.umbrella,
        },
      },
      200,
    );
  });

  app.openapi(changeOrganisation, async (c) => {
    const input = { organisationId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'organisation.change', input, handler: changeHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt, organisation: done.value.answer }, 200) : problem(c, done.error);
  });

  app.openapi(formGroup, async (c) => {
    const input = { placeId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'group.form', input, handler: formHandler(input, around) });
    return done.ok ? c.json({ receipt: done.value.receipt, organisation: done.value.answer }, 200) : problem(c, done.error);
  });

  app.openapi(giveGrant, async (c) => {
    const input = { groupId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'grant.give', input, handler: giveHandler(input, random) });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, grant: await shownGrant(services, done.value.answer) }, 200);
  });

  app.openapi(withdrawGrant, async (c) => {
    const { id } = c.req.valid('param');
    const done = await command(c, services, { name: 'grant.withdraw', input: { id }, handler: withdrawHandler(id, news) });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, grant: await shownGrant(services, done.value.answer) }, 200);
  });

  app.openapi(takeUpGrant, async (c) => {
    const { id } = c.req.valid('param');
    const done = await command(c, services, { name: 'grant.take-up', input: { id }, handler: takeUpHandler(id, around) });
    return done.ok ? c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200) : problem(c, done.error);
  });
}

async function shownGrant({ db, clock }: Services, row: DraftingGrantRow): Promise<DraftingGrant> {
  const atMs = clock.nowMs();
  const document = row.document_id === null ? null : await findDocument(db, row.document_id);
  return {
    id: row.id,
    groupId: row.group_id,
    helperId: row.helper_id,
    placeId: row.place_id,
    documentId: row.document_id,
    documentTitle: document?.title ?? null,
    atMs: row.at_ms,
    untilMs: row.ends_at_ms,
    state: row.withdrawn_at_ms !== null ? 'withdrawn' : stands(row, atMs) ? 'standing' : 'over',
    drafters: (await restingOn(db, 'grant_id', row.id, atMs)).map(({ person }) => person.name),
  };
}
