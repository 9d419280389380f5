/** Lists taken in, taken back, and given out as CSV; for administrators of the borough. */
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import { importList as importHandler, undoImport as undoHandler } from '@ginnel/accounts/set-up/import-list';
import { planImport } from '@ginnel/accounts/set-up/plan-import';
import { listAsTable } from '@ginnel/accounts/set-up/list-as-table';
import { exportList, importList, listImports, previewImport, undoImport } from '@ginnel/api/routes/imports';
import { listImports as readImports } from '@ginnel/store/relational/imports';
import { listPlaces } from '@ginnel/store/relational/places';
import type { ImportBatchRow } from '@ginnel/store/relational/administration-tables';
import type { Context } from 'hono';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import type { App, Environment } from './environment.ts';
import { problem } from './problem.ts';
import { shownReport } from './shown-report.ts';

export function serveImports(app: App, services: Services): void {
  const { clock, db, news, random } = services;
  const around = { random, sessionEnded: (handle: string) => news.sessionEnded(handle) };

  app.openapi(previewImport, async (c) => {
    const refusal = await refusalOf(c, services);
    if (refusal !== null) return problem(c, refusal);
    const { list, file } = c.req.valid('json');
    const { report } = await planImport(db, { list, file: Buffer.from(file, 'base64'), atMs: clock.nowMs() });
    return c.json(shownReport(report), 200);
  });

  app.openapi(importList, async (c) => {
    const { list, file } = c.req.valid('json');
    const handler = importHandler({ list, file: Buffer.from(file, 'base64') }, around);
    const done = await command(c, services, { name: 'installation.import', input: { list, file }, handler });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer } = done.value;
    return c.json({ receipt, importId: answer.importId, report: shownReport(answer.report) }, 200);
  });

  app.openapi(listImports, async (c) => {
    const refusal = await refusalOf(c, services);
    if (refusal !== null) return problem(c, refusal);
    return c.json({ imports: (await readImports(db)).map(shownImport) }, 200);
  });

  app.openapi(undoImport, async (c) => {
    const { id } = c.req.valid('param');
    const done = await command(c, services, { name: 'installation.undo-import', input: { id }, handler: undoHandler(id) });
    return done.ok ? c.json({ receipt: done.value.receipt }, 200) : problem(c, done.error);
  });

  app.openapi(exportList, async (c) => {
    const refusal = await refusalOf(c, services);
    if (refusal !== null) return problem(c, refusal);
    const { list } = c.req.valid('param');
    return c.body(await listAsTable(db, list, clock.nowMs()), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="ginnel-${list}.csv"`,
    });
  });
}

export function shownImport({ id, list, at_ms, undone_at_ms }: ImportBatchRow) {
  return { id, list, atMs: at_ms, undone: undone_at_ms !== null };
}

async function refusalOf(c: Context<Environment>, { db, clock }: Services): Promise<'signed-out' | 'not-allowed' | null> {
  const { signedIn } = c.var;
  if (signedIn === null) return 'signed-out';
  const borough = (await listPlaces(db)).find(({ tier }) => tier === 'borough');
  const { capacities, parentOf } = await actingOf(db, signedIn.person.id, clock.nowMs());
  const may = capacities.some((each) => each.placeId === borough?.id && mayInPlace('installation.import', each, each.placeId, parentOf));
  return may ? null : 'not-allowed';
}
