/**
 * The typed client of the HTTP API, for the web, for programs and for tests. Built on `fetch` alone: nothing of zod is
 * loaded at run time. Answers are values: `ok` with the body, or the problem that the server named.
 */
import { err, ok, type Result } from '@ginnel/base/result';
import { administrationApi } from './administration-client.ts';
import { isProblem, problemOf, type Problem } from './problems.ts';
import type { Phase } from '@ginnel/domain/documents';
import type { ExpungeReason } from '@ginnel/domain/expunging';
import type { ModerationReason, PanelVote, ReportOutcome } from '@ginnel/domain/moderation';
import type { Role } from '@ginnel/domain/people';
import type { Granted, Whom } from './routes/membership.ts';
import type { OwnName } from './routes/names.ts';
import type { Provider } from './routes/oidc.ts';
import type { Passkey } from './routes/passkeys.ts';
import type { Deletion, OwnData } from './routes/privacy.ts';
import type { EndedGuestPass, Join, Joined, OpenedGuestPass, OpenGuestPass } from './routes/guests.ts';
import type { PlacePage } from './routes/places.ts';
import type { RetentionCounts, RetentionPeriod } from './routes/retention.ts';
import type { JournalEntry, Session } from './routes/sessions.ts';
import type { DocumentAuthors } from './schemas/authors.ts';
import type { AuditEntry, AuditHead, Receipt } from './schemas/decisions.ts';
import type { AskedTarget, Expunge, ExpungeCertificate, ExpungePreview } from './schemas/expunging.ts';
import type { Appeal, Held, HeldMark, ModerationQueue, NewHold, PanelCase, PublicCount, Warning, Writer } from './schemas/holding.ts';
import type { ModerationRecord, NewRemoval, NewReport, Removal } from './schemas/moderation.ts';
import type { Document, DocumentSummary, NewDocument } from './schemas/documents.ts';
import type { Capacity, DemoMail, DemoPerson, DemoSignedIn, LinkConfirm, Me, Person, SignedIn } from './schemas/people.ts';
import type { Organisation, Place } from './schemas/places.ts';

export interface ApiOptions {
  /** `''` in the browser; an origin such as `http://localhost:3000` in programs. */
  readonly origin?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** For programs; browsers carry the session cookie. */
  readonly token?: string;
}

interface Removed {
  readonly receipt: Receipt;
  readonly removal: Removal;
}

interface Decided {
  readonly receipt: Receipt;
  readonly held: Held;
}

interface Appealed {
  readonly receipt: Receipt;
  readonly appeal: Appeal;
}

interface Warned {
  readonly receipt: Receipt;
  readonly warning: Warning;
}

type Answer<T> = Promise<Result<T, Problem>>;

export type Api = ReturnType<typeof createApi>;

