/** Guests and their passes. */
import { join } from '@ginnel/accounts/guests/join';
import { endPass, openPass, type PassSecrets, renewPass } from '@ginnel/accounts/guests/passes';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import { endGuestPass, joinAsGuest, listGuestPasses, openGuestPass, renewGuestPass } from '@ginnel/api/routes/guests';
import { findDocument } from '@ginnel/store/relational/documents';
import { openPassesOf } from '@ginnel/store/relational/guests';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import type { App } from './environment.ts';
import { command } from './command.ts';
import { problem } from './problem.ts';
import { signIn } from './signing-in.ts';

export function serveGuests(app: App, services: Services): void {
  const { clock, db, limits, random } = services;

  app.openapi(openGuestPass, async (c) => {
    const input = { documentId: c.req.valid('param').id, ...c.req.valid('json') };
    const shown: PassSecrets[] = [];
    const handler = openPass(input, random, (secrets) => shown.push(secrets));
    const done = await command(c, services, { name: 'guest-pass.open', input, handler });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer: pass } = done.value;
    return c.json({ receipt, pass, secret: shown[0]?.secret ?? null, code: shown[0]?.code ?? null }, 200);
  });

  app.openapi(listGuestPasses, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const document = await findDocument(db, c.req.valid('param').id);
    if (document === null) return problem(c, 'not-found');
    const { capacities, parentOf } = await actingOf(db, signedIn.person.id, clock.nowMs());
    const may = capacities.some((each) => mayInPlace('guest-pass.open', each, document.placeId, parentOf, document.id));
    if (!may) return problem(c, 'not-allowed');
    const passes = (await openPassesOf(db, document.id, clock.nowMs())).map(({ openedBy, ...pass }) => {
      return { ...pass, yours: openedBy === signedIn.person.id };
    });
    return c.json({ passes }, 200);
  });

  app.openapi(renewGuestPass, async (c) => {
    const { id } = c.req.valid('param');
    const shown: PassSecrets[] = [];
    const handler = renewPass(id, random, (secrets) => shown.push(secrets));
    const done = await command(c, services, { name: 'guest-pass.renew', input: { id }, handler });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer: pass } = done.value;
    return c.json({ receipt, pass, secret: shown[0]?.secret ?? null, code: shown[0]?.code ?? null }, 200);
  });

  app.openapi(endGuestPass, async (c) => {
    const { id } = c.req.valid('param');
    const done = await command(c, services, { name: 'guest-pass.end', input: { id }, handler: endPass(id) });
    return done.ok ? c.json({ receipt: done.value.receipt, pass: done.value.answer }, 200) : problem(c, done.error);
  });

  app.openapi(joinAsGuest, async (c) => {
    const { name, ...proof } = c.req.valid('json');
    // Only wrong guesses stay counted: a whole hall comes in from one address.
    if (!(await limits.guess(addressOf(c)))) return problem(c, 'too-many-tries');
    const { signedIn } = c.var;
    const joined = await join(services, { proof, name, as: signedIn?.person ?? null });
    if (joined === null) return problem(c, 'pass-not-valid');
    await limits.guessedRight(addressOf(c));
    if (signedIn === null) await signIn(c, services, joined.person, 'guest');
    return c.json({ person: joined.person, documentId: joined.documentId, endsAtMs: joined.endsAtMs }, 200);
  });
}
