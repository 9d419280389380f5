/** `ginnel retention`: what is old goes now, or is only counted. */
import { dryRun, periods, runRetention } from '@ginnel/accounts/privacy/retention';
import type { CommandContext, Outcome } from './command.ts';
import { withStore } from './with-store.ts';

export async function retain({ config, clock, random }: CommandContext, { dry }: { dry: boolean }): Promise<Outcome> {
  return await withStore(config, async ({ db }) => {
    const counts = dry ? await dryRun({ db, clock }) : await runRetention({ db, clock, random });
    if (counts === null) throw new Error('Nothing was done');
    const kept = await periods(db);
    const lines = kept.map(
      ({ name, days }) => `${name.padEnd(18)} kept ${String(days).padStart(5)} days  ${counts[name]} ${dry ? 'would go' : 'gone'}`,
    );
    return {
      ok: true,
      lines: [...lines, dry ? 'Nothing was changed.' : 'It is in the audit.'],
      data: { dryRun: dry, counts, periods: kept },
    };
  });
}
