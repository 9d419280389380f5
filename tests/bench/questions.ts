/** Counts the questions that this thread puts to SQLite, by whatever way, and tells them to the bench that started the process. */
import { join } from 'node:path';
import { openConnection } from '@ginnel/store/sqlite/connection';

type Statement = Record<'all' | 'get' | 'run', (...parameters: unknown[]) => unknown>;

/** The database must be there. */
export function tellQuestions(folder: string): void {
  const connection = openConnection({ file: join(folder, 'ginnel.sqlite'), checkpoints: false });
  const statement = Object.getPrototypeOf(connection.prepare('select 1')) as Statement;
  connection.close();
  let questions = 0;
  for (const name of ['all', 'get', 'run'] as const) {
    const asked = statement[name];
    statement[name] = function counting(this: unknown, ...parameters) {
      questions += 1;
      return asked.apply(this, parameters);
    };
  }
  process.on('message', () => process.send?.({ questions }));
}
