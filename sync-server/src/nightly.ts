/** What is done once a night, by whichever node is first: what has been kept for long enough goes. */
import { runRetention } from '@ginnel/accounts/privacy/retention';
import type { Clock, Random } from '@ginnel/base/ports';
import type { Relational } from '@ginnel/store/relational/tables';

const HOUR_MS = 3_600_000;
/** Nobody holds a meeting then. */
const NIGHT = { fromHour: 2, toHour: 5 };

/** Called every hour: runs in the small hours, once; and by day when a night was missed. @returns whether it ran */
export async function runNightly(parts: { db: Relational; clock: Clock; random: Random }): Promise<boolean> {
  const hour = Number(
    new Date(parts.clock.nowMs()).toLocaleString('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: 'Europe/London' }),
  );
  const isNight = hour >= NIGHT.fromHour && hour < NIGHT.toHour;
  return (await runRetention(parts, { unlessWithinMs: (isNight ? 20 : 30) * HOUR_MS })) !== null;
}
