/** Signing in by link, who one is, and signing out. */
import type { Journalled, JournalEntry } from '@ginnel/accounts/sessions/journal';
import { lifetimeOf } from '@ginnel/accounts/sessions/sessions';
import { randomToken } from '@ginnel/accounts/secrets';
import { askForLink, confirmLink, getMe, signOut } from '@ginnel/api/routes/signing-in';
import type { Capacity as ShownCapacity } from '@ginnel/api/schemas/people';
import type { Capacity, Person } from '@ginnel/domain/people';
import { capacitiesOf } from '@ginnel/store/relational/people';
import type { Context } from 'hono';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import type { App, Environment } from './environment.ts';
import { browserOf, clearSessionCookie, deviceOf, setBrowserCookie, setDeviceCookie, setSessionCookie } from './authenticated.ts';
import { problem } from './problem.ts';

export function serveSigningIn(app: App, services: Services): void {
  const { config, limits, magicLinks, news, random, sessions } = services;

  app.openapi(getMe, (c) => {
    const { signedIn } = c.var;
    return c.json({ person: signedIn?.person ?? null, capacities: (signedIn?.capacities ?? []).map(shownCapacity) }, 200);
  });

  app.openapi(askForLink, async (c) => {
    const { email } = c.req.valid('json');
    if (!(await limits.askFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const browser = browserOf(c, config.origin) ?? randomToken(random);
    // Whoever asks too often for one mailbox is told nothing, so that the answer stays the same for every address.
    if (await limits.askForMailbox(email.toLowerCase())) await magicLinks.ask(email, browser);
    setBrowserCookie(c, browser, config.origin);
    return c.json({ sent: true as const }, 202);
  });

  app.openapi(confirmLink, async (c) => {
    if (!(await limits.confirmFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const browser = browserOf(c, config.origin);
    const person = browser === null ? null : await magicLinks.confirm(c.req.valid('json'), browser);
    if (person === null) return problem(c, 'link-not-valid');
    const { expiresAtMs } = await signIn(c, services, person, 'link');
    return c.json({ person, expiresAtMs }, 200);
  });

  app.openapi(signOut, async (c) => {
    const { signedIn } = c.var;
    if (signedIn !== null) {
      await sessions.end(signedIn.token);
      news.sessionEnded(signedIn.session.handle);
    }
    clearSessionCookie(c, config.origin);
    return c.body(null, 204);
  });
}

type SigningIn = Pick<Services, 'clock' | 'config' | 'db' | 'journal' | 'news' | 'notices' | 'random' | 'sessions'>;

/** Begins a new session and sets its cookie; the one that the browser had before ends. Whose it is hears of a new device. */
export async function signIn(
  c: Context<Environment>,
  services: SigningIn,
  person: Person,
  what: Journalled,
): Promise<{ readonly token: string; readonly expiresAtMs: number; readonly handle: string }> {
  const { clock, config, db, news, sessions } = services;
  const before = c.var.signedIn;
  if (before?.by === 'cookie') {
    await sessions.end(before.token);
    news.sessionEnded(before.session.handle);
  }
  const roles = (await capacitiesOf(db, person.id, clock.nowMs())).map(({ role }) => role);
  const { token, session } = await sessions.begin(person.id, { lifetime: lifetimeOf(roles), device: c.req.header('user-agent') ?? '' });
  setSessionCookie(c, { token, expiresAtMs: session.expiresAtMs, nowMs: clock.nowMs(), origin: config.origin });
  const entry = await writeDown(c, services, person, what);
  if (entry.isNew) void services.notices.tell(person, entry);
  return { token, expiresAtMs: session.expiresAtMs, handle: session.handle };
}

/** Into the person's journal, with the kind of device that this browser says it is. */
export async function writeDown(
  c: Context<Environment>,
  { config, journal, random }: Pick<Services, 'config' | 'journal' | 'random'>,
  { id: personId }: Person,
  what: Journalled,
): Promise<JournalEntry> {
  const browser = deviceOf(c, config.origin) ?? randomToken(random);
  setDeviceCookie(c, browser, config.origin);
  return await journal.write({ personId, what, userAgent: c.req.header('user-agent') ?? '', browser });
}

export function shownCapacity({ id, role, label, organisationId, placeId, held, within }: Capacity): ShownCapacity {
  return { id, role, label, organisationId, placeId, held: held ?? null, within: within ?? null };
}
