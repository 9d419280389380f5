/** The clock's part in roles: live rooms hear within seconds that a term has begun or ended, and people are written to in time. */
import { placesReached } from '@ginnel/accounts/commands/reach';
import type { Mailer } from '@ginnel/accounts/mail/mailer';
import { tellOfTerms } from '@ginnel/accounts/roles/watch';
import type { Clock } from '@ginnel/base/ports';
import { raiseRights } from '@ginnel/store/relational/documents';
import { turnedBetween } from '@ginnel/store/relational/people';
import { listPlaces } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import type { RoomNews } from './sync/ports.ts';

/** A frame that comes later than this after the end of a term is refused. */
const LOOK_MS = 2_000;
/** Letters about terms that end within weeks can wait an hour. */
const TELL_MS = 3_600_000;

export interface TermsOptions {
  readonly db: Relational;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly origin: string;
  readonly news: RoomNews;
  readonly onError: (error: unknown) => void;
}

export function keepTerms({ news, onError, ...parts }: TermsOptions): { stop(): Promise<void> } {
  const { db, clock } = parts;
  let lookedMs = clock.nowMs();
  let running: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    const turned = await turnedBetween(db, lookedMs, nowMs);
    lookedMs = nowMs;
    if (turned.length === 0) return;
    const places = await listPlaces(db);
    const documents = await raiseRights(db, [...new Set(turned.flatMap(({ placeId }) => placesReached(places, placeId)))]);
    documents.forEach((id) => news.rightsChanged(id));
    turned.forEach(({ personId }) => news.personChanged(personId));
  };
  // One at a time: a slow look is not overtaken by the next.
  const next = (what: () => Promise<void>): void => void (running = running.then(what).catch(onError));

  const looking = setInterval(() => next(look), LOOK_MS).unref();
  const telling = setInterval(() => next(() => tellOfTerms(parts)), TELL_MS).unref();
  next(() => tellOfTerms(parts));
  return {
    async stop() {
      clearInterval(looking);
      clearInterval(telling);
      await running;
    },
  };
}
