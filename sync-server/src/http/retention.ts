/** How long things are kept. */
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { dryRun, periods, runRetentionNow, setRetention as setRetentionHandler } from '@ginnel/accounts/privacy/retention';
import { listRetention, previewRetention, runRetention, setRetention } from '@ginnel/api/routes/retention';
import { lastDecided } from '@ginnel/store/relational/retention';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

export function serveRetention(app: App, services: Services): void {
  const { clock, db } = services;

  app.openapi(listRetention, async (c) => c.json({ periods: await periods(db) }, 200));

  app.openapi(previewRetention, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { capacities, parentOf } = await actingOf(db, signedIn.person.id, clock.nowMs());
    const mayRun = capacities.some((each) => parentOf(each.placeId) === null && mayInPlace('retention.run', each, each.placeId, parentOf));
    if (!mayRun) return problem(c, 'not-allowed');
    return c.json({ due: await dryRun(services), lastRunAtMs: await lastDecided(db, 'retention.run') }, 200);
  });

  app.openapi(setRetention, async (c) => {
    const input = c.req.valid('json');
    const done = await command(c, services, { name: 'retention.set', input, handler: setRetentionHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt }, 200) : problem(c, done.error);
  });

  app.openapi(runRetention, async (c) => {
    const done = await command(c, services, { name: 'retention.run', input: {}, handler: runRetentionNow() });
    return done.ok ? c.json({ receipt: done.value.receipt, gone: done.value.answer }, 200) : problem(c, done.error);
  });
}
