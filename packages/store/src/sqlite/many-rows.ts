/** One statement for several rows: binding and starting it cost nearly as much for one row as for a dozen. */
import type { Statement } from 'better-sqlite3';
import type { SqliteConnection } from './connection.ts';

/** A statement is kept for each number of rows that occurs, some 10 kB each. */
const MAX_ROWS = 32;

/**
 * @param width  how many values a row has
 * @param textOf  the statement, given its rows of question marks
 * @returns runs it for the values of any number of rows, one row after another; in a transaction, since it may take several runs
 */
export function forManyRows(
  connection: SqliteConnection,
  width: number,
  textOf: (rows: string) => string,
): (values: readonly unknown[]) => void {
  const row = `(${new Array(width).fill('?').join(', ')})`;
  const statements: Statement[] = [];
  return (values) => {
    for (let at = 0; at < values.length; at += MAX_ROWS * width) {
      const some = values.length <= MAX_ROWS * width ? values : values.slice(at, at + MAX_ROWS * width);
      const rows = some.length / width;
      const statement = (statements[rows] ??= connection.prepare(textOf(new Array(rows).fill(row).join(', '))));
      statement.run(...some);
    }
  };
}
