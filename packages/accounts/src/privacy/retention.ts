/**
 * How long things are kept, class by class, and their going when the time is over. What people wrote together is in no
 * class: it stays until they take it out.
 */
import type { Clock, Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import { lastDecided, REMOVE_OLD, RETENTION_CLASSES, type RetentionClass, setPeriod, setPeriods } from '@ginnel/store/relational/retention';
import { oweScrub } from '@ginnel/store/relational/expunges';
import { takeTurn } from '@ginnel/store/relational/audit';
import { listPlaces } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import { recordDecision } from '../audit/record.ts';
import type { Deciding, Handler } from '../commands/run-command.ts';

const DAY_MS = 24 * 3_600_000;
/** Whoever runs the machine, and the night: no person. */
const NOBODY = 'ginnel';
const RUN = 'retention.run';

/** In days, and as short as it may be set. The audit's details prove for as long as a claim can be brought (Limitation Act 1980, 6 years). */
export const USUAL_PERIODS = {
  sessions: { days: 1, least: 0 },
  'sign-in-links': { days: 1, least: 0 },
  'sign-in-attempts': { days: 1, least: 0 },
  'sign-in-journal': { days: 180, least: 30 },
  receipts: { days: 7, least: 1 },
  letters: { days: 30, least: 1 },
  guests: { days: 30, least: 1 },
  reports: { days: 730, least: 30 },
  warnings: { days: 730, least: 30 },
  invitations: { days: 90, least: 1 },
  'times-away': { days: 730, least: 30 },
  'audit-details': { days: 2190, least: 365 },
} as const satisfies Record<RetentionClass, { days: number; least: number }>;

export const LONGEST_DAYS = 36_500;

export interface Period {
  readonly name: RetentionClass;
  readonly days: number;
  readonly usualDays: number;
  readonly leastDays: number;
}

export type Counts = Readonly<Record<RetentionClass, number>>;

export async function periods(db: Relational): Promise<Period[]> {
  const set = await setPeriods(db);
  return RETENTION_CLASSES.map((name) => {
    const { days: usualDays, least: leastDays } = USUAL_PERIODS[name];
    return { name, days: set.get(name) ?? usualDays, usualDays, leastDays };
  });
}

/** What would go now: it goes, is counted, and the transaction is taken back, so the count is that of a run. */
export async function dryRun({ db, clock }: { db: Relational; clock: Clock }): Promise<Counts> {
  let counted: Counts | undefined;
  try {
    await db.transaction().execute(async (tx) => {
      counted = await removeOld(tx, clock.nowMs());
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (counted === undefined) throw new Error('Nothing was counted');
  return counted;
}

class TakenBack extends Error {}

/** Removes what is old, with an entry in the audit that says how much. @returns null when another node has done it within `unlessWithinMs` */
export async function runRetention(
  { db, clock, random }: { db: Relational; clock: Clock; random: Random },
  { unlessWithinMs = 0 }: { unlessWithinMs?: number } = {},
): Promise<Counts | null> {
  return await db.transaction().execute(async (tx) => {
    await takeTurn(tx);
    const atMs = clock.nowMs();
    const last = await lastDecided(tx, RUN);
    if (last !== null && atMs - last < unlessWithinMs) return null;
    const counts = await removeOld(tx, atMs);
    await recordDecision(tx, random, { atMs, command: RUN, subject: 'installation', facts: counts, personId: NOBODY, detail: {} });
    return counts;
  });
}

/** The same, asked for by an administrator of the borough. */
export function runRetentionNow(): Handler<Counts> {
  return async (deciding) => {
    const acting = await actingForBorough(deciding, 'retention.run');
    if (acting === undefined) return err('not-allowed');
    const counts = await removeOld(deciding.tx, deciding.atMs);
    return ok({ acting, subject: 'installation', facts: counts, detail: {}, answer: counts });
  };
}

export function setRetention({ name, days, reason }: { name: RetentionClass; days: number; reason: string }): Handler<null> {
  return async (deciding) => {
    const acting = await actingForBorough(deciding, 'retention.set');
    if (acting === undefined) return err('not-allowed');
    if (days < USUAL_PERIODS[name].least || days > LONGEST_DAYS) return err('wrong-state');
    await setPeriod(deciding.tx, name, days);
    return ok({ acting, subject: 'installation', facts: { class: name, days }, detail: { reason }, answer: null });
  };
}

async function actingForBorough({ tx, capacities, may }: Deciding, command: 'retention.run' | 'retention.set') {
  const borough = (await listPlaces(tx)).find(({ parentId }) => parentId === null);
  return borough === undefined
    ? undefined
    : capacities.find((capacity) => capacity.placeId === borough.id && may(command, capacity, borough.id));
}

async function removeOld(tx: Relational, nowMs: number): Promise<Counts> {
  const counts: Partial<Record<RetentionClass, number>> = {};
  for (const { name, days } of await periods(tx)) counts[name] = await REMOVE_OLD[name](tx, nowMs - days * DAY_MS);
  // Once a night: what has gone leaves the unused parts of the files too.
  if (Object.values(counts).some((count) => count > 0)) await oweScrub(tx, `retention:${nowMs}`, nowMs);
  return counts as Counts;
}
