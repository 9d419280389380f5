/**
 * Putting kept words back where they once stood, in a document that no longer knows their ids: a new epoch. Their place is
 * found by what stood around them; where nothing of that stands any more, they go to the end of their field. Each run
 * comes back under its author, with its marks; what had come back in its stead goes.
 */
import { assert } from '@ginnel/base/assert';
import type { Random } from '@ginnel/base/ports';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { markFits } from '../admission/rich-text.ts';
import { Bringing, type Brought } from '../attribution/bringing.ts';
import { textsOf } from '../attribution/contributions.ts';
import { fieldAt, type RichField, type TextField } from '../bindings/fields.ts';
import { copyOf } from '../suggestions/structs.ts';
import type { KeptRun, KeptWords } from './kept-words.ts';
import type { History } from './history.ts';
import { endOf, placesIn, type Place } from './places.ts';
import { standIns, takeOut } from './stand-ins.ts';

export interface PuttingBack {
  /** Whose decision it is. */
  readonly by: Author;
  readonly random: Random;
}

/** @returns null when their field is not there any more */
export function putBack({ kind, doc, index }: History, kept: KeptWords, { by, random }: PuttingBack): Brought | null {
  const { path, before, after, runs, replaced } = kept;
  const live = copyOf(kind, doc);
  const field = fieldAt(kind, live, path);
  if (field?.type !== 'text' && field?.type !== 'rich') return null;
  const bringing = new Bringing(random);
  const used = new Set<number>();
  const updates: Uint8Array[] = [];
  live.on('update', (update: Uint8Array) => void updates.push(update));
  const as = (author: Author, edit: () => void): void => {
    live.clientID = bringing.clientFor(author);
    used.add(live.clientID);
    live.transact(edit);
  };
  const entry = fieldAt(kind, live, path.slice(0, Math.max(0, path.lastIndexOf('/'))) || path);
  const [first] = runs;
  if (entry?.type === 'entry' && entry.entry.get('removed') === true && first !== undefined)
    as(first.author, () => void entry.entry.set('removed', false));
  const going = replaced === undefined ? [] : standIns(textsOf(field), index, replaced);
  const places = placesIn(
    textsOf(field).map((text) => Y.Text.prototype.toString.call(text)),
    runs.map((run) => ({ before: run.before ?? before, after: run.after ?? after })),
    { inBlocks: field.type === 'rich' },
  );
  const texts = textsOf(field);
  for (const group of groupsOf(runs, places).toReversed()) insert(group, { field, texts, as });
  takeOut(going, (edit) => as(by, edit));
  live.destroy();
  return { update: Y.mergeUpdates(updates), leases: bringing.leasesIn(used) };
}

interface Group {
  readonly place: Place | null;
  readonly runs: readonly KeptRun[];
}

/** Runs that go to one place, in order. */
function groupsOf(runs: readonly KeptRun[], places: readonly (Place | null)[]): Group[] {
  const groups: { place: Place | null; runs: KeptRun[] }[] = [];
  for (const [i, run] of runs.entries()) {
    const place = places[i] ?? null;
    const last = groups.at(-1);
    if (last !== undefined && (place === null || (last.place !== null && last.place.at === place.at))) last.runs.push(run);
    else groups.push({ place, runs: [run] });
  }
  return groups;
}

interface Inserting {
  readonly field: TextField | RichField;
  /** Those of the field before anything was put back. */
  readonly texts: readonly Y.Text[];
  readonly as: (author: Author, edit: () => void) => void;
}

function insert({ place, runs }: Group, { field, texts, as }: Inserting): void {
  const [first] = runs;
  if (first === undefined) return;
  const found = place ?? (field.type === 'text' ? endOf(texts) : null);
  let text =
    found === null || found.beside !== null ? paragraphAt(field, texts, found, (edit) => as(first.author, edit)) : texts[found.text];
  assert(text !== undefined, 'a place that was found is in one of the texts');
  let index = found === null || found.beside !== null ? 0 : found.offset;
  for (const run of runs) {
    const isNewBlock = field.type === 'rich' && run !== first && (run.breaks ?? 0) > 0;
    if (isNewBlock) [text, index] = [paragraphBehind(text, (edit) => as(run.author, edit)), 0];
    const [into, at] = [text, index];
    as(run.author, () => into.insert(at, run.words, into instanceof Y.XmlText ? marksThatFit(run) : undefined));
    index += run.words.length;
  }
}

function marksThatFit({ marks = {} }: KeptRun): Record<string, unknown> {
  return Object.fromEntries(Object.entries(marks).filter(([name, value]) => markFits(name, value)));
}

/** A paragraph of their own: beside the block that now stands where theirs stood, or at the end of the field. */
function paragraphAt(
  field: TextField | RichField,
  texts: readonly Y.Text[],
  place: Place | null,
  as: (edit: () => void) => void,
): Y.Text | undefined {
  if (field.type === 'text') return undefined;
  const beside = place === null ? undefined : texts[place.text];
  const block = beside?.parent;
  if (!(block instanceof Y.XmlElement) || !(block.parent instanceof Y.XmlFragment) || place === null)
    return newParagraph(field.fragment, field.fragment.length, as);
  return newParagraph(block.parent, block.parent.toArray().indexOf(block) + (place.beside === 'behind' ? 1 : 0), as);
}

function paragraphBehind(text: Y.Text, as: (edit: () => void) => void): Y.Text {
  const block = text.parent;
  assert(block instanceof Y.XmlElement && block.parent instanceof Y.XmlFragment, 'text of prose stands in a block');
  return newParagraph(block.parent, block.parent.toArray().indexOf(block) + 1, as);
}

function newParagraph(parent: Y.XmlFragment, index: number, as: (edit: () => void) => void): Y.XmlText {
  const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()];
  as(() => {
    parent.insert(index, [paragraph]);
    paragraph.insert(0, [text]);
  });
  return text;
}
