/** The report of an import as the API shows it. */
import type { ImportReport as Report } from '@ginnel/accounts/set-up/import-report';
import type { ImportReport } from '@ginnel/api/schemas/administration';

export function shownReport({ list, encoding, ignored, rows, faults }: Report): ImportReport {
  return {
    list,
    encoding,
    ignored: [...ignored],
    rows: rows.map((row) => ({ ...row, changes: [...row.changes], faults: [...row.faults] })),
    faults: [...faults],
  };
}
