/** What the engine itself writes for people (restoring, taking back, accepting) passes the door that everyone's edits pass. */
import type { OrganisationId } from '@ginnel/base/ids';
import { partyOf } from '@ginnel/domain/people';
import type { Actor } from '@ginnel/domain/standing';
import { honestHistories, play, type HonestHistory } from '@ginnel/testkit/honest-history';
import { AMINA, EVERYONE, GRACE, IMRAN, type TestPerson } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import type { Replica, World } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mayEdit } from '../admission/may-edit.ts';
import { leaseOfBringer, type Brought } from '../attribution/bringing.ts';
import { project } from '../canonical/project.ts';
import { createLiveDocument } from '../live-document.ts';
import { acceptInto } from '../suggestions/accept.ts';
import { differences } from '../suggestions/differences.ts';
import { openFork } from '../suggestions/fork.ts';
import { suggestLate } from '../suggestions/late.ts';
import { whyNotAccept } from '../suggestions/may-accept.ts';
import { takeBack } from '../undo/take-back.ts';
import { restore } from '../versions/restore.ts';

const PHASE = 'drafting';

function actorOf({ capacity }: TestPerson): Actor {
  return { standing: capacity.role === 'moderator' ? 'moderator' : 'member', party: partyOf(capacity) as OrganisationId | null };
}

function mayAs(history: HonestHistory, person: TestPerson): (path: string) => boolean {
  return (path) => {
    const may = mayEdit(history.kind, path, actorOf(person), PHASE);
    return may.insert && (may.delete || !path.includes('/'));
  };
}

/** `admitted`, or why and where the update was refused. */
function verdictOn(world: World, brought: Brought, person: TestPerson): string {
  const live = createLiveDocument(world.kind);
  live.applyAll(world.rows.map(({ update }) => update));
  const judged = live.judge(brought.update, {
    author: person.author,
    actor: actorOf(person),
    phase: PHASE,
    leaseOf: leaseOfBringer(world.leaseOf, brought, person.author),
    actorOf: () => null,
  });
  live.destroy();
  return judged.ok ? 'admitted' : `${judged.error.kind} ${judged.error.path}`;
}

describe("the engine's own edits", () => {
  it('[UN11] taking back is admitted as the moderator it is made for; what only others may edit is left and named', () => {
    let left = 0;
    fc.assert(
      fc.property(honestHistories({ people: 4, maxSteps: 60 }), fc.nat(2), (history, who) => {
        const world = play(history, { people: EVERYONE });
        const { personId } = (EVERYONE[who] as TestPerson).author;
        const may = mayAs(history, GRACE);
        const random = seededRandom(0xf0000002);
        const taken = takeBack(
          world.kind,
          { personId },
          { rows: world.rows, leaseOf: world.leaseOf, moderator: GRACE.author, may, random },
        );
        if (taken === null) return;
        left += taken.left.length;
        expect(verdictOn(world, taken, GRACE)).toBe('admitted');
      }),
      { numRuns: 120 },
    );
    expect(left).toBeGreaterThan(5);
  });

  it('[VE14] restoring is admitted as the member who restores; what only others may edit is left and named', () => {
    let left = 0;
    fc.assert(
      fc.property(honestHistories({ maxSteps: 60 }), fc.nat(100), (history, cut) => {
        const world = play(history);
        const version = project(history.kind, world.replay(world.rows.slice(0, cut % (world.rows.length + 1))));
        const replica = world.replicas[1] as Replica;
        left += restore(history.kind, replica.doc, version, { may: mayAs(history, IMRAN) }).length;
        for (const update of replica.unsent) {
          expect(verdictOn(world, { update, leases: [] }, IMRAN)).toBe('admitted');
          world.append(IMRAN.author, update);
        }
      }),
      { numRuns: 120 },
    );
    expect(left).toBeGreaterThan(5);
  });

  it('[SU11] accepting is admitted exactly when `whyNotAccept` says that it may be', () => {
    const seen = { admitted: 0, refused: 0 };
    fc.assert(
      fc.property(honestHistories({ people: 2, maxSteps: 50 }), fc.constantFrom(AMINA, IMRAN, GRACE), (history, acceptor) => {
        const world = play(history, { people: [AMINA, IMRAN], settled: false });
        const offline = world.replicas[0] as Replica;
        world.send(world.replicas[1] as Replica);
        world.fetch(offline);
        if (offline.unsent.length === 0) return;
        const late = suggestLate(history.kind, world.server, Y.mergeUpdates(offline.unsent), {
          author: AMINA.author,
          random: seededRandom(0xf0000003),
        });
        if (!late.ok) throw new Error(late.error.kind);
        const fork = openFork(history.kind, Y.encodeStateAsUpdate(world.server), seededRandom(0xf0000004));
        Y.applyUpdate(fork, late.value.update);
        for (const change of differences(history.kind, world.server, fork)) {
          const accepting = {
            changeIds: [change.id],
            acceptor: acceptor.author,
            leaseOf: () => AMINA.author,
            random: seededRandom(0xf0000005),
          };
          const verdict = verdictOn(world, acceptInto(history.kind, world.server, fork, accepting), acceptor);
          const why = whyNotAccept(history.kind, change, actorOf(acceptor), PHASE);
          if (why === null) expect(verdict).toBe('admitted');
          else expect(verdict.split(' ')[0]).toBe(why);
          seen[why === null ? 'admitted' : 'refused']++;
        }
      }),
      { numRuns: 120 },
    );
    expect(seen.admitted).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(1);
  });
});
