/** What the sync host asks of the rest of the server: who comes, what they may do in a document, and where figures go. */
import type { IncomingMessage } from 'node:http';
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author, Capacity, Person } from '@ginnel/domain/people';
import type { Actor } from '@ginnel/domain/standing';

/** Somebody with a valid session or token. */
export interface Session {
  /** Names the session in `SyncHost.sessionEnded`; never the secret itself. */
  readonly sessionId: string;
  readonly person: Person;
  /** At least one, those that stand now; the first is the one the person uses by default. */
  readonly capacities: readonly Capacity[];
}

export type Authenticated =
  | { readonly ok: true; readonly session: Session }
  /** `signed-out`: no session, an ended one, or no capacity left. `foreign-origin`: a cookie without our exact `Origin`. */
  | { readonly ok: false; readonly reason: 'signed-out' | 'foreign-origin' };

/** The document as it is decided now, and what each of the asked authors is in it. */
export interface Rights {
  readonly info: DocumentInfo;
  /** In the order asked. `null`: the capacity no longer stands, or the person was removed from this document. */
  readonly actors: readonly (Actor | null)[];
}

/** Reads people and rights. Rejects only when the database cannot be read: then the socket closes with 1013. */
export interface Doorkeeper {
  /** From the cookie `ginnel_session` with our exact `Origin`, or from `Authorization: Bearer`. */
  authenticate(request: IncomingMessage): Promise<Authenticated>;
  /**
   * `info.rightsVersion` and the actors belong together: read them in one transaction, so that a judgement under
   * them is refused by the log when either has moved on. `null`: no such document.
   */
  rightsOf(documentId: DocumentId, authors: readonly Author[]): Promise<Rights | null>;
  /** Those of these sessions that no longer stand: signed out, ended by somebody, or too old. At most 10,000. */
  endedSessions(sessionIds: readonly string[]): Promise<readonly string[]>;
}

/** Counters, by name and label. */
export const COUNTERS = {
  framesOut: 'frames sent to readers',
  editsOut: 'edits delivered to other clients (a merged frame counts as the edits in it)',
  refusals: 'frames refused, by refusal kind',
  closes: 'sockets closed by the server, by close code',
  appendFailures: 'appends that the disk did not take',
  rejudged: 'windows judged again because rights or the head had moved on, by outcome',
  evictions: 'documents let go from memory',
} as const;
/** Distributions, in milliseconds unless said otherwise. */
export const HISTOGRAMS = {
  commitMs: 'one group commit, from hand-over to durable',
  acknowledgeMs: 'from the arrival of an edit to its acknowledgement',
  batchRows: 'rows in one group commit',
} as const;
/** What is now, read when somebody scrapes. */
export interface SyncGauges {
  readonly connections: number;
  readonly rooms: number;
  /** Rooms that hold a Yjs document. */
  readonly liveDocuments: number;
  /** Rows that are judged and not yet durable. */
  readonly backlogRows: number;
  readonly storageWritable: boolean;
}

export interface SyncMetrics {
  count(name: keyof typeof COUNTERS, by: number, label?: string): void;
  observe(name: keyof typeof HISTOGRAMS, value: number): void;
}

/** What decisions (HTTP commands) tell the live rooms. Each returns at once; sockets follow within 5 seconds. */
export interface RoomNews {
  /** Roles, membership or phase of this document have changed in the database: read them again. */
  rightsChanged(documentId: DocumentId): void;
  /** A person's roles have changed, or they were removed: read their rights again wherever they are connected. */
  personChanged(personId: Person['id']): void;
  /** A person is called otherwise now: their sockets come back under the new name. */
  personRenamed(personId: Person['id']): void;
  /** Signed out, or ended by a moderator: its sockets close with 4401. */
  sessionEnded(sessionId: string): void;
}