/** @throws what `fetch` throws when there is no connection */
export function createApi({ origin = '', fetch = globalThis.fetch, token }: ApiOptions = {}) {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function send<T>(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Answer<T> {
    const headers = { ...authorization, ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) return err(await readProblem(response));
    return ok((response.status === 204 ? undefined : await response.json()) as T);
  }
  /** Every command carries a key, so that sending it again after a lost answer does it once. */
  async function command<T>(path: string, body: unknown, { as }: { as?: string } = {}): Answer<T> {
    return await send<T>('POST', path, body, {
      'idempotency-key': crypto.randomUUID(),
      ...(as === undefined ? {} : { 'ginnel-capacity': as }),
    });
  }
  const get = <T>(path: string): Answer<T> => send<T>('GET', path);
  const post = <T>(path: string, body?: unknown): Answer<T> => send<T>('POST', path, body);

  return {
    ...administrationApi({ send, command }),
    me: () => get<Me>('/api/me'),
    askForLink: (email: string) => post<{ sent: true }>('/api/sign-in/link', { email }),
    confirmLink: (proof: LinkConfirm) => post<SignedIn>('/api/sign-in/link/confirm', proof),
    signOut: () => post<undefined>('/api/sign-out'),
    places: () => get<{ places: Place[] }>('/api/places'),
    place: (id: string) => get<PlacePage>(`/api/places/${encodeURIComponent(id)}`),
    organisations: () => get<{ organisations: Organisation[] }>('/api/organisations'),
    documents: ({ place }: { place?: string } = {}) =>
      get<{ documents: DocumentSummary[] }>(place === undefined ? '/api/documents' : `/api/documents?place=${encodeURIComponent(place)}`),
    document: (id: string) => get<Document>(`/api/documents/${encodeURIComponent(id)}`),
    documentAuthors: (id: string, { since }: { since?: number } = {}) =>
      get<DocumentAuthors>(`/api/documents/${encodeURIComponent(id)}/authors${since === undefined ? '' : `?since=${since}`}`),
    createDocument: (document: NewDocument) => post<{ id: string }>('/api/documents', document),
    /** @param as  the capacity in which one decides; the first that may, when left out */
    changePhase: (id: string, { phase, reason, as }: { phase: Phase; reason: string; as?: string }) =>
      command<{ receipt: Receipt; document: DocumentSummary }>(
        `/api/documents/${encodeURIComponent(id)}/phase`,
        { phase, reason },
        as === undefined ? {} : { as },
      ),
    members: (organisation: string) =>
      get<{ members: { person: Person; capacity: Capacity }[] }>(`/api/organisations/${encodeURIComponent(organisation)}/members`),
    grantInOrganisation: (
      organisation: string,
      { as, ...grant }: { whom: Whom; role: Role; placeId: string; untilMs?: number | null; as?: string },
    ) => command<Granted>(`/api/organisations/${encodeURIComponent(organisation)}/members`, grant, as === undefined ? {} : { as }),
    grantInPlace: (
      place: string,
      {
        as,
        ...grant
      }: { whom: Whom; role: Role; fromMs?: number | null; untilMs?: number | null; documentId?: string | null; as?: string },
    ) => command<Granted>(`/api/places/${encodeURIComponent(place)}/roles`, grant, as === undefined ? {} : { as }),
    endCapacity: (capacity: string, { reason, as }: { reason: string; as?: string }) =>
      command<Granted>(`/api/capacities/${encodeURIComponent(capacity)}/end`, { reason }, as === undefined ? {} : { as }),
    retention: () => get<{ periods: RetentionPeriod[] }>('/api/retention'),
    previewRetention: () => get<{ due: RetentionCounts; lastRunAtMs: number | null }>('/api/administration/retention'),
    setRetention: (period: { name: RetentionPeriod['name']; days: number; reason: string }) =>
      command<{ receipt: Receipt }>('/api/administration/retention', period),
    runRetention: () => command<{ receipt: Receipt; gone: RetentionCounts }>('/api/administration/retention/run', undefined),
    ownName: () => get<OwnName>('/api/me/name'),
    personForCare: (person: string) => get<{ person: Person; guarded: boolean }>(`/api/people/${encodeURIComponent(person)}`),
    /** @param name  `null`: the real one again */
    changeShownName: (person: string, change: { name: string | null; reason: string }) =>
      command<{ receipt: Receipt }>(`/api/people/${encodeURIComponent(person)}/name`, change),
    lookUpName: (person: string, reason: string) =>
      command<{ receipt: Receipt; name: string | null }>(`/api/people/${encodeURIComponent(person)}/real-name`, { reason }),
    exportOwnData: () => get<OwnData>('/api/me/export'),
    previewDeletion: () => get<Deletion>('/api/me/deletion'),
    leave: () => send<{ receipt: Receipt }>('DELETE', '/api/me', undefined, { 'idempotency-key': crypto.randomUUID() }),
    openGuestPass: (document: string, { hours, as }: { hours?: number; as?: string } = {}) =>
      command<OpenedGuestPass>(
        `/api/documents/${encodeURIComponent(document)}/passes`,
        hours === undefined ? {} : { hours },
        as === undefined ? {} : { as },
      ),
    guestPasses: (document: string) => get<{ passes: OpenGuestPass[] }>(`/api/documents/${encodeURIComponent(document)}/passes`),
    renewGuestPass: (pass: string) => command<OpenedGuestPass>(`/api/passes/${encodeURIComponent(pass)}/renew`, undefined),
    endGuestPass: (pass: string) => command<EndedGuestPass>(`/api/passes/${encodeURIComponent(pass)}/end`, undefined),
    joinAsGuest: (proof: Join) => post<Joined>('/api/guests', proof),
    /** @param as  the capacity in which one reports; the first that stands, when left out */
    report: (report: NewReport, { as }: { as?: string } = {}) =>
      send<{ id: string }>('POST', '/api/reports', report, as === undefined ? {} : { 'ginnel-capacity': as }),
    moderationQueue: () => get<ModerationQueue>('/api/moderation/queue'),
    decideReports: (decision: { reports: string[]; outcome: ReportOutcome; words: string }) =>
      command<{ receipt: Receipt }>('/api/moderation/reports/decide', decision),
    holdWords: (document: string, hold: NewHold) => command<Decided>(`/api/documents/${encodeURIComponent(document)}/holds`, hold),
    decideHeld: (held: string, decision: { to: 'hidden' | 'restored'; words: string; undo?: boolean }) =>
      command<Decided>(`/api/holds/${encodeURIComponent(held)}/decide`, decision),
    heldMarks: (document: string) => get<{ held: HeldMark[] }>(`/api/documents/${encodeURIComponent(document)}/holds`),
    ownHeld: () => get<{ held: Held[] }>('/api/me/holds'),
    appealHeld: (held: string, words: string) => command<Appealed>(`/api/holds/${encodeURIComponent(held)}/appeal`, { words }),
    panelCandidates: (appeal: string) => get<{ people: Writer[] }>(`/api/appeals/${encodeURIComponent(appeal)}/candidates`),
    convenePanel: (appeal: string, members: string[]) => command<Appealed>(`/api/appeals/${encodeURIComponent(appeal)}/panel`, { members }),
    panels: () => get<{ cases: PanelCase[] }>('/api/me/panels'),
    votePanel: (appeal: string, vote: { vote: PanelVote; words: string }) =>
      command<Appealed>(`/api/appeals/${encodeURIComponent(appeal)}/vote`, vote),
    warnPerson: (person: string, warning: { placeId: string; reason: ModerationReason; words: string }) =>
      command<Warned>(`/api/people/${encodeURIComponent(person)}/warnings`, warning),
    acknowledgeWarning: (warning: string) => command<Warned>(`/api/warnings/${encodeURIComponent(warning)}/acknowledge`, undefined),
    ownWarnings: () => get<{ warnings: Warning[] }>('/api/me/warnings'),
    publicCounts: () => get<{ sinceMs: number; counts: PublicCount[] }>('/api/moderation/counts'),
    removePerson: (person: string, removal: NewRemoval) => command<Removed>(`/api/people/${encodeURIComponent(person)}/removals`, removal),
    answerRemoval: (removal: string, answer: { lift: boolean; words: string }) =>
      command<Removed>(`/api/removals/${encodeURIComponent(removal)}/answer`, answer),
    appeal: (removal: string, words: string) => command<Removed>(`/api/removals/${encodeURIComponent(removal)}/appeal`, { words }),
    ownRemovals: () => get<{ removals: Removal[] }>('/api/me/removals'),
    previewExpunge: (target: AskedTarget) => post<ExpungePreview>('/api/expunges/preview', target),
    askToExpunge: (target: AskedTarget, reason: ExpungeReason) =>
      command<{ receipt: Receipt; expunge: Expunge }>('/api/expunges', { target, reason }),
    answerExpunge: (id: string, agree: boolean) =>
      command<{ receipt: Receipt; expunge: Expunge }>(`/api/expunges/${encodeURIComponent(id)}/answer`, { agree }),
    expunges: () => get<{ expunges: Expunge[] }>('/api/expunges'),
    expunge: (id: string) =>
      get<{ expunge: Expunge; preview: ExpungePreview | null; mayAgree: boolean }>(`/api/expunges/${encodeURIComponent(id)}`),
    expungeCertificate: (id: string) => get<ExpungeCertificate>(`/api/expunges/${encodeURIComponent(id)}/certificate`),
    moderationRecord: ({ after = 0 }: { after?: number } = {}) =>
      get<{ decisions: ModerationRecord[] }>(`/api/moderation/record?after=${after}`),
    audit: ({ after = 0, limit = 100 }: { after?: number; limit?: number } = {}) =>
      get<{ entries: AuditEntry[] }>(`/api/audit?after=${after}&limit=${limit}`),
    auditHead: () => get<AuditHead>('/api/audit/head'),
    passkeys: () => get<{ passkeys: Passkey[] }>('/api/me/passkeys'),
    passkeyRegistrationOptions: () => post<{ options: Record<string, unknown> }>('/api/me/passkeys/options'),
    addPasskey: (passkey: { response: unknown; name: string }) => post<Passkey>('/api/me/passkeys', passkey),
    removePasskey: (id: string) => send<undefined>('DELETE', `/api/me/passkeys/${encodeURIComponent(id)}`),
    passkeySignInOptions: () => post<{ options: Record<string, unknown> }>('/api/sign-in/passkey/options'),
    passkeySignIn: (response: unknown) => post<SignedIn>('/api/sign-in/passkey', { response }),
    providers: () => get<{ providers: Provider[] }>('/api/sign-in/providers'),
    sessions: () => get<{ sessions: Session[] }>('/api/me/sessions'),
    signIns: () => get<{ entries: JournalEntry[] }>('/api/me/sign-ins'),
    endSession: (handle: string) => send<undefined>('DELETE', `/api/me/sessions/${encodeURIComponent(handle)}`),
    endOtherSessions: () => send<{ ended: number }>('DELETE', '/api/me/sessions'),
    endPersonsSessions: (person: string, reason: string) =>
      command<{ receipt: Receipt }>(`/api/people/${encodeURIComponent(person)}/sessions/end`, { reason }),
    demoPeople: () => get<{ people: DemoPerson[] }>('/api/demo/people'),
    demoSignIn: (person: string) => post<DemoSignedIn>('/api/demo/sign-in', { person }),
    demoMailbox: () => get<{ messages: DemoMail[] }>('/api/demo/mailbox'),
  };
}

/** The problem that a response carries; a proxy's page or anything else becomes `broken`. */
async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return isProblem(body) ? body : problemOf('broken');
}
