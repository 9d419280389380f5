/** `GET /api/openapi.json`: the whole API, generated from the routes that serve it. */
import { nameOnWire, SESSION_COOKIE } from '@ginnel/accounts/cookies';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';

export function serveOpenApi(app: App, { config }: Pick<Services, 'config'>): void {
  const name = nameOnWire(SESSION_COOKIE, config.origin);
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Ginnel',
      version: '1',
      description:
        'Places, people and documents. Words are written over `WS /sync/<documentId>` (the y-websocket protocol). ' +
        'Writes with the session cookie need the exact `Origin`; programs send `Authorization: Bearer`. Errors are RFC 9457 problem documents.',
    },
  });
}
