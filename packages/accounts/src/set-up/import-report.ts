/** What an import would do, line by line. */
import type { Fault, Table } from './read-table.ts';

export const IMPORT_LISTS = ['places', 'organisations', 'people'] as const;
export type ImportList = (typeof IMPORT_LISTS)[number];

export interface Change {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

export interface RowReport {
  readonly line: number;
  readonly name: string;
  readonly state: 'new' | 'changed' | 'same' | 'bad';
  readonly changes: readonly Change[];
  readonly faults: readonly Fault[];
}

export interface ImportReport {
  readonly list: ImportList;
  /** `null`: the file could not be read as a list at all; `faults` says why. */
  readonly encoding: Table['encoding'] | null;
  readonly ignored: readonly string[];
  readonly rows: readonly RowReport[];
  /** About the whole file. */
  readonly faults: readonly Fault[];
}

export function isClean({ rows, faults }: ImportReport): boolean {
  return faults.length === 0 && rows.every(({ state }) => state !== 'bad');
}

export function faultsOf({ rows, faults }: ImportReport): readonly Fault[] {
  return [...faults, ...rows.flatMap((row) => row.faults)];
}

/** Gathers what is the matter with one line. */
export class RowNotes {
  readonly faults: Fault[] = [];
  readonly #line: number;

  constructor(line: number) {
    this.#line = line;
  }

  bad(column: string, what: string, mend: string): void {
    this.faults.push({ line: this.#line, column, what, mend });
  }

  report(name: string, state: 'new' | 'changed' | 'same', changes: readonly Change[] = []): RowReport {
    const bad = this.faults.length > 0;
    return { line: this.#line, name, state: bad ? 'bad' : state, changes: bad ? [] : changes, faults: this.faults };
  }
}

/** Compares what is with what is to be; an empty cell leaves things as they are. */
export function changesOf(pairs: Readonly<Record<string, readonly [from: string, to: string]>>): Change[] {
  return Object.entries(pairs).flatMap(([column, [from, to]]) => (to !== '' && from !== to ? [{ column, from, to }] : []));
}
