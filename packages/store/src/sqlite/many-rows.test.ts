import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { forManyRows } from './many-rows.ts';

test('any number of rows is written, each once and in order', () => {
  const connection = new BetterSqlite3(':memory:');
  connection.exec('create table words (arrival integer primary key, word, size)');
  const write = forManyRows(connection, 2, (rows) => `insert into words (word, size) values ${rows}`);
  const all = connection.prepare('select word, size from words order by arrival').raw();
  for (const count of [0, 1, 2, 14, 31, 32, 33, 64, 100, 14]) {
    const rows = Array.from({ length: count }, (_, i) => [`${count}.${i}`, i]);
    write(rows.flat());
    expect(all.all()).toEqual(rows);
    connection.exec('delete from words');
  }
  connection.close();
});
