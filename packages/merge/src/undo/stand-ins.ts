/** Words that a hold brought back in the stead of those that it took out: told by whose they are and who brought them. */
import * as Y from 'yjs';
import type { AttributionIndex } from '../attribution/index.ts';
import { itemsOf } from '../attribution/items.ts';
import type { IdRange } from '../contract.ts';
import type { KeptWords } from './kept-words.ts';

interface StandIn {
  readonly text: Y.Text;
  readonly ranges: readonly IdRange[];
}

/** Those that still stand as they were brought back, each once. */
export function standIns(
  texts: readonly Y.Text[],
  index: AttributionIndex,
  { runs, broughtBy }: NonNullable<KeptWords['replaced']>,
): StandIn[] {
  const found: StandIn[] = [];
  const taken = new Set<string>();
  for (const { words, author } of runs) {
    if (words === '') continue;
    for (const text of texts) {
      const units = broughtUnits(text, index, { personId: author.personId, broughtBy }).filter(({ key }) => !taken.has(key));
      const at = units
        .map(({ letter }) => letter)
        .join('')
        .indexOf(words);
      if (at === -1) continue;
      const chosen = units.slice(at, at + words.length);
      // Somebody has written in between: then they are not what was brought back any more.
      if (chosen.some(({ place }, i) => place !== (chosen[0]?.place ?? 0) + i)) continue;
      for (const { key } of chosen) taken.add(key);
      found.push({ text, ranges: chosen.map(({ client, clock }) => ({ client, clock, length: 1 })) });
      break;
    }
  }
  return found;
}

/** Deletes them wherever they stand by now. */
export function takeOut(going: readonly StandIn[], edit: (work: () => void) => void): void {
  for (const { text, ranges } of going) {
    const gone = new Set(ranges.map(({ client, clock }) => `${client}.${clock}`));
    const places: number[] = [];
    let at = 0;
    for (const { id, deleted, content, length } of itemsOf(text)) {
      if (deleted || !(content instanceof Y.ContentString)) continue;
      for (let i = 0; i < length; i++) if (gone.has(`${id.client}.${id.clock + i}`)) places.push(at + i);
      at += length;
    }
    edit(() => places.toReversed().forEach((place) => text.delete(place, 1)));
  }
}

interface Unit {
  readonly client: number;
  readonly clock: number;
  readonly key: string;
  readonly letter: string;
  readonly place: number;
}

function broughtUnits(text: Y.Text, index: AttributionIndex, by: { personId: string; broughtBy: string }): Unit[] {
  const units: Unit[] = [];
  let place = 0;
  for (const { id, deleted, content, length } of itemsOf(text)) {
    if (deleted || !(content instanceof Y.ContentString)) continue;
    for (let i = 0; i < length; i++, place++) {
      const clock = id.clock + i;
      const written = index.written(id.client, clock);
      if (written?.author.personId !== by.personId || written.broughtBy?.personId !== by.broughtBy) continue;
      units.push({ client: id.client, clock, key: `${id.client}.${clock}`, letter: content.str[i] as string, place });
    }
  }
  return units;
}
