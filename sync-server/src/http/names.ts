/** Protected names. */
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { changeShownName as changeShownNameHandler, lookUpName as lookUpNameHandler } from '@ginnel/accounts/privacy/shown-name';
import { changeShownName, findPersonForCare, getOwnName, lookUpName } from '@ginnel/api/routes/names';
import { guardedName } from '@ginnel/store/relational/guarded-names';
import { capacitiesOf, findPerson } from '@ginnel/store/relational/people';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

export function serveNames(app: App, services: Services): void {
  const { clock, db, news } = services;

  app.openapi(getOwnName, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { id, name } = signedIn.person;
    return c.json({ shown: name, real: (await guardedName(db, id)) ?? name }, 200);
  });

  app.openapi(changeShownName, async (c) => {
    const input = { personId: c.req.valid('param').id, ...c.req.valid('json') };
    const handler = changeShownNameHandler(input, (id) => news.personRenamed(id));
    const done = await command(c, services, { name: 'person.change-name', input, handler });
    return done.ok ? c.json({ receipt: done.value.receipt }, 200) : problem(c, done.error);
  });

  app.openapi(lookUpName, async (c) => {
    const input = { personId: c.req.valid('param').id, ...c.req.valid('json') };
    const shown: string[] = [];
    const handler = lookUpNameHandler(input, (name) => shown.push(name));
    const done = await command(c, services, { name: 'person.look-up', input, handler });
    return done.ok ? c.json({ receipt: done.value.receipt, name: shown[0] ?? null }, 200) : problem(c, done.error);
  });

  app.openapi(findPersonForCare, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const person = await findPerson(db, c.req.valid('param').id);
    if (person === null) return problem(c, 'not-allowed');
    const [{ capacities, parentOf }, theirs] = await Promise.all([
      actingOf(db, signedIn.person.id, clock.nowMs()),
      capacitiesOf(db, person.id, clock.nowMs()),
    ]);
    const isOneself = signedIn.person.id === person.id;
    const may = theirs.some(({ placeId }) => capacities.some((each) => mayInPlace('person.change-name', each, placeId, parentOf)));
    if (!may || isOneself) return problem(c, 'not-allowed');
    return c.json({ person, guarded: (await guardedName(db, person.id)) !== null }, 200);
  });
}
