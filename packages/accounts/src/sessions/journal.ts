/**
 * The journal of sign-ins: when, how, and on which kind of device, so that a person notices a stranger. It keeps no
 * address and no full name of a browser; two people of one browser are not linked by it.
 */
import type { PersonId } from '@ginnel/base/ids';
import { type Clock, type Random, randomId } from '@ginnel/base/ports';
import { deviceInWords } from '@ginnel/domain/device';
import { addSignIn, knownBefore, signInsOf } from '@ginnel/store/relational/sign-ins';
import type { Relational } from '@ginnel/store/relational/tables';
import { hashOf } from '../secrets.ts';

/** What is written down. The first five are ways in; the others change them. */
export const JOURNALLED = ['link', 'passkey', 'provider', 'guest', 'demo', 'passkey-added', 'passkey-removed', 'provider-ended'] as const;
export type Journalled = (typeof JOURNALLED)[number];

export interface JournalEntry {
  readonly what: Journalled;
  readonly atMs: number;
  /** "Firefox on Android"; empty when the browser says nothing that is known. */
  readonly device: string;
  /** For the first time in this browser, though not for the first time ever. */
  readonly isNew: boolean;
}

export interface Happened {
  readonly personId: PersonId;
  readonly what: Journalled;
  /** As the browser sends it; only its kind is kept. */
  readonly userAgent: string;
  /** The browser's own secret; `null` for what no browser did. */
  readonly browser: string | null;
}

export interface Journal {
  write(happened: Happened): Promise<JournalEntry>;
  /** The newest first. */
  read(personId: PersonId): Promise<readonly JournalEntry[]>;
}

const SHOWN = 50;

export function journal({ db, clock, random }: { db: Relational; clock: Clock; random: Random }): Journal {
  return {
    async write({ personId, what, userAgent, browser }) {
      const browserHash = browser === null ? '' : hashOf(`${personId}:${browser}`);
      const known = await knownBefore(db, personId, browserHash);
      const isNew = browser !== null && known.person && !known.browser;
      const entry: JournalEntry = { what, atMs: clock.nowMs(), device: deviceInWords(userAgent), isNew };
      await addSignIn(db, {
        id: randomId(random),
        person_id: personId,
        at_ms: entry.atMs,
        what,
        device: entry.device,
        browser_hash: browserHash,
        is_new: isNew ? 1 : 0,
      });
      return entry;
    },
    async read(personId) {
      const rows = await signInsOf(db, personId, SHOWN);
      return rows.map(({ what, at_ms, device, is_new }) => ({ what: what as Journalled, atMs: at_ms, device, isNew: is_new === 1 }));
    },
  };
}
