/** Decisions about documents, and the public audit. */
import { auditEntries } from '@ginnel/accounts/audit/entries';
import { signHead } from '@ginnel/accounts/audit/sign-head';
import { changePhase as changePhaseHandler } from '@ginnel/accounts/commands/change-phase';
import { changePhase, readAudit, readAuditHead } from '@ginnel/api/routes/decisions';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { command } from './command.ts';
import { summaryOf } from './documents.ts';
import { problem } from './problem.ts';

export function serveDecisions(app: App, services: Services): void {
  const { db, clock, news } = services;

  app.openapi(changePhase, async (c) => {
    const input = { documentId: c.req.valid('param').id, ...c.req.valid('json') };
    const handler = changePhaseHandler(input, (id) => news.rightsChanged(id));
    const done = await command(c, services, { name: 'document.change-phase', input, handler });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, document: summaryOf(done.value.answer) }, 200);
  });

  app.openapi(readAudit, async (c) => c.json({ entries: await auditEntries(db, c.req.valid('query')) }, 200));

  app.openapi(readAuditHead, async (c) => c.json(await signHead(db, clock.nowMs()), 200));
}
