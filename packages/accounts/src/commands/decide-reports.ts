/** Decides on reports, one or many at once. Doing something about them is a decision of its own; this says that it was done, or need not be. */
import type { PlaceId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import type { ReportOutcome } from '@ginnel/domain/moderation';
import { decideReports as decideRows, findReports } from '@ginnel/store/relational/moderation';
import { reporterOf, safeguardingLeads } from '../moderation/party.ts';
import { independentDecider } from './independence.ts';
import type { Handler } from './run-command.ts';

export interface DecideReports {
  readonly reports: readonly string[];
  readonly outcome: ReportOutcome;
  readonly words: string;
}

/** All of them, or none. Nobody decides on a report that they made or that is about their own words; safeguarding is its leads' alone. */
export function decideReports({ reports: ids, outcome, words }: DecideReports): Handler<readonly string[]> {
  return async ({ tx, atMs, capacities, keptAwayFrom, may }) => {
    const reports = await findReports(tx, ids);
    if (reports.length !== new Set(ids).size) return err('not-found');
    const leads = new Map<string, readonly string[]>();
    for (const { place_id: placeId, reason } of reports) {
      if (reason !== 'safeguarding' || leads.has(placeId)) continue;
      const found = await safeguardingLeads(tx, placeId as PlaceId, atMs);
      leads.set(
        placeId,
        found.map(({ capacityId }) => capacityId),
      );
    }
    const mayDecide = (each: Capacity): boolean =>
      reports.every(({ reason, place_id: placeId }) => {
        if (reason !== 'safeguarding') return may('report.decide', each, placeId as PlaceId);
        return !keptAwayFrom(placeId as PlaceId) && leads.get(placeId)?.includes(each.id) === true;
      });
    const parties = reports.flatMap((report) => [reporterOf(report), { personId: report.about_id }]);
    const chosen = await independentDecider(tx, capacities, { may: mayDecide, parties });
    if (!chosen.ok) return chosen;
    const acting = chosen.value;
    if (reports.some((report) => report.outcome !== null)) return err('wrong-state');
    await decideRows(tx, ids, { outcome, atMs });
    const reasons = [...new Set(reports.map(({ reason }) => reason))].sort().join(' ');
    return ok({
      acting,
      subject: `document:${reports[0]?.document_id ?? ''}`,
      facts: { reports: reports.length, reasons, outcome },
      detail: { reports: ids.join(' '), words },
      answer: ids,
    });
  };
}
