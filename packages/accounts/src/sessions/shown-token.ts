/** What both implementations do with a token that is shown: find its row, see whether it was replaced, and replace it. */
import type { Random } from '@ginnel/base/ports';
import { capacitiesOf } from '@ginnel/store/relational/people';
import * as rows from '@ginnel/store/relational/sessions';
import type { Relational, SessionRow } from '@ginnel/store/relational/tables';
import { hashOf, randomToken } from '../secrets.ts';
import { lifetimeInToken, type Session, standingOf, TOKEN_GRACE_MS, tokenPrefix } from './sessions.ts';

export interface Shown {
  readonly row: SessionRow;
  readonly tokenIs: Session['tokenIs'];
}

/** `null`: no such token, or its time beside the newer one is over. The first showing of a new token starts that time. */
export async function findShown(db: Relational, token: string, nowMs: number): Promise<Shown | null> {
  const row = await rows.findSession(db, hashOf(token));
  if (row === null) return null;
  const isReplacing = row.previous_hash !== null && row.previous_until_ms === null;
  if (row.id_hash === hashOf(token)) {
    if (isReplacing) await rows.endPreviousToken(db, row.id_hash, nowMs + TOKEN_GRACE_MS);
    return { row, tokenIs: 'newest' };
  }
  if (row.previous_until_ms !== null && row.previous_until_ms <= nowMs) return null;
  return { row, tokenIs: isReplacing && row.token_at_ms + TOKEN_GRACE_MS <= nowMs ? 'lost' : 'replaced' };
}

/** @returns the new token, or `null` as `Sessions.renew` says */
export async function replaceToken(
  { db, random }: { db: Relational; random: Random },
  token: string,
  nowMs: number,
): Promise<string | null> {
  const lifetime = lifetimeInToken(token);
  const shown = lifetime === null ? null : await findShown(db, token, nowMs);
  if (lifetime === null || shown === null || shown.tokenIs === 'replaced') return null;
  const next = tokenPrefix(lifetime) + randomToken(random);
  const replaced = await rows.replaceToken(db, {
    from: shown.row.id_hash,
    to: hashOf(next),
    previous: hashOf(token),
    onlyUnused: shown.tokenIs === 'lost',
    atMs: nowMs,
    standing: await standingNow(db, shown.row.person_id, nowMs),
  });
  return replaced ? next : null;
}

export async function standingNow(db: Relational, personId: string, nowMs: number): Promise<string> {
  return standingOf(await capacitiesOf(db, personId, nowMs));
}
