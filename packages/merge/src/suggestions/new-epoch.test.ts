import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, GRACE, IMRAN, SAM } from '@ginnel/testkit/people';
import { meant } from '@ginnel/testkit/meant';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { AttributedRow } from '../attribution/index.ts';
import { openRoots, ownEdit } from '../edits/open.ts';
import { contentWithout, expunge } from '../epochs/expunge.ts';
import type { Expunged } from '../epochs/gone.ts';
import { differences } from './differences.ts';
import { openFork, suggestEntry } from './fork.ts';
import { suggestAnew } from './new-epoch.ts';
import { copyOf } from './structs.ts';

/** The original in its new epoch, and the fork made anew on it. */
function afterEpoch(world: World, fork: Y.Doc, what: readonly Expunged[]) {
  const leases = new Map(world.leases);
  for (const client of fork.store.clients.keys()) if (!leases.has(client)) leases.set(client, SAM.author);
  const own: AttributedRow = {
    seq: world.rows.length + 1,
    author: SAM.author,
    route: 'typed',
    atMs: world.nowMs,
    update: Y.encodeStateAsUpdate(fork, Y.encodeStateVector(world.server)),
  };
  const about = { by: GRACE.author, atMs: world.nowMs, random: seededRandom(5) };
  const original = new Y.Doc();
  openRoots(world.kind, original);
  for (const { update } of expunge(world.kind, what, { ...about, rows: world.rows, leaseOf: world.leaseOf, clients: world.leases.keys() })
    .rows)
    Y.applyUpdate(original, update);
  const wanted = contentWithout(world.kind, what, {
    ...about,
    rows: [...world.rows, own],
    leaseOf: (client) => leases.get(client) ?? null,
    clients: leases.keys(),
  });
  const anew = suggestAnew(world.kind, original, wanted, { author: SAM.author, random: seededRandom(6) });
  const again = copyOf(world.kind, original);
  Y.applyUpdate(again, anew.update);
  return { original, again, anew };
}

it('[SU12] a suggestion is made anew in a new epoch, without what was expunged', () => {
  const world = new World('priorities', [AMINA, IMRAN], seededRandom(6));
  const [amina] = world.replicas as [Replica];
  ownEdit(amina.doc, () => amina.doc.getText('notes').insert(0, 'My number is 07700 900123. Call me.'));
  world.settle();
  const fork = openFork('priorities', Y.encodeStateAsUpdate(world.server), seededRandom(7));
  ownEdit(fork, () => fork.getText('notes').insert(27, 'Please c'));
  ownEdit(fork, () => fork.getText('notes').delete(35, 1));
  suggestEntry('priorities', fork, ['priorities'], {
    entry: { id: 'p_0000000n', fields: { title: 'A crossing' } },
    random: seededRandom(8),
  });
  const [client] = [...world.server.store.clients.keys()] as [number];
  const { original, again, anew } = afterEpoch(world, fork, [{ ids: [{ client, clock: 13, length: 12 }] }]);
  expect(differences('priorities', original, again)).toMatchObject([
    { type: 'entry-added', path: 'priorities/p_0000000n' },
    { type: 'words', path: 'notes', removed: 'C', added: 'Please c' },
  ]);
  expect(again.getText('notes').toString()).toBe('My number is . Please call me.');
  expect(Buffer.from(Y.encodeStateAsUpdate(again)).includes('07700')).toBe(false);
  expect(anew.leases.every(({ author }) => author === SAM.author)).toBe(true);
});

it('[SU12] and reads as it did before, in random histories', () => {
  let changes = 0;
  fc.assert(
    fc.property(honestHistories({ people: 3, maxSteps: 50 }), fc.nat(100), (history, cut) => {
      const world = play({ ...history, steps: history.steps.slice(0, Math.ceil((history.steps.length * cut) / 100)) });
      const later = play(history);
      const fork = later.replay([...later.rows]);
      const { original, again, anew } = afterEpoch(world, fork, []);
      changes += anew.changes;
      if (anew.changes === 0) expect(meant(world.kind, again)).toEqual(meant(world.kind, original));
      expect(meant(world.kind, again)).toEqual(meant(world.kind, fork));
    }),
    { numRuns: 60 },
  );
  expect(changes).toBeGreaterThan(20);
});
