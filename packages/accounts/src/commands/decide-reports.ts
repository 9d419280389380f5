/** Decides on reports, one or many at once. Doing something about them is a decision of its own; this says that it was done, or need not be. */
import type { PlaceId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import type { ReportOutcome } from '@ginnel/domain/moderation';
import { decideReports as decideRows, findReports } from '@ginnel/store/relational/moderation';
import type { Handler } from './run-command.ts';

export interface DecideReports {
  readonly reports: readonly string[];
  readonly outcome: ReportOutcome;
  readonly words: string;
}

/** All of them, or none. Nobody decides on a report that they made themselves. */
export function decideReports({ reports: ids, outcome, words }: DecideReports): Handler<readonly string[]> {
  return async ({ tx, atMs, capacities, may }) => {
    const reports = await findReports(tx, ids);
    if (reports.length !== new Set(ids).size) return err('not-found');
    const acting = capacities.find((each) =>
      reports.every((report) => may('report.decide', each, report.place_id as PlaceId) && report.reporter_id !== each.personId),
    );
    if (acting === undefined) return err('not-allowed');
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
