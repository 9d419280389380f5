/** The mailbox of demo mode: nothing leaves the machine, and the page shows what would have been sent. */
import { type Clock, type Random, randomId } from '@ginnel/base/ports';
import { keepMail } from '@ginnel/store/relational/mailbox';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Mailer } from './mailer.ts';

export function localMailbox({ db, clock, random }: { db: Relational; clock: Clock; random: Random }): Mailer {
  return {
    async send({ to, subject, text }) {
      await keepMail(db, { id: randomId(random), recipient: to, subject, body: text, at_ms: clock.nowMs() });
    },
  };
}
