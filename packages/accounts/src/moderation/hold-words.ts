/** Takes words out of sight at once, for everyone, while somebody looks at them; hides them with a reason; restores them. */
import type { PersonId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok, type Result } from '@ginnel/base/result';
import type { HeldState, ModerationReason } from '@ginnel/domain/moderation';
import { findDocument } from '@ginnel/store/relational/documents';
import { appealsAbout, closeAppeal } from '@ginnel/store/relational/appeals';
import { addHeld, decideHeld as decideRow, findHeld } from '@ginnel/store/relational/held';
import {
  decideReportsBehind,
  findReports,
  linkReports,
  openReportsIn,
  reportsBehind,
  unlinkReports,
} from '@ginnel/store/relational/moderation';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { ReportRow } from '@ginnel/store/relational/tables';
import { independentDecider } from '../commands/independence.ts';
import type { CommandRefusal, Decided, Deciding, Handler } from '../commands/run-command.ts';
import { isPartOf } from './out-of-sight.ts';
import { decider, reporterOf } from './party.ts';

/** One person's words in one place of a document, as they were found. */
export interface FoundWords {
  readonly epoch: number;
  readonly path: string;
  readonly author: { readonly personId: PersonId; readonly capacityId: string };
  /** JSON: the words, what stood around them, what they had replaced. */
  readonly kept: string;
  /** JSON: their ids in the merge engine. */
  readonly ids: string;
}

export interface HoldWords {
  readonly documentId: string;
  readonly found: FoundWords;
  readonly reason: ModerationReason;
  readonly words: string;
  readonly state: 'held' | 'hidden';
  /** The reports because of which it is done. */
  readonly reports: readonly string[];
}

/** Nobody holds their own words, and nobody acts on a report that they made themselves; no more does who stands in for them. */
export function holdWords(asked: HoldWords, random: Random): Handler<HeldRow> {
  return async (deciding) => {
    const { tx, capacities, may } = deciding;
    const document = await findDocument(tx, asked.documentId);
    if (document === null) return err('not-found');
    const given = await findReports(tx, asked.reports);
    const reports = [...given, ...(await alsoAbout(deciding, asked, given))];
    if (given.length !== new Set(asked.reports).size) return err('not-found');
    const parties = [{ personId: asked.found.author.personId }, ...given.map(reporterOf)];
    const safeguarding = reports.some(({ reason }) => reason === 'safeguarding');
    const chosen =
      safeguarding || asked.state === 'hidden'
        ? await decider(deciding, { reason: safeguarding ? 'safeguarding' : asked.reason, placeId: document.placeId }, parties)
        : await independentDecider(tx, capacities, { may: (each) => may('words.hold', each, document.placeId, document.id), parties });
    if (!chosen.ok) return chosen;
    const acting = chosen.value;
    if (reports.some(({ document_id: id, outcome, held_id: held }) => id !== document.id || outcome !== null || held !== null))
      return err('wrong-state');
    if (asked.found.epoch !== document.epoch) return err('wrong-state');
    return ok(await hold(deciding, { ...asked, reports: reports.map(({ id }) => id), acting, placeId: document.placeId }, random));
  };
}

/** Open reports about the same words, by others: what is done answers them all. Safeguarding is its leads' alone. */
async function alsoAbout(
  { tx, capacities }: Deciding,
  { documentId, found }: HoldWords,
  given: readonly ReportRow[],
): Promise<ReportRow[]> {
  const known = new Set(given.map(({ id }) => id));
  const open = await openReportsIn(tx, documentId);
  const me = capacities[0]?.personId;
  return open.filter(({ id, path, quote, reason, about_id: about, held_id: heldId, reporter_id: reporter }) => {
    if (reporter !== null && reporter === me) return false;
    if (known.has(id) || heldId !== null || reason === 'safeguarding' || about !== found.author.personId) return false;
    return path === found.path && isPartOf(found, { path, text: quote });
  });
}

