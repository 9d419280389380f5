/**
 * Signing in by a link in an e-mail. Mail scanners open links, so opening changes nothing: a click on the page does.
 * A link works once, for ten minutes, in the browser that asked; who reads mail elsewhere types the code there.
 */
import { setTimeout } from 'node:timers/promises';
import { type Clock, type Random, randomId } from '@ginnel/base/ports';
import type { Person } from '@ginnel/domain/people';
import * as rows from '@ginnel/store/relational/magic-links';
import { findPersonByEmail } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Mailer } from './mail/mailer.ts';
import { hashOf, normaliseCode, randomCode, randomToken, sameHash } from './secrets.ts';

export const LINK_LIFETIME_MS = 10 * 60_000;
/** Wrong tokens and codes that one asking browser may send before its links are spent. */
export const LINK_TRIES = 5;

export interface MagicLinks {
  /**
   * Takes the same steps for a known and an unknown address; only a known one gets a message. The message goes out
   * after the promise has resolved, so that not even the time taken tells them apart: `sending` is for tests and shutdown.
   */
  ask(email: string, browser: string): Promise<{ readonly sending: Promise<void> }>;
  /** `null`: wrong, used, too old, from another browser, or out of tries; which of them is not said. */
  confirm(proof: { readonly token: string } | { readonly code: string }, browser: string): Promise<Person | null>;
  sweep(): Promise<void>;
  /** Resolves when no letter is under way: before the database is closed. */
  settled(): Promise<void>;
}

export interface MagicLinksOptions {
  readonly db: Relational;
  readonly clock: Clock;
  readonly random: Random;
  readonly mailer: Mailer;
  /** `https://ginnel.example`: where the link leads. */
  readonly origin: string;
  readonly onMailError: (error: unknown) => void;
}

export function magicLinks({ db, clock, random, mailer, origin, onMailError }: MagicLinksOptions): MagicLinks {
  const underWay = new Set<Promise<void>>();
  return {
    async settled() {
      await Promise.all(underWay);
    },

    async ask(address, browser) {
      const email = address.trim().toLowerCase();
      const token = randomToken(random);
      const code = randomCode(random);
      const now = clock.nowMs();
      const person = await findPersonByEmail(db, email);
      await rows.addMagicLink(db, {
        id: randomId(random),
        email,
        token_hash: hashOf(token),
        code_hash: hashOf(code),
        browser_hash: hashOf(browser),
        created_at_ms: now,
        expires_at_ms: now + LINK_LIFETIME_MS,
        tries_left: LINK_TRIES,
        used_at_ms: null,
      });
      if (person === null) return { sending: Promise.resolve() };
      const mail = signInMail({ to: email, name: person.name, origin, token, code });
      const sending = inAWhile(random)
        .then(() => mailer.send(mail))
        .catch(onMailError)
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
      return { sending };
    },

    async confirm(proof, browser) {
      const browserHash = hashOf(browser);
      const open = await rows.openMagicLinks(db, browserHash, clock.nowMs());
      const fits = (link: { token_hash: string; code_hash: string }): boolean =>
        'token' in proof ? sameHash(link.token_hash, hashOf(proof.token)) : sameHash(link.code_hash, hashOf(normaliseCode(proof.code)));
      const link = open.find(fits);
      if (link === undefined) {
        await rows.spendTry(db, browserHash);
        return null;
      }
      return (await rows.useMagicLink(db, link.id, clock.nowMs())) ? await findPersonByEmail(db, link.email) : null;
    },

    sweep: () => rows.removeOldMagicLinks(db, clock.nowMs() - LINK_LIFETIME_MS),
  };
}

/** After the answer has gone, at a moment that says nothing: writing a letter takes a time that could be measured. */
async function inAWhile(random: Random): Promise<void> {
  await setTimeout(50 + (random.bytes(1)[0] ?? 0) / 2);
}

/** The token stands after `#`, so it reaches neither server logs nor the `Referer` header. */
function signInMail({ to, name, origin, token, code }: Record<'to' | 'name' | 'origin' | 'token' | 'code', string>) {
  return {
    to,
    subject: 'Your link to sign in to Ginnel',
    text: [
      `Hello ${name},`,
      '',
      'open this link in the browser where you asked for it, then press “Sign in”:',
      '',
      `${origin}/sign-in/link#${token}`,
      '',
      `Or type this code there: ${code.slice(0, 4)}-${code.slice(4)}`,
      '',
      'The link and the code work once, for ten minutes.',
      'If you did not ask for this, you need do nothing: nobody can sign in without this message.',
      '',
    ].join('\n'),
  };
}
