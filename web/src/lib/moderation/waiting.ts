/** What waits for a moderator, as one list: reports, held words, appeals. */
import type { Held, ModerationQueue, QueuedReport, ShownPassage, Writer } from '@ginnel/api/schemas/holding';
import type { Removal } from '@ginnel/api/schemas/moderation';
import type { ModerationReason } from '@ginnel/domain/moderation';

interface Common {
  readonly id: string;
  readonly reason: ModerationReason;
  readonly atMs: number;
  readonly placeId: string;
  readonly documentId: string | null;
  readonly documentTitle: string;
  readonly placeName: string;
  readonly passage: ShownPassage | null;
  readonly writer: Writer | null;
  readonly held: Held | null;
}

export type Waiting = Common &
  (
    | { readonly kind: 'report'; readonly report: QueuedReport }
    | { readonly kind: 'held' | 'contested'; readonly held: Held }
    | { readonly kind: 'away'; readonly removal: Removal }
  );

/** In the order in which they are looked at: safeguarding, then appeals, then the oldest first. */
export function waitingIn(queue: ModerationQueue, placeNameOf: (id: string) => string): Waiting[] {
  const ofHeld = (kind: 'held' | 'contested', held: Held): Waiting => ({
    ...held,
    kind,
    held,
    placeName: placeNameOf(held.placeId),
    writer: held.passage.runs[0]?.author ?? null,
  });
  const contested = new Set(queue.contested.map(({ id }) => id));
  const all: Waiting[] = [
    ...queue.reports
      .filter(({ held }) => held === null || !contested.has(held.id))
      .map((report): Waiting => {
        const { about, held, passage } = report;
        return { ...report, kind: 'report', report, writer: about, held, passage: held?.passage ?? passage };
      }),
    ...queue.contested.map((held) => ofHeld('contested', held)),
    ...queue.held.map((held) => ofHeld('held', held)),
    ...queue.appeals.map((removal): Waiting => ({
      kind: 'away',
      removal,
      id: removal.id,
      reason: removal.reason,
      atMs: removal.fromMs,
      placeId: removal.placeId,
      documentId: null,
      documentTitle: '',
      placeName: placeNameOf(removal.placeId),
      passage: null,
      writer: null,
      held: null,
    })),
  ];
  const rank = ({ reason, kind }: Waiting): number => (reason === 'safeguarding' ? 0 : kind === 'contested' || kind === 'away' ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b) || a.atMs - b.atMs);
}

export type Act = 'hold' | 'hide' | 'restore' | 'no-action' | 'warn' | 'away' | 'lift';

/** What can be done with it now. */
export function actsFor(item: Waiting): readonly Act[] {
  if (item.kind === 'away') return ['lift'];
  const aboutWriter: readonly Act[] = item.writer === null ? [] : ['warn', 'away'];
  if (item.kind === 'contested') return ['restore', ...aboutWriter];
  if (item.held?.state === 'held') return ['hide', 'restore', ...aboutWriter];
  // Reported again after it was hidden: there may be nothing more to do.
  if (item.held !== null) return [...(item.kind === 'report' ? (['no-action'] as const) : []), 'restore', ...aboutWriter];
  return [...(item.passage === null ? [] : (['hold', 'hide'] as const)), 'no-action', ...aboutWriter];
}
