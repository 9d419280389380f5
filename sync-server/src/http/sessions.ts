/** One's own sessions. */
import { endSession, listSessions } from '@ginnel/api/routes/sessions';
import type { Services } from '../services.ts';
import type { App } from './app.ts';
import { clearSessionCookie } from './authenticated.ts';
import { problem } from './problem.ts';

export function serveSessions(app: App, { config, news, sessions }: Pick<Services, 'config' | 'news' | 'sessions'>): void {
  app.openapi(listSessions, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const listed = await sessions.list(signedIn.person.id);
    const shown = listed.map(({ handle, device, createdAtMs, expiresAtMs }) => {
      return { handle, device, createdAtMs, expiresAtMs, current: handle === signedIn.session.handle };
    });
    return c.json({ sessions: shown }, 200);
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
