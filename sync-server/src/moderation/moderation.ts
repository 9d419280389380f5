/** What moderation needs of the server: documents as they came about, a hand to carry out decisions in them, and mail. */
import type { Mailer } from '@ginnel/accounts/mail/mailer';
import type { DocumentLog } from '@ginnel/store/ports/document-log';
import { type CarryingOut, type CarryingOutParts, createCarryingOut } from './carrying-out.ts';
import { createHistories, type Histories } from './documents.ts';
import { createHeldStaysHeld, type HeldStaysHeld } from './held-stays-held.ts';
import { createNotices, type Notices } from './notices.ts';

export interface Moderation extends Pick<CarryingOut, 'carryOut'>, Pick<HeldStaysHeld, 'wroteIn'> {
  readonly histories: Histories;
  readonly notices: Notices;
  stop(): void;
}

/** Tells which documents were written in, once it is durable. */
export function watchWriting<Log extends Pick<DocumentLog, 'append'>>(log: Log, wroteIn: (documentId: string) => void): Log {
  return {
    ...log,
    async append(appends) {
      const results = await log.append(appends);
      for (const [i, { documentId }] of appends.entries()) if (results[i]?.outcome === 'durable') wroteIn(documentId);
      return results;
    },
  };
}

export interface ModerationParts extends Omit<CarryingOutParts, 'histories'> {
  readonly log: Pick<DocumentLog, 'load' | 'read' | 'append'>;
  readonly mailer: Mailer;
  readonly origin: string;
}

/** How often what failed is tried again. */
const FINISH_MS = 10_000;

/** Begins with what a crash has interrupted. */
export function createModeration(parts: ModerationParts): Moderation {
  const { db, mailer, origin, report } = parts;
  const histories = createHistories(parts.log);
  const carryingOut = createCarryingOut({ ...parts, histories });
  const heldStaysHeld = createHeldStaysHeld({ ...parts, histories });
  const finish = (): void =>
    void carryingOut
      .finish()
      .then(() => heldStaysHeld.learn())
      .catch((error: unknown) => report('decisions about words wait', error));
  finish();
  const timer = setInterval(finish, FINISH_MS).unref();
  return {
    async carryOut(heldId) {
      await carryingOut.carryOut(heldId);
      await heldStaysHeld.learn();
    },
    wroteIn: heldStaysHeld.wroteIn,
    histories,
    notices: createNotices({ db, mailer, origin, report }),
    stop() {
      clearInterval(timer);
      heldStaysHeld.stop();
    },
  };
}
