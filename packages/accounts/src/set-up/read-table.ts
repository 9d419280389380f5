/** Reads a list as people's programs save it: CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252. */
import { err, ok, type Result } from '@ginnel/base/result';
import { plainName } from '@ginnel/domain/plain-name';
import { CsvError, parse } from 'csv-parse/sync';

/** One thing that keeps a list from being taken in, for whoever keeps it. */
export interface Fault {
  /** As a spreadsheet counts: the headings are line 1. */
  readonly line: number;
  /** The heading; empty when it is about the whole line or file. */
  readonly column: string;
  readonly what: string;
  readonly mend: string;
}

export interface TableRow {
  readonly line: number;
  /** By heading, trimmed; every asked heading is there, empty when its cell is. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface Table {
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
  readonly separator: ',' | ';' | '\t';
  readonly rows: readonly TableRow[];
  /** Headings that are not read. */
  readonly ignored: readonly string[];
}

export interface Headings {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** More than any borough has places or people with roles; a larger list is two lists. */
export const MAX_ROWS = 5000;

export function readTable(bytes: Uint8Array, { required, optional }: Headings): Result<Table, Fault> {
  const decoded = decode(bytes);
  if (!decoded.ok) return decoded;
  const { text, encoding } = decoded.value;
  const separator = separatorOf(text);
  const records = recordsOf(text, separator);
  if (!records.ok) return records;
  const [first = [], ...below] = records.value;
  const headings = first.map(headingOf);
  const missing = required.find((name) => !headings.includes(name));
  if (missing !== undefined) {
    return fault(
      1,
      missing,
      `There is no column “${missing}”.`,
      `Name the columns in the first line: ${[...required, ...optional].join(', ')}.`,
    );
  }
  const twice = headings.find((name, index) => name !== '' && headings.indexOf(name) !== index);
  if (twice !== undefined) return fault(1, twice, `There are two columns “${twice}”.`, 'Keep one of them.');
  const known = [...required, ...optional];
  const rows: TableRow[] = [];
  for (const [index, record] of below.entries()) {
    if (record.every((cell) => cell.trim() === '')) continue;
    const line = index + 2;
    if (record.length > headings.length && record.slice(headings.length).some((cell) => cell.trim() !== '')) {
      return fault(
        line,
        '',
        `This line has ${record.length} cells; there are ${headings.length} headings.`,
        `Put cells that contain “${separator}” in quotation marks.`,
      );
    }
    rows.push({ line, cells: Object.fromEntries(known.map((name) => [name, cellOf(record[headings.indexOf(name)] ?? '')])) });
  }
  if (rows.length === 0) return fault(1, '', 'There is nothing below the headings.', 'Add a line for each.');
  if (rows.length > MAX_ROWS) return fault(MAX_ROWS + 2, '', `There are more than ${MAX_ROWS} lines.`, 'Take it in as two lists.');
  return ok({ encoding, separator, rows, ignored: headings.filter((name) => name !== '' && !known.includes(name)) });
}

function decode(bytes: Uint8Array): Result<{ readonly text: string; readonly encoding: Table['encoding'] }, Fault> {
  if (bytes.length === 0) return fault(1, '', 'The file is empty.', 'Save the list again as CSV.');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return fault(1, '', 'This is a workbook, not a CSV file.', 'In Excel or LibreOffice choose “Save as”, then “CSV UTF-8”.');
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ok({ text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' });
  if (bytes.includes(0)) return fault(1, '', 'This is not a text file.', 'Save the list as CSV.');
  try {
    // Takes the byte order mark away, where there is one.
    return ok({ text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' });
  } catch {
    return ok({ text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' });
  }
}

/** The sign that stands most often in the first line, outside quotation marks. Excel in Europe writes semicolons. */
function separatorOf(text: string): Table['separator'] {
  const [line = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n|\r/, 1);
  const count = (sign: string): number => line.split(sign).length;
  return ([',', ';', '\t'] as const).reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function recordsOf(text: string, delimiter: string): Result<string[][], Fault> {
  try {
    return ok(parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false }) as string[][]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return fault(
      line,
      '',
      'A quotation mark is opened here and not closed, or stands inside a cell.',
      'Write two quotation marks where one is meant.',
    );
  }
}

const OTHER_HEADINGS: Readonly<Record<string, string>> = {
  code: 'ons_code',
  gss_code: 'ons_code',
  ons: 'ons_code',
  'e-mail': 'email',
  email_address: 'email',
  organization: 'organisation',
  lies_in: 'parent',
  term_from: 'from',
  term_until: 'until',
};

function headingOf(given: string): string {
  const name = given.trim().toLowerCase().replace(/\s+/g, '_');
  return OTHER_HEADINGS[name] ?? name;
}

/** Our own exports mark cells that a spreadsheet would take for a formula with an apostrophe. */
function cellOf(given: string): string {
  return plainName(plainName(given).replace(/^'(?=[=+\-@])/, ''));
}

function fault(line: number, column: string, what: string, mend: string): { readonly ok: false; readonly error: Fault } {
  return err({ line, column, what, mend });
}
