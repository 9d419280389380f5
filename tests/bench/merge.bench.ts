/**
 * What judging costs: recorded typing and form edits through judge and apply, against `Y.applyUpdate` alone. Prints ratios;
 * each is the median of rounds in which both ran in turn. `--json` prints one JSON line, `--rounds 9` asks for more rounds.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { encodeIndex } from '@ginnel/merge/attribution/codec';
import { applyWithEffects } from '@ginnel/merge/attribution/effects';
import { AttributionIndex, indexOf } from '@ginnel/merge/attribution/index';
import type { Judged } from '@ginnel/merge/contract';
import { openRoots } from '@ginnel/merge/edits/open';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import * as Y from 'yjs';
import { formEdits } from './merge-forms.ts';
import { readTrace } from './merge-traces.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '9' }, only: { type: 'string' } },
});

const author = { personId: 'bench', capacityId: 'bench.resident' } as Author;
const by: Judged = {
  author,
  actor: { standing: 'member', party: null },
  phase: 'drafting',
  leaseOf: () => author,
  actorOf: () => null,
};

interface Measure {
  readonly updates: number;
  /** µs for each update. */
  readonly apply: number;
  /** µs that judging adds to each update. */
  readonly judge: number;
  /** What judging adds, as a part of applying. */
  readonly ratio: number;
}

function applied(kind: DocumentKind, updates: readonly Uint8Array[]): number {
  const doc = new Y.Doc();
  openRoots(kind, doc);
  const start = performance.now();
  for (const update of updates) Y.applyUpdate(doc, update);
  return performance.now() - start;
}

function judgedAndApplied(kind: DocumentKind, updates: readonly Uint8Array[]): number {
  const live = createLiveDocument(kind);
  const start = performance.now();
  for (const update of updates) {
    if (!live.judge(update, by).ok) throw new Error('The bench sends honest edits only.');
    live.apply(update);
  }
  return performance.now() - start;
}

function measure(kind: DocumentKind, updates: readonly Uint8Array[]): Measure {
  const rounds = Array.from({ length: Number(options.rounds) + 1 }, () => {
    const apply = applied(kind, updates);
    const both = judgedAndApplied(kind, updates);
    return { apply, judge: both - apply, ratio: both / apply - 1 };
  }).slice(1);
  const perUpdate = (ms: number) => Number(((ms * 1000) / updates.length).toFixed(2));
  return {
    updates: updates.length,
    apply: perUpdate(median(rounds.map((round) => round.apply))),
    judge: perUpdate(median(rounds.map((round) => round.judge))),
    ratio: Number(median(rounds.map((round) => round.ratio)).toFixed(2)),
  };
}

/** A whole state in one update, as somebody who wrote offline sends it. */
function whole(kind: DocumentKind, updates: readonly Uint8Array[]): Measure {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return measure(kind, [Y.encodeStateAsUpdate(doc)]);
}

/** Loading a log, row by row in one transaction, against the same on a plain document. */
function loading(kind: DocumentKind, updates: readonly Uint8Array[]): { readonly ratio: number } {
  const ratios = Array.from({ length: Number(options.rounds) }, () => {
    const doc = new Y.Doc();
    openRoots(kind, doc);
    const start = performance.now();
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
    const plain = performance.now() - start;
    const live = createLiveDocument(kind);
    const begin = performance.now();
    live.applyAll(updates);
    return (performance.now() - begin) / plain;
  });
  return { ratio: Number(median(ratios).toFixed(2)) };
}

/** Who wrote what: keeping the index row by row as it becomes durable, building it anew from the log, and its size. */
function attributing(updates: readonly Uint8Array[]): {
  readonly record: number;
  readonly replayRatio: number;
  readonly bytesPerThousand: number;
} {
  const authors = new Map<number, Author>();
  const leaseOf = (client: number): Author => {
    const known = authors.get(client) ?? ({ personId: `person-${authors.size}`, capacityId: `capacity-${authors.size}` } as Author);
    authors.set(client, known);
    return known;
  };
  // Keystrokes of people who type at some 80 words a minute, by the irregular clock of a typist.
  const rows = updates.map((update, i) => ({ seq: i + 1, author, route: 'typed' as const, atMs: i * 150 + ((i * 7919) % 100), update }));
  const doc = new Y.Doc();
  const effects = updates.map((update) => applyWithEffects(doc, update));
  const rounds = Array.from({ length: Number(options.rounds) + 1 }, () => {
    const start = performance.now();
    const index = new AttributionIndex();
    for (const [i, row] of rows.entries()) index.record(row, effects[i]!, leaseOf);
    const recorded = performance.now();
    indexOf(rows, leaseOf);
    const replayed = performance.now();
    return { record: recorded - start, ratio: (replayed - recorded) / applied('priorities', updates), bytes: encodeIndex(index).length };
  }).slice(1);
  return {
    record: Number(((median(rounds.map((round) => round.record)) * 1000) / updates.length).toFixed(2)),
    replayRatio: Number(median(rounds.map((round) => round.ratio)).toFixed(2)),
    bytesPerThousand: Math.round((rounds[0]!.bytes * 1000) / updates.length),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

const typed = () => readTrace('friendsforever').updates;
const forms = () => formEdits(5000);
const cases: Readonly<Record<string, () => unknown>> = {
  'two people typing': () => measure('priorities', typed()),
  'one person typing': () => measure('priorities', readTrace('sveltecomponent').updates),
  'five people at a form': () => measure('priorities', forms()),
  'typed state, one update': () => whole('priorities', typed()),
  'form state, one update': () => whole('priorities', forms()),
  'loading typed rows': () => loading('priorities', typed()),
  'attributing typed rows': () => attributing(typed()),
};

if (options.only === undefined) {
  // Each in a process of its own: what one leaves in memory is no business of the next.
  const run = (name: string) =>
    spawnSync(process.execPath, [import.meta.filename, '--only', name, '--rounds', options.rounds], { encoding: 'utf8' });
  const results = Object.fromEntries(Object.keys(cases).map((name) => [name, JSON.parse(run(name).stdout) as unknown]));
  if (options.json) console.log(JSON.stringify(results));
  else console.table(results);
} else {
  console.log(JSON.stringify(cases[options.only]?.()));
}
