/**
 * Reads every document once after a start, so that a damaged one is known before somebody wants it. Gently: one at a time, with
 * long rests between. Those that fail are looked at again until they are whole.
 */
import type { DocumentId } from '@ginnel/base/ids';
import { DamagedError } from '@ginnel/store/ports/document-log';

/** Rests this many times as long as it has just worked: a twentieth of one core at most. */
const REST = 19;
/** A disk that hangs is no work. */
const LONGEST_REST_MS = 60_000;
/** The disk or the database may be away: nothing is learnt by asking for the next document at once. */
const AWAY_MS = 5_000;
/** Until what failed is looked at again. */
const AGAIN_MS = 60_000;

export interface LookOptions {
  /** In the order in which they are looked at. */
  readonly documents: () => Promise<readonly DocumentId[]>;
  /** Rejects with `DamagedError`, or with what keeps it from being read now. Awaits `othersTurn` wherever it may rest. */
  readonly verify: (documentId: DocumentId, othersTurn: () => Promise<void>) => Promise<void>;
  /** Once for each damaged document. */
  readonly report: (what: string, error: unknown) => void;
  /** Time that only passes. */
  readonly elapsedMs: () => number;
  /** Rejects when the signal aborts. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface Look {
  begin(): void;
  /** Every document has been read, and found whole or damaged. */
  isOver(): boolean;
  /** Begins nothing more; resolves when what was under way has ended. Never rejects. */
  stop(): Promise<void>;
}

export function createLook({ documents, verify, report, elapsedMs, rest }: LookOptions): Look {
  const stopping = new AbortController();
  const { signal } = stopping;
  const told = new Set<DocumentId>();
  let over = false;
  let running = Promise.resolve();
  let resumedMs = elapsedMs();

  const pause = async (ms: number): Promise<void> => {
    await rest(ms, signal);
    resumedMs = elapsedMs();
  };
  const othersTurn = (): Promise<void> => pause(Math.min(Math.ceil((elapsedMs() - resumedMs) * REST), LONGEST_REST_MS));

  async function looked(documentId: DocumentId): Promise<'whole' | 'damaged' | 'away'> {
    try {
      await verify(documentId, othersTurn);
      told.delete(documentId);
      return 'whole';
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DamagedError)) return 'away';
      if (!told.has(documentId)) report(`document ${documentId} is damaged`, error);
      told.add(documentId);
      return 'damaged';
    }
  }

  async function listed(): Promise<readonly DocumentId[]> {
    for (;;) {
      try {
        return await documents();
      } catch (error) {
        signal.throwIfAborted();
        report('documents cannot be looked through yet', error);
        await pause(AGAIN_MS);
      }
    }
  }

  async function look(): Promise<void> {
    await pause(0);
    for (let left = await listed(); ; await pause(AGAIN_MS)) {
      const failed: DocumentId[] = [];
      let unread = 0;
      for (const documentId of left) {
        await othersTurn();
        const found = await looked(documentId);
        if (found === 'whole') continue;
        failed.push(documentId);
        if (found === 'damaged') continue;
        unread++;
        await pause(AWAY_MS);
      }
      over ||= unread === 0;
      if (failed.length === 0) return;
      left = failed;
    }
  }

  return {
    begin: () =>
      void (running = look().catch((error: unknown) => {
        if (!signal.aborted) report('documents are no longer looked through', error);
      })),
    isOver: () => over,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
