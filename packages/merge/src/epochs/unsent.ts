/** The words of a replica that the server never had, as plain text by place: offered back when their epoch is over. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { textsOf } from '../attribution/contributions.ts';
import { itemsOf } from '../attribution/items.ts';
import { fieldsOf, type Path } from '../bindings/fields.ts';

export interface UnsentWords {
  readonly path: Path;
  /** What was written, in order of the text; a line for each place. */
  readonly words: string;
}

/**
 * @param doc           the stale replica; read only. Words that it deleted itself are not offered.
 * @param acknowledged  state vector of what the server had of the old epoch
 */
export function unsentWords(kind: DocumentKind, doc: Y.Doc, acknowledged: Uint8Array): UnsentWords[] {
  const had = Y.decodeStateVector(acknowledged);
  const isUnsent = (client: number, clock: number): boolean => clock >= (had.get(client) ?? 0);
  const found: UnsentWords[] = [];
  for (const field of fieldsOf(kind, doc)) {
    if (field.type === 'value') {
      const item = field.record._map.get(field.key);
      const value = field.record.get(field.key);
      const isWords = typeof value === 'string' && value !== '' && field.key !== 'position';
      if (isWords && item !== undefined && !item.deleted && isUnsent(item.id.client, item.lastId.clock))
        found.push({ path: field.path, words: value });
    } else if (field.type !== 'entry') {
      const words = textsOf(field).flatMap((text) => runsIn(text, isUnsent));
      if (words.length > 0) found.push({ path: field.path, words: words.join('\n') });
    }
  }
  return found;
}

/** Unsent words that stand next to each other are one run. */
function runsIn(text: Y.Text, isUnsent: (client: number, clock: number) => boolean): string[] {
  const runs: string[] = [];
  let open = false;
  for (const { id, content, deleted } of itemsOf(text)) {
    if (deleted || !(content instanceof Y.ContentString)) continue;
    for (let i = 0; i < content.str.length; i++) {
      const unsent = isUnsent(id.client, id.clock + i);
      if (unsent && open) runs[runs.length - 1] += content.str[i] as string;
      else if (unsent) runs.push(content.str[i] as string);
      open = unsent;
    }
  }
  return runs;
}
