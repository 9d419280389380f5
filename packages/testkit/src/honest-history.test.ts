import { meaningHash } from '@ginnel/merge/canonical/hash';
import { project } from '@ginnel/merge/canonical/project';
import { fieldsOf } from '@ginnel/merge/bindings/fields';
import { openRoots } from '@ginnel/merge/edits/open';
import type { DocumentKind } from '@ginnel/domain/documents';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { threadsOf } from '@ginnel/merge/comments/comments';
import { ACTIONS, honestHistories, play } from './honest-history.ts';
import { seededRandom } from './seeded-random.ts';

describe('honest histories', () => {
  it('[HI1] end in one canonical content, whatever the order, repetition and batching of delivery', () => {
    let edits = 0;
    fc.assert(
      fc.property(honestHistories({ maxSteps: 60 }), (history) => {
        const world = play(history);
        const hash = meaningHash(everythingIn(history.kind, world.server));
        for (const replica of world.replicas) expect(meaningHash(everythingIn(history.kind, replica.doc))).toBe(hash);
        const random = seededRandom(history.seed);
        for (let i = 0; i < 3; i++) {
          const doc = new Y.Doc({ gc: i !== 1 });
          openRoots(history.kind, doc);
          const updates = random.shuffle([...world.rows, ...world.rows.filter(() => random.int(3) === 0)].map((row) => row.update));
          while (updates.length > 0) Y.applyUpdate(doc, Y.mergeUpdates(updates.splice(0, 1 + random.int(4))));
          expect(doc.store.pendingStructs).toBeNull();
          expect(meaningHash(everythingIn(history.kind, doc))).toBe(hash);
        }
        edits += world.rows.length;
      }),
      { numRuns: 150 },
    );
    expect(edits).toBeGreaterThan(1500);
  });

  it('[HI2] have every entry exactly once, after any concurrent moves, in sight or taken out', () => {
    const moves = honestHistories({ maxSteps: 60 }).map((history) => ({
      ...history,
      steps: history.steps.map((step) => (step.action === 'type' || step.action === 'prose' ? { ...step, action: 'move' as const } : step)),
    }));
    fc.assert(
      fc.property(moves, (history) => {
        const world = play(history);
        const content = project(history.kind, world.server);
        const entries = [...fieldsOf(history.kind, world.server)].flatMap((field) =>
          field.type === 'entry' && !field.path.startsWith('comments/') ? [field.path] : [],
        );
        expect(pathsIn(content).sort()).toEqual(entries.sort());
      }),
      { numRuns: 150 },
    );
  });

  it('[HI3] use every kind of action and change the document', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(honestHistories(), (history) => {
        for (const { action } of history.steps) seen.add(action);
        return play(history).rows.length > 0;
      }),
      { numRuns: 50 },
    );
    expect([...seen].sort()).toEqual([...ACTIONS].sort());
  });
});

/** The canonical content, and the comments beside it. */
function everythingIn(kind: DocumentKind, doc: Y.Doc): unknown {
  return [project(kind, doc), threadsOf(kind, doc).map(({ about: { state, path }, ...thread }) => ({ ...thread, state, path }))];
}

/** The path of every entry in content, once for each time that it stands there. */
function pathsIn(content: object, prefix = ''): string[] {
  return Object.entries(content).flatMap(([name, value]): string[] => {
    if (name === 'takenOut') return pathsIn(value as object, prefix);
    if (!Array.isArray(value)) return [];
    return value.flatMap((entry: { id?: string }) =>
      typeof entry.id === 'string' ? [`${prefix}${name}/${entry.id}`, ...pathsIn(entry, `${prefix}${name}/${entry.id}/`)] : [],
    );
  });
}
