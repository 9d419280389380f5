/**
 * Carries out what was agreed, one expunge after the other, and scrubs the files after whatever else was erased. What a crash
 * or a full disk interrupts is taken up again: at the next start, and before that every half minute.
 */
import { type CarryingOut, carryOut, scrubOwed } from '@ginnel/accounts/expunge/carry-out';
import { begunExpunges } from '@ginnel/store/relational/expunges';
import { writeLedgers } from './ledger-file.ts';

/** Also how long erased names may stay in unused parts of the files. */
const AGAIN_MS = 30_000;
/** Somebody was just reading, or the disk was full. */
const AFTER_FAILURE_MS = 2_000;

export interface Expunging {
  /** There is something to do; returns at once. */
  wake(): void;
  /** Resolves when the step under way is over. */
  stop(): Promise<void>;
}

export interface ExpungingOptions extends CarryingOut {
  readonly dataFolder: string;
  readonly report: (what: string, error: unknown) => void;
}

export function createExpunging(options: ExpungingOptions): Expunging {
  const { store, dataFolder, report } = options;
  let work: Promise<void> | null = null;
  let isAsked = false;
  let isStopping = false;

  async function doAll(): Promise<void> {
    const begun = await begunExpunges(store.db);
    for (const { id } of begun) {
      if (isStopping) return;
      await carryOut(options, id);
    }
    if (begun.length > 0) await writeLedgers(store.db, dataFolder);
    await scrubOwed(store);
  }

  async function goOn(): Promise<void> {
    while (isAsked && !isStopping) {
      isAsked = false;
      try {
        await doAll();
      } catch (error) {
        report('an expunge is not finished yet and is tried again', error);
        setTimeout(wake, AFTER_FAILURE_MS).unref();
      }
    }
    work = null;
  }

  const wake = (): void => {
    isAsked = true;
    work ??= goOn();
  };
  const timer = setInterval(wake, AGAIN_MS).unref();

  return {
    wake,
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await work;
    },
  };
}
