/** `ginnel init`: sets up an empty installation from lists, with a preview, or names every row that does not fit. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planSetUp, type SetUpFault } from '@ginnel/accounts/set-up/plan-set-up';
import { carryOutSetUp } from '@ginnel/accounts/set-up/set-up';
import { listPlaces } from '@ginnel/store/relational/places';
import type { Config } from '../config.ts';
import type { CommandContext, Outcome } from './command.ts';
import { withStore } from './with-store.ts';

export interface InitAsked {
  readonly borough: string;
  readonly code: string;
  readonly adminName: string;
  readonly adminEmail: string;
  readonly places?: string;
  readonly organisations?: string;
  readonly dryRun?: boolean;
}

export async function initialise({ config, clock, random }: CommandContext, asked: InitAsked): Promise<Outcome> {
  const planned = planSetUp(
    {
      borough: { name: asked.borough, onsCode: asked.code, tierNames: {} },
      places: asked.places === undefined ? null : readFileSync(asked.places),
      organisations: asked.organisations === undefined ? null : readFileSync(asked.organisations),
      administrator: { name: asked.adminName, email: asked.adminEmail },
    },
    random,
  );
  if (!planned.ok) return refused(planned.error);
  const { places, organisations, administrator } = planned.value;
  const data = { places: places.length, organisations: organisations.length, administrator: administrator.email };
  const summary = `${counted(places.length, 'place')}, ${counted(organisations.length, 'organisation')}, and ${administrator.email} as administrator`;
  if (asked.dryRun === true) {
    if (await isSetUp(config)) return setUpAlready;
    return { ok: true, lines: [`Would set up ${summary}. Nothing was changed.`], data };
  }
  const done = await withStore(config, ({ db }) => carryOutSetUp({ db, clock, random }, planned.value), { mayBegin: true });
  if (!done) return setUpAlready;
  return { ok: true, lines: [`Set up ${summary}.`, `Sign in at ${config.origin}/sign-in with that address.`], data };
}

const setUpAlready: Outcome = {
  ok: false,
  lines: ['This installation has been set up already. Nothing was changed.'],
  data: { error: 'set-up-already' },
};

async function isSetUp(config: Config): Promise<boolean> {
  if (config.databaseUrl === null && !existsSync(join(config.dataFolder, 'ginnel.sqlite'))) return false;
  return await withStore(config, async ({ db }) => (await listPlaces(db)).length > 0);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function refused(faults: readonly SetUpFault[]): Outcome {
  const lines = faults.map(({ step, line, what, mend }) =>
    step === 'places' || step === 'organisations' ? `${step}, line ${line}: ${what} ${mend}` : `${what} ${mend}`,
  );
  return { ok: false, lines: [...lines, 'Nothing was set up.'], data: { faults } };
}
