import type { Author } from '@ginnel/domain/people';
import { honestHistories, perform, play, speaker } from '@ginnel/testkit/honest-history';
import { AMINA, GRACE, IMRAN, SAM } from '@ginnel/testkit/people';
import { meant } from '@ginnel/testkit/meant';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import type { Replica, World } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { blameText } from '../attribution/blame.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldsOf } from '../bindings/fields.ts';
import { acceptInto } from './accept.ts';
import { differences } from './differences.ts';
import { openFork, rebase } from './fork.ts';
import { suggestLate } from './late.ts';

describe('suggestions in random histories', () => {
  it('[SU9] is what late offline edits become that are no longer allowed, whatever they did', () => {
    let changes = 0;
    fc.assert(
      fc.property(honestHistories({ people: 2, maxSteps: 50 }), (history) => {
        const world = play(history, { people: [AMINA, IMRAN], settled: false });
        const offline = world.replicas[0] as Replica;
        world.send(world.replicas[1] as Replica);
        world.fetch(offline);
        const wanted = meant(history.kind, offline.doc);
        if (offline.unsent.length === 0) return;
        const late = suggestLate(history.kind, world.server, Y.mergeUpdates(offline.unsent), {
          author: AMINA.author,
          random: seededRandom(0xf0000003),
        });
        if (!late.ok) throw new Error(late.error.kind);
        changes += late.value.changes;
        const fork = openFork(history.kind, Y.encodeStateAsUpdate(world.server), seededRandom(0xf0000004));
        Y.applyUpdate(fork, late.value.update);
        expect(meant(history.kind, fork)).toEqual(wanted);
        const leases = new Map(late.value.leases.map(({ clientId, author }) => [clientId, author]));
        const all = acceptInto(history.kind, world.server, fork, {
          changeIds: differences(history.kind, world.server, fork).map(({ id }) => id),
          acceptor: GRACE.author,
          leaseOf: (client) => leases.get(client) ?? world.leaseOf(client),
          random: seededRandom(0xf0000005),
        });
        expect(all.notFound).toEqual([]);
        world.append(GRACE.author, all.update, 'suggested');
        expect(meant(history.kind, world.server)).toEqual(wanted);
      }),
      { numRuns: 120 },
    );
    expect(changes).toBeGreaterThan(60);
  });

  it('[SU10] in any history, accepted in any order while the original goes on: nothing is lost, authors are true, the fork ends equal', () => {
    let accepted = 0;
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 50 }), fc.integer({ min: 1, max: 1e6 }), (history, seed) => {
        const writer = new Map<string, Author>();
        const random = seededRandom(0xf0000000 + seed);
        const onEdit = (replica: Replica, what: string): void => {
          for (const character of what) writer.set(character, replica.person.author);
        };
        const half = Math.floor(history.steps.length / 2);
        const world = play({ ...history, steps: history.steps.slice(0, half) }, { voice: 'unique', onEdit });
        const say = speaker('unique', random);
        say(4000);
        const suggester: Replica = {
          person: SAM,
          doc: openFork(history.kind, Y.encodeStateAsUpdate(world.server), random),
          unsent: [],
          seen: 0,
        };
        const forkLeases = new Map<number, Author>();
        const leaseOf = (client: number): Author | null => world.leaseOf(client) ?? forkLeases.get(client) ?? SAM.author;
        const forkWorld = { kind: history.kind, replicas: [suggester], nowMs: 0, send: () => {}, fetch: () => {} };
        for (const step of history.steps.slice(half)) {
          const isStructure = step.action === 'add';
          if (isStructure) suggester.doc.clientID = random.int(2 ** 31) * 1000 + random.int(1000);
          const before = suggester.doc.clientID;
          if (random.int(2) === 0) perform(forkWorld, { ...step, who: 0 }, { random, say, onEdit });
          else perform(world, step, { random, say, onEdit });
          if (isStructure && before === suggester.doc.clientID) suggester.doc.clientID = random.int(2 ** 31) * 1000 + random.int(1000);
          if (random.int(4) > 0) continue;
          world.settle();
          rebase(history.kind, suggester.doc, world.server, { leaseOf, suggester: SAM.author, random });
          const open = differences(history.kind, world.server, suggester.doc);
          const chosen = random.shuffle(open).slice(0, random.int(3));
          accepted += chosen.length;
          acceptAll(chosen.map(({ id }) => id));
        }
        world.settle();
        rebase(history.kind, suggester.doc, world.server, { leaseOf, suggester: SAM.author, random });
        acceptAll(differences(history.kind, world.server, suggester.doc).map(({ id }) => id));
        expect(differences(history.kind, world.server, suggester.doc)).toEqual([]);
        // An entry that was suggested and taken back again is in the fork alone.
        expect(meant(history.kind, suggester.doc)).toEqual(meant(history.kind, world.server));
        const index = indexOf(world.rows, world.leaseOf);
        for (const field of fieldsOf(history.kind, world.server)) {
          for (const text of textsOf(field)) {
            for (const run of blameText(text, index, { sittingMs: 0 })) {
              for (const character of run.text) expect(run.by?.author.personId).toBe(writer.get(character)?.personId);
            }
          }
        }

        function acceptAll(changeIds: readonly string[]): void {
          const before = charactersIn(history.kind, suggester.doc);
          const result = acceptInto(history.kind, world.server, suggester.doc, { changeIds, acceptor: GRACE.author, leaseOf, random });
          expect(result.notFound).toEqual([]);
          for (const { clientId, author } of result.leases) world.leases.set(clientId, author);
          world.append(GRACE.author, result.update, 'suggested');
          result.settle(suggester.doc);
          expect(charactersIn(history.kind, suggester.doc)).toEqual(before);
          world.settle();
        }
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

/** Every character that stands, in order of the alphabet: one that was lost or doubled shows. */
function charactersIn(kind: World['kind'], doc: Y.Doc): string {
  return [...fieldsOf(kind, doc)]
    .flatMap((field) => textsOf(field).flatMap((text) => [...Y.Text.prototype.toString.call(text)]))
    .sort()
    .join('');
}
