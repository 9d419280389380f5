/** One connection as the room knows it. */
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { ClientFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import { Budget } from './budget.ts';
import type { Joining, Standpoint } from './contract.ts';

export interface Member {
  readonly joining: Joining;
  /** Empty: removed. */
  standpoints: readonly Standpoint[];
  rightsVersion: number;
  /** Frames with edits that have arrived, from 1. */
  framesIn: number;
  greeted: boolean;
  /** The state vector of a sync step 1 that is not answered yet. */
  asks: Uint8Array | null;
  /** Has had a sync step 2, so that everything durable since reaches it. */
  synced: boolean;
  /** Has sent a sync step 2, so that what its updates build on is here. */
  hasAnswered: boolean;
  /** The clientID of its presence. A stock client shows it in its first awareness frame. */
  presenceId: number | null;
  /** Presence that came before the document was loaded. */
  heard: Uint8Array | null;
  /** A stock client after a refusal: nothing behind the refused frame is read. */
  isDoneFor: boolean;
  /** The last of its frames that was refused. */
  refusedUpTo: number;
  queuedFrames: number;
  queuedBytes: number;
  /** Sync steps 1 and queries for presence: each may cost the whole document. */
  readonly questions: Budget;
  /** Awareness frames. A stock client echoes each one that it gets, so honest ones are not few. */
  readonly awareness: Budget;
  /** An honest client makes its copy anew after a refusal, and needs a few rounds at most. */
  readonly refusals: Budget;
}

export function createMember(joining: Joining, nowMs: number): Member {
  return {
    joining,
    standpoints: joining.standpoints,
    rightsVersion: joining.rightsVersion,
    framesIn: 0,
    greeted: false,
    asks: null,
    synced: false,
    hasAnswered: false,
    presenceId: joining.clientId,
    heard: null,
    isDoneFor: false,
    refusedUpTo: 0,
    queuedFrames: 0,
    queuedBytes: 0,
    questions: new Budget({ burst: 20, perSecond: 2, nowMs }),
    awareness: new Budget({ burst: 300, perSecond: 60, nowMs }),
    refusals: new Budget({ burst: 100, perSecond: 1, nowMs }),
  };
}

/** Whether this frame is one question, or one word about themselves, too many (RM18). */
export function isTooFast({ questions, awareness }: Member, type: ClientFrame['type'], nowMs: number): boolean {
  if (type === 'sync-step-1' || type === 'query-awareness') return !questions.take(nowMs);
  return type === 'awareness' && !awareness.take(nowMs);
}

/** Whether this refusal is told, or ends the connection (RM5). */
export function mayHearMore({ joining, refusals }: Member, nowMs: number): boolean {
  return joining.speaksGinnel && refusals.take(nowMs);
}

/** The first message to a `ginnel.v1` client. */
export function welcome({ joining }: Member, { epoch, shapeVersion, phase }: DocumentInfo, seq: number): ServerMessage {
  const { name, label, standpoints } = joining;
  const { standing, party } = standpoints[0].actor;
  return { type: 'welcome', epoch, seq, shapeVersion, phase, you: { name, label, standing, party } };
}
