/** Documents with everything ever deleted still readable: what a moderator looks at. Only what has come since is replayed. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { replayRow } from '@ginnel/merge/attribution/index';
import type { LeaseOf } from '@ginnel/merge/contract';
import { type History, openHistory } from '@ginnel/merge/undo/history';
import type { DocumentLog, LogRow, StoredDocument } from '@ginnel/store/ports/document-log';

type Log = Pick<DocumentLog, 'load' | 'read'>;

/** A document as it came about, up to a row of its log. */
export interface Whole {
  readonly info: DocumentInfo;
  readonly headSeq: number;
  readonly leaseOf: LeaseOf;
  readonly history: History;
}

export interface Histories {
  /** `null`: no such document. The history is read, never altered, and only until the next call. */
  of(documentId: string): Promise<Whole | null>;
}

/** Rows taken in before others have their turn: the rooms of the same process must not wait for a long log. */
const PAGE = 500;
const KEPT = 8;

/** All rows of the current epoch up to one. */
export async function readRows(log: Log, documentId: DocumentId, headSeq: number): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  while ((rows.at(-1)?.seq ?? 0) < headSeq) {
    const page = await log.read(documentId, rows.at(-1)?.seq ?? 0, 5000);
    if (page.length === 0) break;
    rows.push(...page.filter(({ seq }) => seq <= headSeq));
  }
  return rows;
}

export function createHistories(log: Log): Histories {
  const kept = new Map<string, Replay>();
  /** One after the other: a replay that goes on while somebody reads it would not be what they asked for. */
  let turn: Promise<unknown> = Promise.resolve();

  async function read(documentId: string): Promise<Whole | null> {
    const stored = await log.load(documentId as DocumentId);
    if (stored === null) return null;
    const before = kept.get(documentId);
    const replay = before?.epoch === stored.info.epoch ? before : new Replay(stored);
    if (before !== undefined && replay !== before) before.end();
    kept.delete(documentId);
    kept.set(documentId, replay);
    const [oldest] = kept;
    if (kept.size > KEPT && oldest !== undefined) {
      kept.delete(oldest[0]);
      oldest[1].end();
    }
    return await replay.upTo(stored, log);
  }

  return {
    of(documentId) {
      const answer = turn.then(() => read(documentId));
      turn = answer.catch(() => kept.delete(documentId));
      return answer;
    },
  };
}

class Replay {
  readonly epoch: number;
  readonly #holders = new Map<number, Author>();
  readonly #history: History;
  #seq = 0;

  constructor({ info }: StoredDocument) {
    this.epoch = info.epoch;
    this.#history = openHistory(info.kind, [], this.#leaseOf);
  }

  readonly #leaseOf: LeaseOf = (clientId) => this.#holders.get(clientId) ?? null;

  async upTo({ info, headSeq, leases }: StoredDocument, log: Log): Promise<Whole> {
    for (const { clientId, author } of leases) this.#holders.set(clientId, author);
    const { doc, index } = this.#history;
    while (this.#seq < headSeq) {
      const rows = await log.read(info.id, this.#seq, Math.min(PAGE, headSeq - this.#seq));
      if (rows.length === 0) break;
      for (const row of rows) replayRow(index, doc, row, this.#leaseOf);
      this.#seq = rows.at(-1)?.seq ?? headSeq;
      await othersTurn();
    }
    return { info, headSeq: this.#seq, leaseOf: this.#leaseOf, history: this.#history };
  }

  end(): void {
    this.#history.doc.destroy();
  }
}
