/** When rights must be read again, and whether an answer is fresh enough: one reading is on its way at a time. */
import type { DocumentInfo, Phase } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Actor } from '@ginnel/domain/standing';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { ConnectionId, RoomOutput, Standpoint } from './contract.ts';
import type { Member } from './member.ts';

export class RightsReading {
  #state: 'known' | 'asked' | 'asked-and-moved' = 'known';

  get isKnown(): boolean {
    return this.#state === 'known';
  }

  /**
   * @param why  `stale`: somebody's rights are older than the document's; `moved`: a decision has just been made
   * @returns what to ask of the host; `null` when it is asked already
   */
  ask(why: 'stale' | 'moved', members: Iterable<Member>): RoomOutput | null {
    if (this.#state !== 'known') {
      // What is on its way may have been read before the move.
      if (why === 'moved') this.#state = 'asked-and-moved';
      return null;
    }
    this.#state = 'asked';
    const who = new Map<ConnectionId, readonly Author[]>();
    for (const { joining } of members) {
      who.set(
        joining.connection,
        joining.standpoints.map(({ author }) => author),
      );
    }
    return { type: 'reread-rights', who };
  }

  /** @returns whether the answer can be relied on; otherwise it is to be asked again */
  answered(version: number, atLeast: number): boolean {
    const isFresh = this.#state !== 'asked-and-moved' && version >= atLeast;
    this.#state = 'known';
    return isFresh;
  }
}

/** Notes what each of them now is, and gives those whom the reading knew. Nothing to be any more: removed. */
export function notedFor(
  members: readonly Member[],
  { rightsVersion }: DocumentInfo,
  standpoints: ReadonlyMap<ConnectionId, readonly Standpoint[]>,
): readonly Member[] {
  const known: Member[] = [];
  for (const member of new Set(members)) {
    const now = standpoints.get(member.joining.connection);
    if (now === undefined) continue;
    member.standpoints = now;
    member.rightsVersion = rightsVersion;
    known.push(member);
  }
  return known;
}

export function rightsMessage(phase: Phase, { standing, party }: Actor): ServerMessage {
  return { type: 'rights', phase, standing, party };
}
