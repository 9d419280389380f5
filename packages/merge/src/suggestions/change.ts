/** What a suggestion changes, change by change: each can be accepted or declined alone. */
import type * as Y from 'yjs';
import type { Path } from '../bindings/fields.ts';
import type { ProseNode } from '../canonical/content.ts';
import type { IdRange } from '../contract.ts';
import type { Content } from '../versions/content.ts';
import type { AcceptBench } from './bench.ts';
import type { Attributes } from './pieces.ts';

/** What must be allowed at one place: `/#` stands for what is inside a text. */
export interface Touch {
  readonly path: string;
  readonly acts: readonly ('insert' | 'delete')[];
}

/** Words, blocks and marks are inserted and deleted alike. */
export function touchInside(path: Path): Touch[] {
  return [{ path: `${path}/#`, acts: ['insert', 'delete'] }];
}

interface Suggested {
  /** Names the change while it is neither revised nor decided: the first id that it adds or removes. */
  readonly id: string;
  /** The field or entry. */
  readonly path: Path;
  /** ClientIDs of the fork under which it was made: their leases say who suggests it. Empty where it only removes. */
  readonly clients: readonly number[];
  /** The places in which accepting it edits, as the rights table names them: see `whyNotAccept`. */
  readonly touches: readonly Touch[];
  /** All ids that it adds or removes. A decision refers to them: when the change is revised, it is open again. */
  readonly ids: readonly IdRange[];
}

export type SuggestedChange = Suggested &
  (
    | { readonly type: 'words'; readonly removed: string; readonly added: string }
    | { readonly type: 'marks'; readonly words: string; readonly marks: Attributes }
    | { readonly type: 'block-added' | 'block-removed'; readonly block: ProseNode }
    | { readonly type: 'block-changed'; readonly before: ProseNode; readonly block: ProseNode }
    | { readonly type: 'value' | 'moved' | 'taken-out' | 'put-back'; readonly before: unknown; readonly after: unknown }
    | { readonly type: 'entry-added'; readonly content: Content }
  );

/** A change and how it is made in the original. `accept` runs in reverse order of the list, against the original as compared. */
export interface Acceptable {
  readonly change: SuggestedChange;
  /** False when it cannot be accepted from this fork, which must be remade first (`remake`). */
  readonly isWhole?: boolean;
  readonly accept: (bench: AcceptBench) => void;
  /** Takes the suggester's own copy of accepted words out of the fork, once the accepted ones are in it. */
  readonly settle: (fork: Y.Doc) => void;
}

/** What was decided about one change. Kept with the suggestion; never in the document. */
export interface Decision {
  readonly changeId: string;
  readonly outcome: 'accepted' | 'declined';
  readonly reason: string;
  readonly ids: readonly IdRange[];
}

export function changeId(client: number, clock: number): string {
  return `${client.toString(36)}.${clock.toString(36)}`;
}
