/** Passkeys. */
import { randomToken } from '@ginnel/accounts/secrets';
import * as routes from '@ginnel/api/routes/passkeys';
import type { Context } from 'hono';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import type { App, Environment } from './environment.ts';
import { browserOf, setBrowserCookie } from './authenticated.ts';
import { isFreshSignIn } from './fresh-sign-in.ts';
import { problem } from './problem.ts';
import { signIn, writeDown } from './signing-in.ts';

export function servePasskeys(app: App, services: Services): void {
  const { clock, config, limits, passkeys, random } = services;

  /** The browser's secret, made when it has none yet: a challenge is answered where it was given. */
  function ownBrowser(c: Context<Environment>): string {
    const browser = browserOf(c, config.origin) ?? randomToken(random);
    setBrowserCookie(c, browser, config.origin);
    return browser;
  }

  app.openapi(routes.listPasskeys, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    return c.json({ passkeys: [...(await passkeys.list(signedIn.person.id))] }, 200);
  });

  app.openapi(routes.passkeyRegistrationOptions, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!isFreshSignIn(signedIn, clock)) return problem(c, 'sign-in-again');
    const options: Record<string, unknown> = { ...(await passkeys.registrationOptions(signedIn.person, ownBrowser(c))) };
    return c.json({ options }, 200);
  });

  app.openapi(routes.addPasskey, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!isFreshSignIn(signedIn, clock)) return problem(c, 'sign-in-again');
    const browser = browserOf(c, config.origin);
    const added = browser === null ? null : await passkeys.register(signedIn.person, { ...c.req.valid('json'), browser });
    if (added === null) return problem(c, 'passkey-not-valid');
    const entry = await writeDown(c, services, signedIn.person, 'passkey-added');
    void services.notices.tell(signedIn.person, entry);
    return c.json(added, 201);
  });

  app.openapi(routes.removePasskey, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const removed = await passkeys.remove(signedIn.person.id, c.req.valid('param').id);
    if (removed !== 'removed') return problem(c, removed);
    const entry = await writeDown(c, services, signedIn.person, 'passkey-removed');
    void services.notices.tell(signedIn.person, entry);
    return c.body(null, 204);
  });

  app.openapi(routes.passkeySignInOptions, async (c) => {
    if (!(await limits.askFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const options: Record<string, unknown> = { ...(await passkeys.signInOptions(ownBrowser(c))) };
    return c.json({ options }, 200);
  });

  app.openapi(routes.passkeySignIn, async (c) => {
    if (!(await limits.confirmFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const browser = browserOf(c, config.origin);
    const person = browser === null ? null : await passkeys.signIn({ ...c.req.valid('json'), browser });
    if (person === null) return problem(c, 'passkey-not-valid');
    const { expiresAtMs } = await signIn(c, services, person, 'passkey');
    return c.json({ person, expiresAtMs }, 200);
  });
}
