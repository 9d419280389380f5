/** One person for each role and scope in a running server's own database, each with a session; and documents in any phase. */
import { plainSessions } from '@ginnel/accounts/sessions/plain-sessions';
import { lifetimeOf } from '@ginnel/accounts/sessions/sessions';
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import { assert } from '@ginnel/base/assert';
import { randomId } from '@ginnel/base/ports';
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import { ROLES, type Author, type Capacity, type Role } from '@ginnel/domain/people';
import type { Standing } from '@ginnel/domain/standing';
import { textAt } from '@ginnel/merge/edits/open';
import { writeEdit } from '@ginnel/merge/edits/write-edit';
import { openStore } from '@ginnel/store/open-store';
import { addDocument, setPhase } from '@ginnel/store/relational/documents';
import { addRemoval } from '@ginnel/store/relational/moderation';
import { addCapacities, addPeople, setCapacityEnd } from '@ginnel/store/relational/people';
import { removeSessionsOf } from '@ginnel/store/relational/sessions';
import type { Store } from '@ginnel/store/store';
import { seededRandom } from '@ginnel/testkit/seeded-random';

/** Documents stand in a neighbourhood, so that there is something above it, below it and beside it. */
export const HERE = 'west' as PlaceId;
const SCOPES = { here: 'west', above: 'bury', below: 'radcliffe-west', elsewhere: 'prestwich' } as const;
export type Scope = keyof typeof SCOPES;

/** For whom each role acts; the others act for themselves or for nobody. */
const ORGANISATIONS: Partial<Record<Role, string>> = {
  'group-member': 'radcliffe-litter-pickers',
  'group-lead': 'radcliffe-litter-pickers',
  officer: 'streets-and-parks',
  practitioner: 'police-neighbourhood-team',
};

export interface Principal {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly capacity: Capacity;
  readonly token: string;
  /** What the tables of rights call them in a document here: said again by the test, not asked of the program. */
  readonly standing: Standing;
  readonly party: string | null;
}

const PROTECTING: readonly Role[] = ['moderator', 'admin'];

function standingOf(role: Role, scope: Scope): Standing {
  if (scope === 'elsewhere') return 'visitor';
  if (role === 'guest') return 'guest';
  return PROTECTING.includes(role) ? 'moderator' : 'member';
}

function partyIn(role: Role, scope: Scope): string | null {
  if (scope === 'elsewhere') return null;
  return role === 'resident' || role === 'guest' ? 'residents' : (ORGANISATIONS[role] ?? null);
}

/** Who began everything. */
export const IMRAN: Author = {
  personId: 'imran-shah' as PersonId,
  capacityId: 'imran-shah.officer.streets-and-parks' as CapacityId,
};
export const FIRST_CLIENT = 2 ** 45 + 11;

export function begunByImran(kind: DocumentKind): Uint8Array {
  return writeEdit(kind, new Uint8Array([0, 0]), FIRST_CLIENT, (doc) => textAt(doc, 'notes')?.insert(0, 'Begun. '));
}

const clock = { nowMs: () => Date.now() };

export class Borough {
  readonly #store: Store;
  readonly #random = seededRandom(0x6d617472);
  readonly principals: Principal[] = [];

  private constructor(store: Store) {
    this.#store = store;
  }

  static async of(folder: string): Promise<Borough> {
    const borough = new Borough(await openStore({ folder }));
    const all = ROLES.flatMap((role) => (Object.keys(SCOPES) as Scope[]).map((scope) => ({ role, scope })));
    for (const { role, scope } of all) borough.principals.push(await borough.#settle(role, scope));
    return borough;
  }

  async #settle(role: Role, scope: Scope): Promise<Principal> {
    const { db } = this.#store;
    const personId = `p-${randomId(this.#random, 12)}` as PersonId;
    const name = `${role} ${scope}`;
    await addPeople(db, [{ person: { id: personId, name, demo: false }, email: null, createdAtMs: 0 }]);
    const capacity: Capacity = {
      id: `${personId}.${role}` as CapacityId,
      personId,
      role,
      organisationId: (ORGANISATIONS[role] ?? null) as OrganisationId | null,
      placeId: SCOPES[scope] as PlaceId,
      label: name,
    };
    await addCapacities(db, [capacity], 0);
    const sessions = plainSessions({ db, random: this.#random, clock });
    const { token } = await sessions.begin(personId, { lifetime: lifetimeOf([role]), device: 'matrix' });
    return { name, role, scope, capacity, token, standing: standingOf(role, scope), party: partyIn(role, scope) };
  }

  /** A document here that holds one update by `author`. */
  async document(kind: DocumentKind, phase: Phase, first: { author: Author; clientId: number; update: Uint8Array }): Promise<DocumentId> {
    const { db, log } = this.#store;
    const id = randomId(this.#random, 16) as DocumentId;
    await addDocument(db, { id, kind, placeId: HERE, title: 'Matrix', shapeVersion: 1, createdBy: null, createdAtMs: 0 });
    const { author, clientId, update } = first;
    const row = { author, route: 'typed', atMs: 0, update } as const;
    await log.append([{ documentId: id, epoch: 1, rightsVersion: 1, baseSeq: 0, rows: [row], leases: [{ clientId, author }] }]);
    if (phase !== 'drafting') await setPhase(db, id, phase);
    return id;
  }

  principal(role: Role, scope: Scope): Principal {
    const found = this.principals.find((each) => each.role === role && each.scope === scope);
    assert(found !== undefined, 'there is somebody for every role and scope');
    return found;
  }

  /** A document that Imran, for Streets & Parks, has begun under `FIRST_CLIENT`. */
  async documentOfImran(kind: DocumentKind, phase: Phase): Promise<DocumentId> {
    return await this.document(kind, phase, { author: IMRAN, clientId: FIRST_CLIENT, update: begunByImran(kind) });
  }

  async keptAway(role: Role): Promise<Principal> {
    const principal = await this.#settle(role, 'here');
    await addRemoval(this.#store.db, {
      id: randomId(this.#random, 12),
      person_id: principal.capacity.personId,
      place_id: HERE,
      reason: 'abuse',
      words: 'Kept away for the test',
      decided_by: IMRAN.personId,
      decided_as: IMRAN.capacityId,
      from_ms: 0,
      until_ms: null,
      appeal: null,
      appealed_at_ms: null,
      answered_at_ms: null,
    });
    return principal;
  }

  async withEndedCapacity(role: Role): Promise<Principal> {
    const principal = await this.#settle(role, 'here');
    await setCapacityEnd(this.#store.db, principal.capacity.id, 1);
    return principal;
  }

  async withEndedSession(role: Role): Promise<Principal> {
    const principal = await this.#settle(role, 'here');
    await removeSessionsOf(this.#store.db, principal.capacity.personId);
    return principal;
  }

  async close(): Promise<void> {
    await this.#store.close();
  }
}
