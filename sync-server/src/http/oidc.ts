/** Signing in at an OpenID provider. The browser is led there and back; what goes wrong is said on the sign-in page. */
import { randomToken } from '@ginnel/accounts/secrets';
import { endOidc, finishOidc, listProviders, startOidc } from '@ginnel/api/routes/oidc';
import { addOidcSession } from '@ginnel/store/relational/oidc-sessions';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import type { App } from './environment.ts';
import { browserOf, setBrowserCookie } from './authenticated.ts';
import { problem } from './problem.ts';
import { signIn } from './signing-in.ts';

export function serveOidc(app: App, services: Services): void {
  const { clock, config, db, journal, limits, news, oidc, random, sessions } = services;
  const signInPage = (problem: string): string => `/sign-in?problem=${problem}`;

  app.openapi(listProviders, (c) => c.json({ providers: [...oidc.providers] }, 200));

  app.openapi(startOidc, async (c) => {
    if (!(await limits.askFromAddress(addressOf(c)))) return c.redirect(signInPage('too-many-tries'), 303);
    const browser = browserOf(c, config.origin) ?? randomToken(random);
    const started = await oidc.start(c.req.valid('param').provider, { browser, destination: c.req.valid('query').to });
    if (!started.ok) return c.redirect(signInPage(started.error), 303);
    setBrowserCookie(c, browser, config.origin);
    return c.redirect(started.value.href, 303);
  });

  app.openapi(finishOidc, async (c) => {
    const callback = new URL(c.req.url);
    const finished = await oidc.finish(c.req.valid('param').provider, { callback, browser: browserOf(c, config.origin) });
    if (!finished.ok) return c.redirect(signInPage(finished.error), 303);
    const { person, destination, at } = finished.value;
    const { handle } = await signIn(c, services, person, 'provider');
    await addOidcSession(db, { handle, person_id: person.id, ...at, created_at_ms: clock.nowMs() });
    return c.redirect(destination, 303);
  });

  app.openapi(endOidc, async (c) => {
    if (!(await limits.confirmFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const ended = await oidc.logout(c.req.valid('param').provider, c.req.valid('form').logout_token);
    if (ended === null) return problem(c, 'bad-input');
    for (const { personId, handle } of ended) {
      if (!(await sessions.endByHandle(personId, handle))) continue;
      news.sessionEnded(handle);
      await journal.write({ personId, what: 'provider-ended', userAgent: '', browser: null });
    }
    return c.body(null, 200);
  });
}
