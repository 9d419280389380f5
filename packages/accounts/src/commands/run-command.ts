/**
 * Runs one command: checked against actor, object and state inside one SQL transaction, together with its audit entry;
 * done once however often it is sent; answered by a receipt.
 */
import type { CapacityId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Clock, Random } from '@ginnel/base/ports';
import { err, ok, type Result } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { takeTurn } from '@ginnel/store/relational/audit';
import { lastCapacityOf } from '@ginnel/store/relational/people';
import { findReceipt, keepReceipt } from '@ginnel/store/relational/receipts';
import type { Relational } from '@ginnel/store/relational/tables';
import { recordDecision } from '../audit/record.ts';
import { actingOf } from '../moderation/keep-away.ts';
import { hashOf } from '../secrets.ts';
import { mayInPlace, type PlaceCommand } from './policy.ts';

export type CommandRefusal = 'not-allowed' | 'not-independent' | 'not-found' | 'wrong-state' | 'key-reused';

/** The proof that a decision was taken, and where it stands in the audit. */
export interface Receipt {
  readonly seq: number;
  readonly hash: string;
  readonly command: string;
  readonly subject: string;
  readonly atMs: number;
  /** The capacity in which it was decided. */
  readonly capacityId: string;
}

export interface Asking {
  readonly personId: PersonId;
  /** The capacity that the person chose; `null`: the first of theirs that may. */
  readonly capacityId: CapacityId | null;
  /** The `Idempotency-Key`; `null`: the client does not mind doing it twice. */
  readonly key: string | null;
  readonly command: string;
  /** What was asked, for telling a repeat from another request under the same key. */
  readonly input: unknown;
}

export interface Decided<Answer> {
  readonly acting: Capacity;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly answer: Answer;
  /** What live rooms are told once it is committed. */
  readonly afterwards?: () => void;
}

export interface Deciding {
  readonly tx: Relational;
  readonly atMs: number;
  /** The capacities that the person may act in now: all that stand, or the one they chose. */
  readonly capacities: readonly Capacity[];
  /**
   * For one's own affairs, such as an appeal, also where one is kept away: the capacity they chose, or the first that stands;
   * the last that they had, when all have ended. It says whose affair it is and gives no right to anything else.
   */
  readonly own: Capacity | undefined;
  keptAwayFrom(placeId: PlaceId): boolean;
  /** Whether a capacity may do this in a place, from which the person is not kept away. */
  may(command: PlaceCommand, capacity: Capacity, placeId: PlaceId, documentId?: string): boolean;
}

export type Handler<Answer> = (deciding: Deciding) => Promise<Result<Decided<Answer>, CommandRefusal>>;

export interface CommandParts {
  readonly db: Relational;
  readonly clock: Clock;
  readonly random: Random;
}

export type Answered<Answer> = Result<{ readonly receipt: Receipt; readonly answer: Answer }, CommandRefusal>;

/** The handler checks first and writes last: what it refuses has changed nothing. */
export async function runCommand<Answer>(
  { db, clock, random }: CommandParts,
  asking: Asking,
  handler: Handler<Answer>,
): Promise<Answered<Answer>> {
  const { personId, capacityId, key, command, input } = asking;
  const requestHash = hashOf(JSON.stringify([command, capacityId, input]));
  let afterwards: (() => void) | undefined;
  const answered = await db.transaction().execute(async (tx): Promise<Answered<Answer>> => {
    await takeTurn(tx);
    if (key !== null) {
      const before = await findReceipt(tx, personId, key);
      if (before !== null) return before.request_hash === requestHash ? ok(JSON.parse(before.answer)) : err('key-reused');
    }
    const atMs = clock.nowMs();
    const { parentOf, keptAwayFrom, ...found } = await actingOf(tx, personId, atMs);
    const isChosen = ({ id }: Capacity): boolean => capacityId === null || id === capacityId;
    const capacities = found.capacities.filter(isChosen);
    const may: Deciding['may'] = (name, capacity, placeId, documentId) =>
      !keptAwayFrom(placeId) && mayInPlace(name, capacity, placeId, parentOf, documentId);
    const last = found.standing.length === 0 && capacityId === null ? await lastCapacityOf(tx, personId, atMs) : null;
    const own = found.standing.find(isChosen) ?? last ?? undefined;
    const decided = await handler({ tx, atMs, capacities, own, keptAwayFrom, may });
    if (!decided.ok) return decided;
    const { acting, subject, facts, detail, answer } = decided.value;
    afterwards = decided.value.afterwards;
    const recorded = await recordDecision(tx, random, {
      atMs,
      command,
      subject,
      facts,
      personId,
      detail: { capacityId: acting.id, ...detail },
    });
    const value = { receipt: { ...recorded, command, subject, atMs, capacityId: acting.id }, answer };
    if (key !== null)
      await keepReceipt(tx, { person_id: personId, key, request_hash: requestHash, answer: JSON.stringify(value), at_ms: atMs });
    return ok(value);
  });
  afterwards?.();
  return answered;
}
