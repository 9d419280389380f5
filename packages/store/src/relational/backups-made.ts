/** Which backups were made of this database, so that a certificate can name those that still hold what went later. */
import type { BackupMadeRow } from './expunge-rows.ts';
import type { Relational } from './tables.ts';

export async function noteBackup(db: Relational, backup: BackupMadeRow): Promise<void> {
  await db
    .insertInto('backup_made')
    .values(backup)
    .onConflict((conflict) => conflict.column('file').doNothing())
    .execute();
}

/** The oldest first. Whether the files are still there is not known here. */
export async function backupsMade(db: Relational): Promise<BackupMadeRow[]> {
  const rows = await db.selectFrom('backup_made').selectAll().orderBy('made_at_ms').orderBy('file').execute();
  return rows.map((row) => ({ ...row, made_at_ms: Number(row.made_at_ms) }));
}
