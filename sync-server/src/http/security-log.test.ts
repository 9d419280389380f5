import { Hono } from 'hono';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { problem } from './problem.ts';
import { securityLog } from './security-log.ts';

function logged() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const app = new Hono<Environment>();
  app.use('/api/*', securityLog({ log }));
  app.get('/api/documents/:id', (c) => problem(c, 'not-found'));
  app.post('/api/sign-in/link/:token', (c) => problem(c, 'link-not-valid'));
  app.get('/api/me', (c) => c.json({}));
  return { app, lines };
}

describe('the journal of refusals', () => {
  it('has one line for a refusal, with what and where, and nothing that somebody sent', async () => {
    const { app, lines } = logged();
    await app.request('/api/sign-in/link/secret%0Anot-a-line', { method: 'POST', body: '{"token":"secret"}' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      event: 'refused',
      kind: 'link-not-valid',
      method: 'POST',
      route: '/api/sign-in/link/:token',
      level: 40,
    });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('has none for what went well or was merely not there', async () => {
    const { app, lines } = logged();
    await app.request('/api/me');
    await app.request('/api/documents/d1');
    expect(lines).toEqual([]);
  });
});
