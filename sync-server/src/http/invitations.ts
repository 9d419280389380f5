/** Invitations by e-mail. */
import {
  acceptInvitation as acceptHandler,
  invite as inviteHandler,
  makeKnown,
  openInvitation as open,
  withdrawInvitation as withdrawHandler,
} from '@ginnel/accounts/organisations/invitations';
import { randomToken } from '@ginnel/accounts/secrets';
import { acceptInvitation, invite, openInvitation, signInToInvitation, withdrawInvitation } from '@ginnel/api/routes/invitations';
import type { Invitation } from '@ginnel/api/schemas/administration';
import { changeInvitation } from '@ginnel/store/relational/invitations';
import type { InvitationRow } from '@ginnel/store/relational/administration-tables';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import { browserOf, setBrowserCookie } from './authenticated.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';
import { shownCapacity } from './signing-in.ts';

export function serveInvitations(app: App, services: Services): void {
  const { clock, config, db, limits, log, magicLinks, mailer, news, random } = services;

  app.openapi(invite, async (c) => {
    const asked = c.req.valid('json');
    const handler = inviteHandler(asked, {
      random,
      origin: config.origin,
      post: ({ invitationId, ...letter }) => {
        mailer
          .send(letter)
          .then(() => changeInvitation(db, invitationId, { sent_at_ms: clock.nowMs() }))
          .catch((error: unknown) => log.error({ err: error }, 'an invitation could not be sent'));
      },
    });
    const done = await command(c, services, { name: 'invitation.send', input: asked, handler });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, invitation: shownInvitation(done.value.answer, clock.nowMs()) }, 200);
  });

  app.openapi(withdrawInvitation, async (c) => {
    const { id } = c.req.valid('param');
    const done = await command(c, services, { name: 'invitation.withdraw', input: { id }, handler: withdrawHandler(id) });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, invitation: shownInvitation(done.value.answer, clock.nowMs()) }, 200);
  });

  app.openapi(openInvitation, async (c) => {
    if (!(await limits.guess(addressOf(c)))) return problem(c, 'too-many-tries');
    const opened = await open(db, c.req.valid('json').token, clock.nowMs());
    if (opened === null) return problem(c, 'not-found');
    await limits.guessedRight(addressOf(c));
    const { row, organisation, place, inviter, label } = opened;
    return c.json(
      {
        name: row.name,
        email: row.email,
        inviter,
        label,
        role: row.role,
        placeId: place.id,
        placeName: place.name,
        organisationName: organisation?.name ?? null,
        untilMs: row.term_ends_at_ms,
        expiresAtMs: row.expires_at_ms,
      },
      200,
    );
  });

  app.openapi(signInToInvitation, async (c) => {
    if (!(await limits.guess(addressOf(c)))) return problem(c, 'too-many-tries');
    const opened = await open(db, c.req.valid('json').token, clock.nowMs());
    if (opened === null) return problem(c, 'not-found');
    await limits.guessedRight(addressOf(c));
    await makeKnown(db, opened, { atMs: clock.nowMs(), random });
    const browser = browserOf(c, config.origin) ?? randomToken(random);
    if (await limits.askForMailbox(opened.row.email)) await magicLinks.ask(opened.row.email, browser);
    setBrowserCookie(c, browser, config.origin);
    return c.json({ sent: true as const }, 202);
  });

  app.openapi(acceptInvitation, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { token } = c.req.valid('json');
    const handler = acceptHandler({ token, personId: signedIn.person.id }, { random, sessionEnded: (handle) => news.sessionEnded(handle) });
    const done = await command(c, services, { name: 'invitation.accept', input: { token }, handler });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, capacity: shownCapacity(done.value.answer) }, 200);
  });
}

export function shownInvitation(row: InvitationRow, atMs: number): Invitation {
  const state =
    row.accepted_at_ms !== null ? 'accepted' : row.withdrawn_at_ms !== null ? 'withdrawn' : row.expires_at_ms <= atMs ? 'expired' : 'open';
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    organisationId: row.organisation_id,
    placeId: row.place_id,
    untilMs: row.term_ends_at_ms,
    atMs: row.at_ms,
    expiresAtMs: row.expires_at_ms,
    state,
    sent: row.sent_at_ms !== null,
  };
}
