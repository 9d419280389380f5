/** Every command × role × scope × what somebody's say rests on × the state of the thing, over HTTP against the running program. */
import { PLACE_COMMANDS } from '@ginnel/accounts/commands/policy';
import { PROBLEMS, type ProblemKind } from '@ginnel/api/problems';
import type { Receipt } from '@ginnel/api/schemas/decisions';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openStore } from '@ginnel/store/open-store';
import type { Store } from '@ginnel/store/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningServer } from '../running-server.ts';
import { Borough } from './borough.ts';
import { Cast, type Actor } from './commands-cast.ts';
import { rowsOfCare } from './commands-of-care.ts';
import { rowsOfOnesOwn } from './commands-of-ones-own.ts';
import type { Call, Row } from './commands-row.ts';
import { rowsOfAdministering } from './commands-rows.ts';
import { Things } from './commands-things.ts';

const GINNEL = fileURLToPath(new URL('../../../sync-server/src/cli/main.ts', import.meta.url));

interface Answer {
  readonly status: number;
  /** `done`, or why not. */
  readonly outcome: 'done' | ProblemKind;
  readonly receipt: Receipt | null;
}

let server: RunningServer;
let borough: Borough;
let store: Store;
let cast: Cast;
let rows: readonly Row[];
let cells = 0;
let keys = 0;

beforeAll(async () => {
  server = await RunningServer.start();
  borough = await Borough.of(server.folder);
  store = await openStore({ folder: server.folder });
  cast = await Cast.of(store, await borough.documentOfImran('priorities', 'drafting'));
  const things = new Things(store, borough, cast);
  const admin = cast.actor('admin', 'above');
  const csv = await fetch(`${server.address}/api/exports/places`, { headers: { authorization: `Bearer ${admin.token}` } });
  rows = [...rowsOfCare(things), ...rowsOfOnesOwn(things), ...rowsOfAdministering(things, await csv.text())];
});
afterAll(async () => {
  console.log(`matrix of commands: ${cells} cells of ${rows.length} rows`);
  await store.close();
  await borough.close();
  await server.stop();
});

async function send(actor: Actor, { method }: Pick<Row, 'method'>, { path, body }: Call, key = `matrix-${keys++}`): Promise<Answer> {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: {
      ...(actor.token === null ? {} : { authorization: `Bearer ${actor.token}` }),
      'ginnel-capacity': actor.capacityId,
      'idempotency-key': key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const said = (await answer.json()) as { kind?: ProblemKind; receipt?: Receipt };
  const outcome = answer.ok ? 'done' : (said.kind ?? 'broken');
  if (outcome !== 'done') expect(answer.status).toBe(PROBLEMS[outcome].status);
  return { status: answer.status, outcome, receipt: said.receipt ?? null };
}

async function headSeq(): Promise<number> {
  return ((await (await fetch(`${server.address}/api/audit/head`)).json()) as { seq: number }).seq;
}

function expectedOf(row: Row, actor: Actor): 'done' | ProblemKind {
  if (actor.state === 'signed-out' || actor.state === 'nobody') return 'signed-out';
  return row.may(actor) ? 'done' : 'not-allowed';
}

/** What was told and should not have been. */
type Wrong = readonly [who: string, what: string, told: unknown, expected: unknown];

async function inBatches<Job>(jobs: readonly Job[], perform: (job: Job) => Promise<void>): Promise<void> {
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await perform(job);
  };
  await Promise.all(Array.from({ length: 12 }, worker));
}

/** Refusals change nothing: after all of them the audit is as long as before. */
async function refusals(row: Row, wrong: Wrong[]): Promise<void> {
  const before = await headSeq();
  const refused = cast.all.filter((actor) => expectedOf(row, actor) !== 'done');
  const shared = row.own || refused.length === 0 ? null : await row.right(refused[0] as Actor);
  await inBatches(refused, async (actor) => {
    const { outcome } = await send(actor, row, shared ?? (await row.right(actor)));
    cells++;
    if (outcome !== expectedOf(row, actor)) wrong.push([actor.name, 'the right one', outcome, expectedOf(row, actor)]);
  });
  const inOwnRight = cast.all.filter(({ state }) => state === 'stands' || state === 'nobody');
  for (const { what, call, answer, to = row.may, first } of row.others) {
    const ofOne = row.own ? null : await call(cast.all[0] as Actor);
    await inBatches(inOwnRight, async (actor) => {
      const own = expectedOf(row, actor);
      const expected = own === 'signed-out' ? own : first || to(actor) ? answer : own;
      const { outcome } = await send(actor, row, ofOne ?? (await call(actor)));
      cells++;
      if (outcome !== expected) wrong.push([actor.name, what, outcome, expected]);
    });
  }
  const after = await headSeq();
  if (after !== before) wrong.push(['refusals', 'entries in the audit', after - before, 0]);
}

