/** Demo mode only; elsewhere these addresses do not exist. */
import { demoSignIn, listDemoPeople as listDemoPeopleRoute, readDemoMailbox } from '@ginnel/api/routes/demo';
import { newestMail } from '@ginnel/store/relational/mailbox';
import { capacitiesOf, findPerson, listDemoPeople } from '@ginnel/store/relational/people';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';
import { shownCapacity, signIn } from './signing-in.ts';

const MAILBOX_SIZE = 50;

export function serveDemo(app: App, services: Services): void {
  const { clock, config, db } = services;

  app.openapi(listDemoPeopleRoute, async (c) => {
    if (!config.demo) return problem(c, 'not-found');
    const people = await Promise.all(
      (await listDemoPeople(db)).map(async ({ id, name }) => {
        const capacities = await capacitiesOf(db, id, clock.nowMs());
        return { id, name, roles: [...new Set(capacities.map(({ role }) => role))], capacities: capacities.map(shownCapacity) };
      }),
    );
    return c.json({ people }, 200);
  });

  app.openapi(demoSignIn, async (c) => {
    if (!config.demo) return problem(c, 'not-found');
    const person = await findPerson(db, c.req.valid('json').person);
    if (person === null || !person.demo) return problem(c, 'not-found');
    const { token, expiresAtMs } = await signIn(c, services, person, 'demo');
    return c.json({ person, expiresAtMs, token }, 200);
  });

  app.openapi(readDemoMailbox, async (c) => {
    if (!config.demo) return problem(c, 'not-found');
    const messages = await newestMail(db, MAILBOX_SIZE);
    return c.json(
      { messages: messages.map(({ id, recipient, subject, body, at_ms }) => ({ id, to: recipient, subject, text: body, atMs: at_ms })) },
      200,
    );
  });
}
