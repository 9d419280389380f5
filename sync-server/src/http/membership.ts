/** Members of organisations and roles in places. */
import { endCapacity as endCapacityHandler } from '@ginnel/accounts/commands/end-capacity';
import {
  grantInOrganisation as grantInOrganisationHandler,
  grantInPlace as grantInPlaceHandler,
} from '@ginnel/accounts/commands/grant-capacity';
import { endCapacity, grantInOrganisation, grantInPlace, listMembers } from '@ginnel/api/routes/membership';
import { membersOf } from '@ginnel/store/relational/people';
import { findOrganisation } from '@ginnel/store/relational/places';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { command } from './command.ts';
import { problem } from './problem.ts';
import { shownCapacity } from './signing-in.ts';

export function serveMembership(app: App, services: Services): void {
  const { db, clock, news, random } = services;
  const around = { random, sessionEnded: (handle: string) => news.sessionEnded(handle) };

  app.openapi(listMembers, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const organisation = await findOrganisation(db, c.req.valid('param').id);
    if (organisation === null) return problem(c, 'not-found');
    const may = signedIn.capacities.some(
      ({ role, organisationId, held }) => role === 'admin' || (organisationId === organisation.id && held !== 'grant' && held !== 'topic'),
    );
    if (!may) return problem(c, 'not-allowed');
    const members = (await membersOf(db, organisation.id, clock.nowMs())).filter(({ capacity }) => capacity.held !== 'grant');
    return c.json({ members: members.map(({ person, capacity }) => ({ person, capacity: shownCapacity(capacity) })) }, 200);
  });

  app.openapi(grantInOrganisation, async (c) => {
    const { id } = c.req.valid('param');
    const grant = { ...c.req.valid('json'), documentId: null };
    const handler = grantInOrganisationHandler(id, grant, around);
    const done = await command(c, services, { name: 'organisation.grant-role', input: { id, ...grant }, handler });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200);
  });

  app.openapi(grantInPlace, async (c) => {
    const grant = { placeId: c.req.valid('param').id, ...c.req.valid('json') };
    const handler = grantInPlaceHandler(grant, around);
    const done = await command(c, services, { name: 'place.grant-role', input: grant, handler });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200);
  });

  app.openapi(endCapacity, async (c) => {
    const input = { capacityId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'capacity.end', input, handler: endCapacityHandler(input, news) });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200);
  });
}