/** One receipt and one entry, in the capacity that was chosen; the same again under its key, and nothing else under it. */
async function successes(row: Row, wrong: Wrong[]): Promise<void> {
  for (const actor of cast.all.filter((each) => expectedOf(row, each) === 'done')) {
    const doer = row.signsOut ? await cast.settle(actor.role, 'here') : actor;
    const call = await row.right(doer);
    const before = await headSeq();
    const key = `matrix-${keys++}`;
    const { outcome, receipt } = await send(doer, row, call, key);
    cells++;
    const now = await headSeq();
    const as = row.actsAs === undefined ? doer.capacityId : receipt?.capacityId;
    const told = [outcome, receipt?.command, receipt?.seq, receipt?.capacityId, now];
    const expected = ['done', row.name, before + 1, as, before + 1];
    if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push([actor.name, 'the right one', told, expected]);
    if (outcome !== 'done') continue;
    const again = await send(doer, row, call, key);
    if (row.signsOut ? again.outcome !== 'signed-out' : JSON.stringify(again.receipt) !== JSON.stringify(receipt))
      wrong.push([actor.name, 'again under its key', again, receipt]);
    const other = row.others.find(({ what }) => what !== 'not there');
    if (other !== undefined && !row.own) {
      const reused = await send(doer, row, await other.call(doer), key);
      if (reused.outcome !== 'key-reused') wrong.push([actor.name, 'another under its key', reused.outcome, 'key-reused']);
    }
    if ((await headSeq()) !== before + 1) wrong.push([actor.name, 'again under its key', 'entries in the audit', 1]);
  }
}

describe('the matrix of commands', () => {
  it('has a row for every command of the policy and of the API', async () => {
    const api = (await (await fetch(`${server.address}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    };
    const commands = Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name.toLowerCase() === 'idempotency-key'))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(commands.length).toBeGreaterThan(40);
    expect([...new Set(rows.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual(commands.sort());
    expect([...new Set(rows.flatMap(({ policy }) => policy ?? []))].sort()).toEqual(Object.keys(PLACE_COMMANDS).sort());
  });

  it(
    'is on the wire as the tables say: done with one receipt and one entry, or refused with nothing changed',
    { timeout: 180_000 },
    async () => {
      const wrong: Record<string, Wrong[]> = {};
      for (const row of rows) {
        const of: Wrong[] = [];
        await refusals(row, of);
        await successes(row, of);
        if (of.length > 0) wrong[`${row.name} (${row.path})`] = of;
      }
      expect(wrong).toEqual({});
      expect(cells).toBeGreaterThan(8000);
    },
  );

  it('leaves an audit in which every command stands, that names nobody, and that its own program verifies offline', async () => {
    const file = join(server.folder, 'audit.json');
    const ginnel = async (...args: string[]): Promise<string> => {
      const env = { ...process.env, GINNEL_DATA: server.folder, GINNEL_ORIGIN: server.origin };
      return (await promisify(execFile)(process.execPath, [GINNEL, ...args], { env })).stdout;
    };
    await ginnel('audit-export', file);
    const exported = await readFile(file, 'utf8');
    const { entries, head } = JSON.parse(exported) as { entries: { command: string }[]; head: { seq: number } };
    expect(new Set(entries.map(({ command }) => command))).toEqual(new Set(rows.map(({ name }) => name)));
    expect(head.seq).toBe(await headSeq());
    expect(await ginnel('audit-verify', file)).toContain(`${entries.length} decisions, none changed, moved or taken out.`);
    for (const { personId } of cast.all) expect(exported).not.toContain(personId);
    expect(exported).not.toContain('example.org');
  });
});
