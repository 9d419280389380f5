/** Judges what arrived within one window, in order, and makes one batch of it. Each frame is taken whole or refused whole. */
import { err, type Result } from '@ginnel/base/result';
import type { Author } from '@ginnel/domain/people';
import type { Refusal, RefusalKind } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import { MAX_UPDATE_BYTES, type Admitted } from '@ginnel/merge/contract';
import { mergeUpdates } from '@ginnel/merge/updates';
import type { Lease, NewRow } from '@ginnel/store/ports/document-log';
import { mayBeEarly } from './early.ts';
import type { Queue, Waiting } from './queue.ts';
import type { Replica } from './replica.ts';

export interface Batch {
  /** What is acknowledged when the rows are durable: taken, or nothing new. */
  readonly items: readonly Waiting[];
  /** Those that brought something. */
  readonly edits: readonly Waiting[];
  readonly rows: readonly NewRow[];
  readonly leases: readonly Lease[];
}

export interface Refused {
  readonly item: Waiting;
  readonly refusal: Refusal;
}

export interface Window {
  readonly batch: Batch;
  readonly refused: readonly Refused[];
  /** What may only seem wrong because this copy is behind the log; what the same writer sent next waits with it. */
  readonly doubtful: readonly Waiting[];
}

/** What an honest client of a node that is ahead of this one would be refused for. */
const BEHIND: ReadonlySet<RefusalKind> = new Set(['gap', 'forged-author']);

/** What may only seem wrong because its client has not yet said what it has goes back to wait (RM21). Takes what it admits into the replica, which is then ahead of the log by exactly the batch's rows. */
export function judgeWindow(queue: Queue, replica: Replica, nowMs: number): Window {
  const items: Waiting[] = [];
  const edits: Waiting[] = [];
  const leases: Lease[] = [];
  const refused: Refused[] = [];
  const doubtful: Waiting[] = [];
  const runs: { author: Author; atMs: number; updates: Uint8Array[] }[] = [];
  for (const item of queue.takeAll(nowMs)) {
    if (item.member.isDoneFor) continue;
    if (doubtful.some(({ member }) => member === item.member)) {
      doubtful.push(item);
      continue;
    }
    const judged = judge(item, replica, nowMs);
    if (!judged.ok && judged.error.kind === 'gap' && mayBeEarly(item)) {
      queue.hold(item);
      continue;
    }
    if (!judged.ok && item.isSecondLook !== true && BEHIND.has(judged.error.kind)) {
      doubtful.push({ ...item, isSecondLook: true });
      continue;
    }
    if (!judged.ok) {
      refused.push({ item, refusal: judged.error });
      item.member.refusedUpTo = item.frame;
      if (!item.member.joining.speaksGinnel) item.member.isDoneFor = true;
      continue;
    }
    items.push(item);
    if (judged.value === null) continue;
    const { admitted, author, update } = judged.value;
    for (const clientId of admitted.claims) {
      replica.lease(clientId, author);
      leases.push({ clientId, author });
    }
    if (admitted.inserted.length === 0 && admitted.deleted.length === 0) continue;
    replica.apply(update);
    edits.push(item);
    const run = runs.at(-1);
    if (run !== undefined && isSame(run.author, author)) run.updates.push(update);
    else runs.push({ author, atMs: item.arrivedAtMs, updates: [update] });
  }
  const rows = runs.map(({ author, atMs, updates }): NewRow => ({ author, route: 'typed', atMs, update: mergeUpdates(updates) }));
  return { batch: { items, edits, rows, leases }, refused, doubtful };
}

/** What is taken of a frame; `null`: nothing new. */
type Judgement = { readonly admitted: Admitted; readonly author: Author; readonly update: Uint8Array } | null;

function judge(item: Waiting, replica: Replica, nowMs: number): Result<Judgement, Refusal> {
  const { member, update } = item;
  const { info } = replica;
  const { standpoints } = member;
  const [first] = standpoints;
  if (first === undefined) return err({ kind: 'removed', path: '' });
  if (update.length > MAX_UPDATE_BYTES) return err({ kind: 'too-large', path: '' });
  if (member.joining.shapeVersion < info.shapeVersion) return err({ kind: 'older-shape', path: '' });
  if (replica.holds(update)) return { ok: true, value: null };
  const { author, actor } = first;
  const actorOf = (asked: Author): Actor | null => standpoints.find((standpoint) => isSame(standpoint.author, asked))?.actor ?? null;
  const by = { author, actor, phase: info.phase, leaseOf: replica.leaseOf, actorOf };
  const result = withinBudget(replica.judge(update, by), item, nowMs);
  if (result.ok) return { ok: true, value: { admitted: result.value, author, update } };
  // A client that comes back repeats what was on its way when its line broke: judged and taken without the repeats (RM20).
  const rest = result.error.kind === 'gap' ? replica.unknownOf(update) : null;
  if (rest === null) return result;
  const again = withinBudget(replica.judge(rest, by), item, nowMs);
  return again.ok ? { ok: true, value: { admitted: again.value, author, update: rest } } : again;
}

/** Every clientID claimed is in every greeting from then on (RM24). */
function withinBudget(judged: Result<Admitted, Refusal>, item: Waiting, nowMs: number): Result<Admitted, Refusal> {
  if (!judged.ok || item.hasPaid === true || judged.value.claims.length === 0) return judged;
  const { claims } = item.member.joining;
  item.hasPaid = judged.value.claims.every(() => claims.take(nowMs));
  return item.hasPaid ? judged : err({ kind: 'too-fast', path: '' });
}

function isSame(a: Author, b: Author): boolean {
  return a.personId === b.personId && a.capacityId === b.capacityId;
}
