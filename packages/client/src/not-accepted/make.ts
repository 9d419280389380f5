/** Makes the entry in which refused words are kept. */
import type { Refusal } from '@ginnel/domain/refusals';
import type { Ending } from '../live-session.ts';
import type { FieldWords, NotAccepted } from './entry.ts';

export type WhoseWords = Pick<NotAccepted, 'personId' | 'documentId' | 'capacityId' | 'atMs'>;

/** @returns `null` when there are no words to keep */
export function entryOf(whose: WhoseWords, refusal: Refusal, found: readonly FieldWords[], id?: string): NotAccepted | null {
  const words = refusal.kind === 'epoch-over' ? found.flatMap(ownOnly) : found;
  if (words.length === 0) return null;
  const { personId, documentId, capacityId, atMs } = whose;
  return { id: id ?? `${refusal.kind}-${fingerprint(words)}`, personId, documentId, capacityId, refusal, atMs, words };
}

/** Something in the old epoch had to go, and the device must not keep it: of the field as it was seen only the person's own words stay. */
function ownOnly({ path, written }: FieldWords): FieldWords[] {
  return written.length === 0 ? [] : [{ path, written, asSeen: written.join('\n') }];
}

/** The entry for what a copy held when its session ended: one per copy. */
export function endEntryId(copyName: string): string {
  return `end-${copyName.slice(copyName.lastIndexOf('/') + 1)}`;
}

/** What to say of unsent words when a session ended; `null` where they can still be sent later, from the local copy. */
export function refusalOfEnding(because: Ending): Refusal | null {
  switch (because) {
    case 'signed-out':
    case 'older-shape':
    case 'too-fast':
      return null;
    case 'epoch-over':
      return { kind: 'epoch-over', path: '' };
    case 'too-large':
      return { kind: 'too-large', path: '' };
    case 'not-allowed':
    case 'no-such-document':
      return { kind: 'not-allowed', path: '' };
    case 'bad-frame':
      return { kind: 'malformed', path: '' };
  }
}

/** FNV-1a over the JSON: only there to know a repeat again. */
function fingerprint(words: readonly FieldWords[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of JSON.stringify(words)) hash = ((hash ^ BigInt(unit.codePointAt(0) as number)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(36);
}
