/** Held words, reports and appeals as they are shown: with names as they are now. */
import type { Appeal, Held, HeldMark, QueuedReport, ShownPassage, Warning, Writer } from '@ginnel/api/schemas/holding';
import type { CapacityId, PersonId } from '@ginnel/base/ids';
import { namesAuthor } from '@ginnel/domain/moderation';
import type { Author } from '@ginnel/domain/people';
import { appealsAbout, panelOf } from '@ginnel/store/relational/appeals';
import { authorNames } from '@ginnel/store/relational/author-names';
import { findDocument } from '@ginnel/store/relational/documents';
import { findManyHeld } from '@ginnel/store/relational/held';
import { findPlace } from '@ginnel/store/relational/places';
import type { AppealRow, HeldRow, WarningRow } from '@ginnel/store/relational/moderation-rows';
import type { Relational, ReportRow } from '@ginnel/store/relational/tables';
import { NO_ROW } from './carrying-out.ts';
import { keptOf, mainAuthor, passageAt, type Kept } from './found-words.ts';
import type { Histories } from './documents.ts';

/** Names for all of these at once. */
async function namesIn(db: Relational, authors: readonly Author[]): Promise<(author: Author) => Writer> {
  const key = ({ personId, capacityId }: Author): string => `${personId}\n${capacityId}`;
  const one = new Map(authors.map((author) => [key(author), author]));
  const unique = [...one.values()];
  const found = await authorNames(db, unique);
  const names = new Map(unique.map((author, i) => [key(author), found[i] ?? null]));
  return (author) => {
    const name = names.get(key(author));
    return { personId: author.personId, name: name?.name ?? '', label: name?.label ?? '' };
  };
}

function passageWith({ before, after, runs, replaced }: Kept, nameOf: (author: Author) => Writer): ShownPassage {
  const shown = ({ words, author, breaks = 0 }: Kept['runs'][number]) => ({ words: '\n'.repeat(breaks) + words, author: nameOf(author) });
  return { before, after, runs: runs.map(shown), replaced: replaced.map(shown) };
}

export async function shownHeld(db: Relational, rows: readonly HeldRow[]): Promise<Held[]> {
  const kept = rows.map((row) => keptOf(row.kept));
  const nameOf = await namesIn(
    db,
    kept.flatMap(({ runs, replaced }) => [...runs, ...replaced].map(({ author }) => author)),
  );
  const appeals = await appealsAbout(
    db,
    rows.map(({ id }) => id),
  );
  const titles = await titlesOf(db, rows);
  return await Promise.all(
    rows.map(async (row, i) => {
      const appeal = appeals.get(row.id);
      return {
        id: row.id,
        documentId: row.document_id,
        documentTitle: titles.get(row.document_id) ?? '',
        placeId: row.place_id,
        path: row.path,
        state: row.state,
        reason: row.reason,
        words: row.words,
        passage: passageWith(kept[i] as Kept, nameOf),
        placeGone: isPlaceGone(row, kept[i] as Kept),
        atMs: row.at_ms,
        decidedAtMs: row.decided_at_ms,
        appeal: appeal === undefined ? null : await shownAppeal(db, appeal),
      };
    }),
  );
}

/** They were taken out, are restored, and no edit brought them back: there was no field to bring them back to. */
function isPlaceGone({ state, out_seq: outSeq, in_seq: inSeq }: HeldRow, { runs }: Kept): boolean {
  return state === 'restored' && (outSeq ?? 0) > 0 && inSeq === NO_ROW && runs.some(({ words }) => words !== '');
}

export async function shownAppeal(db: Relational, { id, words, at_ms, outcome }: AppealRow): Promise<Appeal> {
  const panel = await panelOf(db, id);
  const votes = panel.flatMap(({ vote, words: said }) => (vote === null ? [] : [{ vote, words: said ?? '' }]));
  return { id, words, atMs: at_ms, members: panel.length, voted: votes.length, outcome, said: outcome === null ? [] : votes };
}

/** What readers are told in place. */
export async function shownMarks(db: Relational, rows: readonly HeldRow[]): Promise<HeldMark[]> {
  const nameOf = await namesIn(db, rows.map(authorOf));
  return rows.map((row) => {
    const { name, label } = nameOf(authorOf(row));
    return {
      id: row.id,
      path: row.path,
      state: row.state === 'hidden' ? 'hidden' : 'held',
      reason: row.reason,
      words: row.words,
      author: namesAuthor(row.reason) ? { name, label } : null,
      atMs: row.at_ms,
    };
  });
}

export async function shownReports(db: Relational, histories: Histories, rows: readonly ReportRow[]): Promise<QueuedReport[]> {
  const titles = await titlesOf(db, rows);
  const heldRows = await findManyHeld(
    db,
    rows.flatMap(({ held_id: heldId }) => heldId ?? []),
  );
  const held = new Map((await shownHeld(db, heldRows)).map((each) => [each.id, each]));
  const passages = await inTurn(rows, ({ document_id: documentId, path, quote, held_id: heldId }) =>
    heldId === null ? passageAt(histories, { documentId, path, quote }) : Promise.resolve(null),
  );
  const nameOf = await namesIn(db, [
    ...passages.flatMap((passage) => [...(passage?.runs ?? []), ...(passage?.replaced ?? [])].map(({ author }) => author)),
    ...rows.flatMap(({ reporter_id: reporter, reporter_as: as }) => (reporter === null ? [] : [reporterOf(reporter, as)])),
  ]);
  const places = new Map(
    await Promise.all([...new Set(rows.map((row) => row.place_id))].map(async (id) => [id, await findPlace(db, id)] as const)),
  );
  return rows.map((row, i) => {
    const passage = passages[i] ?? null;
    const reporter = row.reporter_id === null ? null : nameOf(reporterOf(row.reporter_id, row.reporter_as));
    const standing = row.held_id === null ? null : (held.get(row.held_id) ?? null);
    const main = passage === null ? null : passage.runs.find(({ author }) => author.personId === mainAuthor(passage));
    return {
      id: row.id,
      documentId: row.document_id,
      documentTitle: titles.get(row.document_id) ?? '',
      placeId: row.place_id,
      placeName: places.get(row.place_id)?.name ?? '',
      path: row.path,
      quote: row.quote,
      reason: row.reason,
      words: row.words,
      atMs: row.at_ms,
      reportedBy: reporter?.name ?? null,
      reportedAs: reporter?.label || null,
      about: main ? nameOf(main.author) : (standing?.passage.runs[0]?.author ?? null),
      passage: passage === null ? null : passageWith(passage, nameOf),
      held: standing,
    };
  });
}

export function shownWarning({ id, place_id, reason, words, at_ms, acknowledged_at_ms }: WarningRow): Warning {
  return { id, placeId: place_id, reason, words, atMs: at_ms, acknowledgedAtMs: acknowledged_at_ms };
}

async function titlesOf(db: Relational, rows: readonly { readonly document_id: string }[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map(({ document_id: id }) => id))];
  return new Map(await Promise.all(ids.map(async (id) => [id, (await findDocument(db, id))?.title ?? ''] as const)));
}

function authorOf({ person_id, capacity_id }: HeldRow): Author {
  return { personId: person_id as PersonId, capacityId: capacity_id as CapacityId };
}

function reporterOf(personId: string, capacityId: string | null): Author {
  return { personId: personId as PersonId, capacityId: (capacityId ?? '') as CapacityId };
}

/** One after the other: each may replay a document. */
async function inTurn<T, U>(all: readonly T[], work: (each: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (const each of all) done.push(await work(each));
  return done;
}
