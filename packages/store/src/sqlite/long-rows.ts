/**
 * Where the bytes of a long update stand: in `document_long`, found by an index, while the row itself has none. Among rows clustered by
 * document and number, a long one would be read whole by every row that is put beside it, page after page.
 */

/** With its other columns, an update up to here fits where it is compared, in a page of 1 KiB: SQLite puts 231 bytes of a key there. */
export const MAX_SHORT_BYTES = 192;

/** As SQL: the update of a row of `table`. One whose bytes are in neither place is empty, and no checksum fits it. */
export function updateIn(table: string): string {
  return `case when length(${table}.bytes) > 0 then ${table}.bytes
    else coalesce((select l.bytes from document_long l where l.document = ${table}.document and l.seq = ${table}.seq), x'') end`;
}

/** As SQL: a row where long updates stand apart. A backup of an earlier Ginnel has no such table: there each row has its bytes. */
export const HAS_LONG_ROWS = "select 1 from sqlite_schema where type = 'table' and name = 'document_long'";
