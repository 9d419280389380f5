/** Words that were not accepted, as the page shows them. */
import type { NotAccepted } from '@ginnel/client/live-session';
import type { RefusedWords } from '#lib/document/contract.ts';

/** @param inSight  they stand in their field too */
export function refusedWords({ id, refusal, words }: NotAccepted, inSight = false): RefusedWords {
  return {
    id,
    kind: refusal.kind,
    path: words[0]?.path ?? refusal.path,
    inSight,
    words: words.map(({ written, asSeen }) => (written.length > 0 ? written.join('\n') : asSeen)).join('\n\n'),
  };
}
