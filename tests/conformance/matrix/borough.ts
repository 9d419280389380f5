/** One person for each role and scope in a running server's own database, each with a session; and documents in any phase. */
import { plainSessions } from '@ginnel/accounts/sessions/plain-sessions';
import { lifetimeOf } from '@ginnel/accounts/sessions/sessions';
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId } from '@ginnel/base/ports';
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import { ROLES, type Author, type Capacity, type Role } from '@ginnel/domain/people';
import type { Standing } from '@ginnel/domain/standing';
import { openStore } from '@ginnel/store/open-store';
import { addDocument, setPhase } from '@ginnel/store/relational/documents';
import { addCapacities, addPeople } from '@ginnel/store/relational/people';
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

  async close(): Promise<void> {
    await this.#store.close();
  }
}