interface Holding extends HoldWords {
  readonly acting: Decided<HeldRow>['acting'];
  readonly placeId: string;
}

/** Inside a transaction, after the checks. */
export async function hold({ tx, atMs }: Pick<Deciding, 'tx' | 'atMs'>, asked: Holding, random: Random): Promise<Decided<HeldRow>> {
  const { acting, found, reason, words, state } = asked;
  const held: HeldRow = {
    id: randomId(random),
    document_id: asked.documentId,
    place_id: asked.placeId,
    epoch: found.epoch,
    path: found.path,
    person_id: found.author.personId,
    capacity_id: found.author.capacityId,
    kept: found.kept,
    ids: found.ids,
    state,
    reason,
    words,
    by_id: acting.personId,
    by_capacity: acting.id,
    at_ms: atMs,
    decided_by: acting.personId,
    decided_as: acting.id,
    decided_at_ms: atMs,
    out_seq: null,
    in_seq: null,
    trying_seq: null,
    trying_hash: null,
  };
  await addHeld(tx, held);
  await linkReports(tx, asked.reports, held.id);
  if (state === 'hidden') await decideReportsBehind(tx, held.id, { outcome: 'acted', atMs });
  return {
    acting,
    subject: `document:${held.document_id}`,
    facts: { held: held.id, state },
    detail: { whom: held.person_id, reason, words, reports: asked.reports.join(' ') },
    answer: held,
  };
}

export interface DecideHeld {
  readonly heldId: string;
  readonly to: 'hidden' | 'restored';
  readonly words: string;
  /** By who held them, as if they had not: the reports wait again. */
  readonly undo?: boolean;
}

const NEXT: Readonly<Record<HeldState, readonly HeldState[]>> = { held: ['hidden', 'restored'], hidden: ['restored'], restored: [] };

/** Restoring while an appeal waits answers the appeal; nothing else does but its panel. */
export function decideHeld({ heldId, to, words, undo = false }: DecideHeld): Handler<HeldRow> {
  return async (deciding): Promise<Result<Decided<HeldRow>, CommandRefusal>> => {
    const { tx, atMs } = deciding;
    const held = await findHeld(tx, heldId);
    const document = held === null ? null : await findDocument(tx, held.document_id);
    if (held === null || document === null) return err('not-found');
    // Who reported the words may take it back, and does not decide that it was right.
    const behind = to === 'hidden' ? await reportsBehind(tx, [held.id]) : [];
    const parties = [{ personId: held.person_id }, ...behind.map(reporterOf)];
    const chosen = await decider(deciding, { reason: held.reason, placeId: document.placeId }, parties);
    if (!chosen.ok) return chosen;
    const acting = chosen.value;
    const appeal = (await appealsAbout(tx, [held.id])).get(held.id);
    const isDecidedByPanel = appeal !== undefined && (appeal.outcome !== null || (to === 'hidden' && appeal.convened_by !== null));
    if (!NEXT[held.state].includes(to) || isDecidedByPanel) return err('wrong-state');
    if (undo && (to !== 'restored' || held.state !== 'held' || held.by_id !== acting.personId)) return err('wrong-state');
    if (undo) await unlinkReports(tx, held.id);
    await decideRow(tx, held.id, { state: to, by: acting.personId, as: acting.id, atMs, ...(to === 'hidden' ? { words } : {}) });
    await decideReportsBehind(tx, held.id, { outcome: to === 'hidden' ? 'acted' : 'no-action', atMs });
    if (appeal !== undefined && to === 'restored') await closeAppeal(tx, appeal.id, { outcome: 'restore', atMs });
    return ok({
      acting,
      subject: `document:${held.document_id}`,
      facts: { held: held.id, state: to },
      detail: { whom: held.person_id, words },
      answer: {
        ...held,
        state: to,
        decided_by: acting.personId,
        decided_as: acting.id,
        decided_at_ms: atMs,
        words: to === 'hidden' ? words : held.words,
      },
    });
  };
}
