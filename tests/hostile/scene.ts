/** A live document that honest people have written in, and a replica of it that keeps whatever is deleted. */
import { assert } from '@ginnel/base/assert';
import { DOCUMENT_KINDS, PHASES, type DocumentKind, type Phase } from '@ginnel/domain/documents';
import { partyOf, type Author } from '@ginnel/domain/people';
import { STANDINGS, type Actor } from '@ginnel/domain/standing';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { project } from '@ginnel/merge/canonical/project';
import type { Admitted, Judged, LiveDocument } from '@ginnel/merge/contract';
import { openRoots } from '@ginnel/merge/edits/open';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { EVERYONE, type TestPerson } from '@ginnel/testkit/people';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import fc from 'fast-check';
import * as Y from 'yjs';

/** Makes the live document under test: the real one, or one with a rule broken on purpose. */
export type MakeLive = (kind: DocumentKind) => LiveDocument;

export const PEOPLE: readonly TestPerson[] = EVERYONE.slice(0, 3);

export class Scene {
  readonly kind: DocumentKind;
  readonly live: LiveDocument;
  readonly mirror = new Y.Doc({ gc: false });
  readonly leases = new Map<number, Author>();
  /** Updates that were applied, in order. */
  readonly log: Uint8Array[] = [];

  constructor(kind: DocumentKind, make: MakeLive) {
    this.kind = kind;
    this.live = make(kind);
    this.mirror.on('afterTransaction', (transaction: Y.Transaction) => {
      transaction._needFormattingCleanup = false;
    });
    openRoots(kind, this.mirror);
  }

  by(
    person: TestPerson,
    { standing = 'member', phase = 'drafting', party = partyOf(person.capacity) }: Partial<Actor> & { phase?: Phase } = {},
  ): Judged {
    const actor: Actor = { standing, party };
    return { author: person.author, actor, phase, leaseOf: (client) => this.leases.get(client) ?? null, actorOf: () => actor };
  }

  /** What the room does once an update is admitted. */
  take(update: Uint8Array, { inserted, deleted, claims }: Admitted, author: Author): void {
    // What says nothing new is acknowledged and goes no further.
    if (inserted.length + deleted.length === 0) return;
    this.live.apply(update);
    Y.applyUpdate(this.mirror, update);
    for (const client of claims) this.leases.set(client, author);
    this.log.push(update);
  }

  clientsOf(person: TestPerson): number[] {
    return [...this.leases].filter(([, { personId }]) => personId === person.author.personId).map(([client]) => client);
  }

  hash(): string {
    return meaningHash(this.live.content());
  }

  mirrorHash(): string {
    return meaningHash(project(this.kind, this.mirror));
  }
}

/** A document grown by a random history: whatever the judge does not let in is left out. */
export function grow(
  seed: number,
  make: MakeLive,
  { kinds = DOCUMENT_KINDS, maxSteps = 40 }: { kinds?: readonly DocumentKind[]; maxSteps?: number } = {},
): Scene {
  const [history] = fc.sample(honestHistories({ kinds, maxSteps }), { numRuns: 1, seed });
  assert(history !== undefined, 'fast-check gives a history');
  const world = play(history);
  const scene = new Scene(history.kind, make);
  for (const [client, author] of world.leases) scene.leases.set(client, author);
  for (const { author, update } of world.rows) {
    const person = PEOPLE.find((each) => each.author.capacityId === author.capacityId)!;
    const judged = scene.live.judge(update, scene.by(person));
    if (judged.ok) scene.take(update, judged.value, author);
  }
  return scene;
}

/** Somebody who sends something: mostly a member while the document is drafted. */
export function anySender(scene: Scene, random: SeededRandom): { readonly person: TestPerson; readonly by: Judged } {
  const person = random.pick(PEOPLE);
  const standing = random.int(3) > 0 ? 'member' : random.pick(STANDINGS);
  const phase = random.int(3) > 0 ? 'drafting' : random.pick(PHASES);
  return { person, by: scene.by(person, { standing, phase }) };
}
