/** What moderation needs of the server: documents as they came about, a hand to carry out decisions in them, and mail. */
import type { Mailer } from '@ginnel/accounts/mail/mailer';
import type { DocumentLog } from '@ginnel/store/ports/document-log';
import { type CarryingOut, type CarryingOutParts, createCarryingOut } from './carrying-out.ts';
import { createHistories, type Histories } from './documents.ts';
import { createNotices, type Notices } from './notices.ts';

export interface Moderation extends Pick<CarryingOut, 'carryOut'> {
  readonly histories: Histories;
  readonly notices: Notices;
  stop(): void;
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
  const finish = (): void => void carryingOut.finish().catch((error: unknown) => report('decisions about words wait', error));
  finish();
  const timer = setInterval(finish, FINISH_MS).unref();
  return {
    carryOut: carryingOut.carryOut,
    histories,
    notices: createNotices({ db, mailer, origin, report }),
    stop: () => clearInterval(timer),
  };
}
