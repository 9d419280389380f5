/** One's own sessions. */
import { endPersonsSessions as endPersonsSessionsHandler } from '@ginnel/accounts/commands/end-persons-sessions';
import { endOtherSessions, endPersonsSessions, endSession, listSessions, readJournal } from '@ginnel/api/routes/sessions';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { clearSessionCookie } from './authenticated.ts';
import { command } from './command.ts';
import { problem } from './problem.ts';

export function serveSessions(app: App, services: Services): void {
  const { config, journal, news, sessions } = services;

  app.openapi(readJournal, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    return c.json({ entries: [...(await journal.read(signedIn.person.id))] }, 200);
  });

  app.openapi(listSessions, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const listed = await sessions.list(signedIn.person.id);
    const shown = listed.map(({ handle, device, createdAtMs, expiresAtMs }) => {
      return { handle, device, createdAtMs, expiresAtMs, current: handle === signedIn.session.handle };
    });
    return c.json({ sessions: shown }, 200);
  });

  app.openapi(endOtherSessions, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const others = (await sessions.list(signedIn.person.id)).filter(({ handle }) => handle !== signedIn.session.handle);
    for (const { handle } of others) {
      await sessions.endByHandle(signedIn.person.id, handle);
      news.sessionEnded(handle);
    }
    return c.json({ ended: others.length }, 200);
  });

  app.openapi(endPersonsSessions, async (c) => {
    const input = { personId: c.req.valid('param').id, ...c.req.valid('json') };
    const handler = endPersonsSessionsHandler(input, (handle) => news.sessionEnded(handle));
    const done = await command(c, services, { name: 'person.end-sessions', input, handler });
    return done.ok ? c.json({ receipt: done.value.receipt }, 200) : problem(c, done.error);
  });

  app.openapi(endSession, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { handle } = c.req.valid('param');
    if (!(await sessions.endByHandle(signedIn.person.id, handle))) return problem(c, 'not-found');
    news.sessionEnded(handle);
    if (handle === signedIn.session.handle) clearSessionCookie(c, config.origin);
    return c.body(null, 204);
  });
}
