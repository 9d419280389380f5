/** Every table, for Kysely: the same queries run on SQLite and on PostgreSQL. */
import type { LogTables } from './log/tables.ts';
import type { RelationalTables } from './relational/tables.ts';

export interface Database extends LogTables, RelationalTables {}
