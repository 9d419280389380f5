/** The part of the typed client for those who look after an installation, organisations and teams. */
import type { Result } from '@ginnel/base/result';
import type { MembershipClass, Role } from '@ginnel/domain/people';
import type { Problem } from './problems.ts';
import type { OpenedInvitation } from './routes/invitations.ts';
import type { Granted, Whom } from './routes/membership.ts';
import type { PeopleOfPlaces } from './routes/people-list.ts';
import type { ChainCheck, DecisionRecord } from './routes/record.ts';
import type { Administration, CalledIn } from './routes/roles.ts';
import type { SetUpFault } from './routes/set-up.ts';
import type {
  DraftingGrant,
  HandoverPack,
  ImportBatch,
  ImportList,
  ImportReport,
  Invitation,
  OrganisationPage,
  SetUpDraft,
  Team,
  TeamPage,
} from './schemas/administration.ts';
import type { Receipt } from './schemas/decisions.ts';
import type { Organisation } from './schemas/places.ts';

type Answer<T> = Promise<Result<T, Problem>>;

interface Ways {
  send<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Answer<T>;
  command<T>(path: string, body: unknown): Answer<T>;
}

const at = encodeURIComponent;

export function administrationApi({ send, command }: Ways) {
  const get = <T>(path: string): Answer<T> => send<T>('GET', path);
  const setUp = <T>(secret: string, method: string, path: string, body?: unknown): Answer<T> =>
    send<T>(method, `/api/set-up${path}`, body, { 'ginnel-set-up': secret });
  return {
    setUpNeeded: () => get<{ needed: boolean; mail: boolean }>('/api/set-up'),
    openSetUp: (secret: string) => setUp<{ draft: SetUpDraft | null }>(secret, 'POST', '/open'),
    keepSetUp: (secret: string, draft: SetUpDraft) => setUp<undefined>(secret, 'PUT', '/draft', draft),
    previewSetUp: (secret: string, asked: { list: 'places' | 'organisations'; borough: SetUpDraft['borough']; file: string }) =>
      setUp<ImportReport>(secret, 'POST', '/preview', asked),
    /** @param draft  as it is seen: somebody else who holds the secret may have kept another meanwhile */
    finishSetUp: (secret: string, by: 'link' | 'passkey', draft?: SetUpDraft) =>
      setUp<{ done: boolean; faults: SetUpFault[] }>(secret, 'POST', '/finish', { by, ...(draft === undefined ? {} : { draft }) }),
    previewImport: (list: ImportList, file: string) => send<ImportReport>('POST', '/api/imports/preview', { list, file }),
    importList: (list: ImportList, file: string) =>
      command<{ receipt: Receipt; importId: string | null; report: ImportReport }>('/api/imports', { list, file }),
    imports: () => get<{ imports: ImportBatch[] }>('/api/imports'),
    undoImport: (id: string) => command<{ receipt: Receipt }>(`/api/imports/${at(id)}/undo`, undefined),
    administration: () => get<Administration>('/api/administration'),
    invite: (asked: {
      email: string;
      name: string;
      role: Role;
      organisationId?: string | null;
      placeId: string;
      untilMs?: number | null;
      days?: number;
    }) => command<{ receipt: Receipt; invitation: Invitation }>('/api/invitations', asked),
    withdrawInvitation: (id: string) =>
      command<{ receipt: Receipt; invitation: Invitation }>(`/api/invitations/${at(id)}/withdraw`, undefined),
    openInvitation: (token: string) => send<OpenedInvitation>('POST', '/api/invitations/open', { token }),
    signInToInvitation: (token: string) => send<{ sent: true }>('POST', '/api/invitations/sign-in', { token }),
    acceptInvitation: (token: string) => command<Granted>('/api/invitations/accept', { token }),
    organisation: (id: string) => get<OrganisationPage>(`/api/organisations/${at(id)}`),
    changeOrganisation: (id: string, asked: { class: MembershipClass; umbrella: boolean }) =>
      command<{ receipt: Receipt; organisation: Organisation }>(`/api/organisations/${at(id)}/class`, asked),
    formGroup: (place: string, name: string) =>
      command<{ receipt: Receipt; organisation: Organisation }>(`/api/places/${at(place)}/groups`, { name }),
    giveGrant: (group: string, asked: { helperId: string; where: { documentId: string } | { placeId: string }; untilMs: number }) =>
      command<{ receipt: Receipt; grant: DraftingGrant }>(`/api/organisations/${at(group)}/grants`, asked),
    withdrawGrant: (id: string) => command<{ receipt: Receipt; grant: DraftingGrant }>(`/api/grants/${at(id)}/withdraw`, undefined),
    takeUpGrant: (id: string) => command<Granted>(`/api/grants/${at(id)}/take-up`, undefined),
    nameDeputy: (capacity: string, asked: { whom: Whom; fromMs?: number | null; untilMs: number }) =>
      command<Granted>(`/api/capacities/${at(capacity)}/deputies`, asked),
    handOver: (capacity: string, asked: { whom: Whom; onMs?: number | null; bothUntilMs?: number | null; untilMs?: number | null }) =>
      command<Granted>(`/api/capacities/${at(capacity)}/hand-over`, asked),
    handover: (capacity: string) => get<HandoverPack>(`/api/capacities/${at(capacity)}/handover`),
    writeHandoverNote: (capacity: string, words: string) =>
      command<{ receipt: Receipt; words: string }>(`/api/capacities/${at(capacity)}/handover`, { words }),
    callIn: (document: string, asked: { whom: Whom; organisationId?: string | null; topic: string; untilMs: number }) =>
      command<Granted>(`/api/documents/${at(document)}/topic-members`, asked),
    calledIn: (document: string) => get<CalledIn>(`/api/documents/${at(document)}/topic-members`),
    /** What is left out is not narrowed by. */
    people: (asked: { name?: string; place?: string; role?: string; state?: string; after?: string }) =>
      get<PeopleOfPlaces>(`/api/administration/people${queryOf(asked)}`),
    decisions: (asked: {
      group?: string;
      document?: string;
      place?: string;
      organisation?: string;
      own?: string;
      before?: string;
      limit?: string;
    }) => get<DecisionRecord>(`/api/audit/decisions${queryOf(asked)}`),
    auditCheck: () => get<ChainCheck>('/api/audit/check'),
    teams: () => get<{ teams: Team[] }>('/api/teams'),
    makeTeam: (
      place: string,
      asked: { name: string; quorum: number; seats: { name: string; core?: boolean; organisationId?: string | null }[] },
    ) => command<{ receipt: Receipt; team: Team }>(`/api/places/${at(place)}/teams`, asked),
    team: (id: string) => get<TeamPage>(`/api/teams/${at(id)}`),
    setQuorum: (team: string, quorum: number) => command<{ receipt: Receipt; team: Team }>(`/api/teams/${at(team)}/quorum`, { quorum }),
    fillSeat: (seat: string, capacityId: string | null) => command<{ receipt: Receipt }>(`/api/seats/${at(seat)}`, { capacityId }),
  };
}

/** `?name=ruth&state=now`, without what is empty. */
function queryOf(asked: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(asked).filter((each): each is [string, string] => each[1] !== undefined && each[1] !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
