/** Writes to the log on one connection, synchronously. Runs in the writer thread; knows nothing of threads. */
import { assert } from '@ginnel/base/assert';
import type { CapacityId, DocumentId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import { checkAppend, checkNewEpoch, isSameAuthor, type Standing } from '../log/check-append.ts';
import { leaseChecksum, namesChecksum, rowChecksumAfter, snapshotChecksum } from '../log/checksum.ts';
import { StorageError, type Append, type Appended, type Lease, type NewRow, type Snapshot } from '../ports/document-log.ts';
import type { NewEpoch } from '../ports/epochs.ts';
import type { SqliteConnection } from './connection.ts';
import { MAX_SHORT_BYTES } from './long-rows.ts';
import { forManyRows } from './many-rows.ts';

export interface Appender {
  /** One transaction for all; when it returns they are durable. Throws when it wrote nothing. */
  append(appends: readonly Append[]): Appended[];
  keepSnapshot(documentId: DocumentId, epoch: number, snapshot: Snapshot): void;
  beginEpoch(next: NewEpoch): Appended;
  /** Leaves nothing deleted in the files. Throws when it could not. */
  scrub(): void;
  /** Moves recent rows to their place by document, once there are at least `atLeast` of them. Throws when it moved none. */
  fold(atLeast: number): void;
}

/** What the writer knows of a document: kept from one append to the next for as long as nobody else has written. */
interface Known extends Standing {
  readonly key: number;
  headSeq: number;
  readonly hands: Map<CapacityId, Hand>;
}

/** Somebody who writes in a document, as each of their rows there names them. */
interface Hand {
  readonly author: Author;
  readonly authorKey: number;
  /** Their `namesChecksum` in this document. */
  readonly names: number;
}

const NO_BYTES = new Uint8Array(0);

/** @param maxShortBytes  longer updates stand apart from their rows */
export function createAppender(connection: SqliteConnection, maxShortBytes = MAX_SHORT_BYTES): Appender {
  // Each key that is written was read from its table, and nobody has committed since. To look it up again, twice for each row,
  // and to be ready to take back half a statement, would cost a fifth of an append and of the bytes written.
  connection.pragma('foreign_keys = 0');
  const statements = prepare(connection);
  /** Author → key, and what is known of documents. A key handed out in a transaction that failed is nobody's. */
  const authorKeys = new Map<string, number>();
  const known = new Map<DocumentId, Known>();
  let dataVersion = -1;
  let recent = statements.countRecent.get() ?? 0;
  /** What the transaction that is under way has still to write: the values of one row after another. */
  const newRows: unknown[] = [];
  const newLong: unknown[] = [];
  const newHeads: number[] = [];

  function inTransaction<T>(work: () => T): T {
    statements.begin.run();
    try {
      forgetIfOthersWrote();
      const result = work();
      writeGathered();
      statements.commit.run();
      return result;
    } catch (error) {
      forgetGathered();
      forget();
      if (connection.inTransaction) statements.rollback.run();
      throw error;
    }
  }

  /** To be asked inside the transaction: from `begin immediate` on, nobody else commits. */
  function forgetIfOthersWrote(): void {
    const version = statements.dataVersion.get() ?? -1;
    if (version !== dataVersion) forget();
    dataVersion = version;
  }

  function forget(): void {
    authorKeys.clear();
    known.clear();
  }

  function standingOf(documentId: DocumentId): Known | null {
    const kept = known.get(documentId);
    if (kept !== undefined) return kept;
    const found = statements.standing.get(documentId);
    if (found === undefined) return null;
    const standing: Known = { ...found, headSeq: statements.head.get(found.key) ?? 0, hands: new Map() };
    known.set(documentId, standing);
    return standing;
  }

  function keyOf(author: Author): number {
    const name = `${author.personId}\n${author.capacityId}`;
    let key = authorKeys.get(name);
    if (key === undefined) {
      statements.addAuthor.run(author.personId, author.capacityId);
      key = statements.authorKey.get(author.personId, author.capacityId);
      assert(key !== undefined, 'an author that was just added is there');
      authorKeys.set(name, key);
    }
    return key;
  }

  function handOf(documentId: DocumentId, { hands }: Known, author: Author): Hand {
    const kept = hands.get(author.capacityId);
    if (kept !== undefined && isSameAuthor(kept.author, author)) return kept;
    const hand = { author, authorKey: keyOf(author), names: namesChecksum(documentId, author) };
    hands.set(author.capacityId, hand);
    return hand;
  }

  function write(append: Append): Appended {
    const { documentId, epoch } = append;
    const standing = standingOf(documentId);
    const refused = checkAppend(append, standing, (clientId) => {
      return standing === null ? null : (statements.holder.get(standing.key, clientId) ?? null);
    });
    if (refused !== null) return refused;
    assert(standing !== null, 'an append that passes has a document');
    addLeases(documentId, standing.key, append.leases);
    addRows(documentId, standing, epoch, append.rows);
    return { outcome: 'durable', headSeq: standing.headSeq };
  }

  function addLeases(documentId: DocumentId, key: number, leases: readonly Lease[]): void {
    for (const lease of leases) statements.addLease.run(key, lease.clientId, keyOf(lease.author), leaseChecksum(documentId, lease));
  }

  /** Gathers rows after the head, and moves it; they are written by `writeGathered`, before the transaction ends. */
  function addRows(documentId: DocumentId, standing: Known, epoch: number, rows: readonly NewRow[]): void {
    for (const row of rows) {
      const { authorKey, names } = handOf(documentId, standing, row.author);
      const seq = ++standing.headSeq;
      const checksum = rowChecksumAfter(names, epoch, seq, row);
      const isLong = row.update.length > maxShortBytes;
      if (isLong) newLong.push(standing.key, seq, row.update);
      newRows.push(standing.key, seq, epoch, authorKey, ROUTES.indexOf(row.route), row.atMs, isLong ? NO_BYTES : row.update, checksum);
    }
    if (rows.length > 0) newHeads.push(standing.key, standing.headSeq);
  }

  function writeGathered(): void {
    statements.addLong(newLong);
    statements.addRows(newRows);
    statements.setHeads(newHeads);
    forgetGathered();
  }

  function forgetGathered(): void {
    newLong.length = 0;
    newRows.length = 0;
    newHeads.length = 0;
  }

  return {
    append: (appends) => {
      const outcomes = inTransaction(() => appends.map(write));
      outcomes.forEach(({ outcome }, i) => (recent += outcome === 'durable' ? (appends[i]?.rows.length ?? 0) : 0));
      return outcomes;
    },
    beginEpoch: (next) => {
      const outcome = inTransaction((): Appended => {
        const { documentId, rows, leases, baseSeq, expungeId } = next;
        const standing = standingOf(documentId);
        const refused = checkNewEpoch(next, standing);
        if (refused !== null) return refused;
        assert(standing !== null, 'an epoch that may begin has a document');
        const { key } = standing;
        for (const statement of statements.endEpoch) statement.run(key);
        addLeases(documentId, key, leases);
        addRows(documentId, standing, standing.epoch + 1, rows);
        statements.beginAt.run(key, standing.headSeq, baseSeq + 1);
        known.delete(documentId);
        if (expungeId !== undefined) statements.noteExpunge.run(standing.epoch + 1, expungeId, documentId);
        return { outcome: 'durable', headSeq: standing.headSeq };
      });
      recent = statements.countRecent.get() ?? 0;
      return outcome;
    },
    scrub: () => {
      connection.exec('vacuum');
      const [state] = connection.pragma('wal_checkpoint(truncate)') as readonly { readonly busy: number }[];
      if (state?.busy !== 0) throw new StorageError('Somebody was reading, so the write-ahead log could not be emptied');
    },
    fold: (atLeast) => {
      if (recent < Math.max(1, atLeast)) return;
      inTransaction(() => {
        statements.fold.run();
        statements.emptyRecent.run();
      });
      recent = 0;
    },
    keepSnapshot: (documentId, epoch, snapshot) => {
      inTransaction(() => {
        const standing = standingOf(documentId);
        if (standing?.epoch !== epoch) return;
        assert(snapshot.seq <= standing.headSeq, 'a snapshot holds only what is durable');
        const newest = statements.newestSnapshot.get(standing.key);
        if (newest !== undefined && newest >= snapshot.seq) return;
        const { key } = standing;
        const { seq, update, stateVector } = snapshot;
        statements.addSnapshot.run(key, seq, epoch, update, stateVector, snapshotChecksum(documentId, epoch, snapshot));
        statements.dropSnapshots.run(key, seq);
      });
    },
  };
}

function prepare(connection: SqliteConnection) {
  return {
    begin: connection.prepare('begin immediate'),
    commit: connection.prepare('commit'),
    rollback: connection.prepare('rollback'),
    dataVersion: connection.prepare<[], number>('pragma data_version').pluck(),
    standing: connection.prepare<[string], Omit<Known, 'headSeq'>>(
      'select key, epoch, rights_version as rightsVersion from document where id = ?',
    ),
    head: connection.prepare<[number], number>('select seq from document_head where document = ?').pluck(),
    holder: connection.prepare<[number, number], Author>(
      `select a.person_id as personId, a.capacity_id as capacityId
       from client_lease l join log_author a on a.key = l.author where l.document = +? and l.client_id = +?`,
    ),
    addAuthor: connection.prepare('insert into log_author (person_id, capacity_id) values (?, ?) on conflict do nothing'),
    authorKey: connection.prepare<[string, string], number>('select key from log_author where person_id = ? and capacity_id = ?').pluck(),
    addLease: connection.prepare(
      'insert into client_lease (document, client_id, author, checksum) values (?, ?, ?, ?) on conflict do nothing',
    ),
    addRows: forManyRows(
      connection,
      8,
      (rows) => `insert into document_recent (document, seq, epoch, author, route, at_ms, bytes, checksum) values ${rows}`,
    ),
    addLong: forManyRows(connection, 3, (rows) => `insert into document_long (document, seq, bytes) values ${rows}`),
    setHeads: forManyRows(
      connection,
      2,
      (rows) => `insert into document_head (document, seq) values ${rows} on conflict (document) do update set seq = excluded.seq`,
    ),
    countRecent: connection.prepare<[], number>('select count(*) from document_recent').pluck(),
    // Newest first, without sorting: a row is put between rows of its own document. The other way round each would be compared
    // with the first row of the next document, which may be long and is read whole for it.
    // `or rollback`: a fold is all of its transaction, so SQLite need not keep what it would take to undo the statement alone.
    fold: connection.prepare(
      `insert or rollback into document_update (document, seq, epoch, author, route, at_ms, bytes, checksum)
       select document, seq, epoch, author, route, at_ms, bytes, checksum from document_recent order by arrival desc`,
    ),
    emptyRecent: connection.prepare('delete from document_recent'),
    beginAt: connection.prepare(
      `insert into document_head (document, seq, first_seq) values (?, ?, ?)
       on conflict (document) do update set seq = excluded.seq, first_seq = excluded.first_seq`,
    ),
    noteExpunge: connection.prepare('update expunge_document set epoch = ? where expunge_id = ? and document_id = ?'),
    endEpoch: [
      connection.prepare('update document set epoch = epoch + 1, rights_version = rights_version + 1 where key = ?'),
      ...['document_update', 'document_recent', 'document_long', 'document_snapshot', 'client_lease'].map((table) =>
        connection.prepare(`delete from ${table} where document = ?`),
      ),
    ],
    newestSnapshot: connection.prepare<[number], number>('select max(seq) from document_snapshot where document = ?').pluck(),
    addSnapshot: connection.prepare(
      'insert into document_snapshot (document, seq, epoch, bytes, state_vector, checksum) values (?, ?, ?, ?, ?, ?)',
    ),
    dropSnapshots: connection.prepare('delete from document_snapshot where document = ? and seq < ?'),
  };
}
