/** What a document means to the people who suggest in it, for comparing a fork with what became of it. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { project } from '@ginnel/merge/canonical/project';
import { meaningOf } from '@ginnel/merge/versions/meaning';
import type * as Y from 'yjs';

/** What stands: an entry that was suggested and taken back again is in the fork alone. */
export function meant(kind: DocumentKind, doc: Y.Doc): unknown {
  const content = project(kind, doc);
  return withoutBlanks({ ...meaningOf(content), notes: content.notes });
}

/** Content without blocks that hold no words: accepting leaves such a block in the fork. */
function withoutBlanks(value: unknown): unknown {
  const isBlank = (each: unknown): boolean =>
    typeof each === 'object' &&
    each !== null &&
    'type' in each &&
    !('text' in each) &&
    each.type !== 'hardBreak' &&
    (!('content' in each) || (each.content as unknown[]).length === 0);
  if (Array.isArray(value)) return value.map(withoutBlanks).filter((each) => !isBlank(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutBlanks(each)]));
}
