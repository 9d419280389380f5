/**
 * Takes copies of expunged words out of the tables beside the log. Doing it twice changes nothing, and what it took is counted
 * in the same transaction, so that the certificate is right after a crash too.
 */
import type { KeptRun } from '@ginnel/merge/undo/kept-words';
import { countBeside, findExpunge } from '@ginnel/store/relational/expunges';
import type { Relational } from '@ginnel/store/relational/tables';
import {
  dropReasons,
  emptyAppealOf,
  emptyReports,
  eraseWordsBesideOf,
  removeTitle,
  heldWordsOf,
  keepInstead,
  reportsWithWords,
  wordsBesideOf,
  type WordsBeside,
} from '@ginnel/store/relational/words-beside';
import { besideOf } from './preview.ts';
import { type Target, TITLE_PATH } from './target.ts';

const NOTHING: WordsBeside = { reports: 0, appeals: 0, held: 0, reasons: 0, titles: 0 };
/** Shorter pieces stand in many places by chance. */
const MIN_PIECE = 8;

/** How many rows have lost their words so far. */
export async function besideSoFar(db: Relational, expungeId: string): Promise<WordsBeside> {
  return JSON.parse((await findExpunge(db, expungeId))?.beside ?? JSON.stringify(NOTHING)) as WordsBeside;
}

interface OfDocument {
  readonly expungeId: string;
  readonly documentId: string;
  /** What will stand, and what will not. */
  readonly standing: string;
  readonly going: readonly { readonly words: string }[];
  readonly target: Target;
}

/** Reports lose their words when they quote what no longer stands, or repeat what goes; held words when they are those that go. Within a transaction. */
export async function clearCopies(tx: Relational, { expungeId, documentId, standing, going, target }: OfDocument): Promise<void> {
  const squeezedStanding = squeezed(standing);
  const pieces = going.flatMap(({ words }) => words.split('\n').map(squeezed)).filter((piece) => piece.length >= MIN_PIECE);
  const repeatsPiece = (json: string): boolean => pieces.some((piece) => squeezed(json).includes(piece));
  const repeats = (words: string): boolean => {
    const said = squeezed(words);
    return pieces.some((piece) => said.includes(piece) || (said.length >= MIN_PIECE && piece.includes(said)) || isCutFrom(said, piece));
  };
  const gone = (await reportsWithWords(tx, documentId)).filter(
    ({ quote, words }) => !squeezedStanding.includes(squeezed(quote)) || repeats(quote) || repeats(words),
  );
  await emptyReports(
    tx,
    gone.map(({ id }) => id),
  );
  let held = 0;
  let appeals = 0;
  for (const { id, personId, json } of await heldWordsOf(tx, { documentId })) {
    const isAsked = target.kind === 'held' ? target.heldId === id : target.kind === 'person' && target.personId === personId;
    const without = keptWithout(json, { isAsked, personId: target.kind === 'person' ? target.personId : null, repeats });
    if (isAsked) appeals += await emptyAppealOf(tx, id);
    if (without === json) continue;
    await keepInstead(tx, id, without);
    held++;
  }
  const heldId = target.kind === 'held' ? target.heldId : null;
  const reasons = await dropReasons(tx, documentId, (json) => (heldId !== null && json.includes(`"${heldId}"`)) || repeatsPiece(json));
  if (gone.length + held + appeals + reasons > 0) await add(tx, expungeId, { ...NOTHING, reports: gone.length, held, appeals, reasons });
}

/** Held words and what stood around them, without what goes. Who wrote them stays, as long as it is not asked to go. */
function keptWithout(
  json: string,
  { isAsked, personId, repeats }: { isAsked: boolean; personId: string | null; repeats: (words: string) => boolean },
): string {
  type Replaced = Pick<KeptRun, 'words' | 'author'>;
  const kept = JSON.parse(json) as { before: string; after: string; runs: readonly KeptRun[]; replaced: readonly Replaced[] };
  const plain = (words: string): string => (isAsked || repeats(words) ? '' : words);
  // A link names what the words do not; it goes with them.
  const run = <Run extends Replaced>({ ...each }: Run): Run => {
    const words = each.author.personId === personId ? '' : plain(each.words);
    return words === each.words ? each : ({ words, author: each.author } as Run);
  };
  const around = (each: KeptRun): KeptRun =>
    each.before === undefined || each.after === undefined ? each : { ...each, before: plain(each.before), after: plain(each.after) };
  return JSON.stringify({
    ...kept,
    before: plain(kept.before),
    after: plain(kept.after),
    runs: kept.runs.map(run).map(around),
    replaced: kept.replaced.map(run),
  });
}

/** What a person wrote beside the log anywhere, or the title that was asked for. Within a transaction. */
export async function clearBeside(tx: Relational, expungeId: string, target: Target): Promise<void> {
  if (target.kind === 'person' && target.documentId === null) {
    await add(tx, expungeId, await wordsBesideOf(tx, target.personId));
    await eraseWordsBesideOf(tx, target.personId);
  } else if (target.kind === 'contribution' && target.path === TITLE_PATH) {
    const so = await besideSoFar(tx, expungeId);
    if (so.titles === 0) await add(tx, expungeId, await besideOf(tx, target));
    await removeTitle(tx, target.documentId);
  }
}

async function add(tx: Relational, expungeId: string, more: WordsBeside): Promise<void> {
  const so = await besideSoFar(tx, expungeId);
  const sum = {
    reports: so.reports + more.reports,
    appeals: so.appeals + more.appeals,
    held: so.held + more.held,
    reasons: so.reasons + more.reasons,
    titles: so.titles + more.titles,
  };
  await countBeside(tx, expungeId, JSON.stringify(sum));
}

/** What stood around held words was cut off somewhere: perhaps within what goes. */
function isCutFrom(said: string, piece: string): boolean {
  for (let length = Math.min(said.length, piece.length); length >= MIN_PIECE; length--)
    if (said.startsWith(piece.slice(-length)) || said.endsWith(piece.slice(0, length))) return true;
  return false;
}

/** Line ends and spaces do not count: a quote is what somebody marked in a page. */
function squeezed(words: string): string {
  return words.replace(/\s+/g, '');
}
