import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { project } from '../canonical/project.ts';
import { addEntry } from '../edits/entries.ts';
import { fieldsOfShape } from '../bindings/fields.ts';
import { planShape } from '../shapes/plan.ts';
import { entries, position, reference, removed, text, type DocumentShape } from '../shapes/shape.ts';
import type { Content } from '../versions/content.ts';
import { accessFor } from './access.ts';
import { contentInNewest, migrateOnce, STEPS, type MigrationStep } from './migrate.ts';

/** The plan as it was drafted first: an action had one owner, whoever that was. */
const earlierPlan: DocumentShape = {
  version: 0,
  roots: { ...planShape.roots, actions: entries({ what: text(2_000), owner: reference, position, removed }) },
};

/** An owner on each side: known services own the public side, everyone else the community's. */
const isService = (owner: string): boolean => ['streets-and-parks', 'public-health'].includes(owner);
const twoOwners: MigrationStep = {
  kind: 'plan',
  from: 0,
  addTo: (doc) => {
    for (const action of doc.getMap<Y.Map<unknown>>('actions').values()) {
      const owner = action.get('owner');
      const side = typeof owner === 'string' && isService(owner) ? 'serviceOwner' : 'communityOwner';
      if (typeof owner === 'string' && owner !== '' && !action.has(side)) action.set(side, owner);
    }
  },
  contentOf: (content) => ({
    ...content,
    actions: (content['actions'] as (Content & { owner: string })[]).map(({ owner, ...action }) => ({
      ...action,
      serviceOwner: isService(owner) ? owner : '',
      communityOwner: isService(owner) ? '' : owner,
    })),
  }),
};

function earlier(): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 77;
  for (const [id, owner] of [
    ['a_00000001', 'streets-and-parks'],
    ['a_00000002', 'litter-pickers'],
  ] as const) {
    addEntry('plan', doc, ['actions'], { id, fields: { what: `Action of ${owner}` } });
    doc.getMap<Y.Map<unknown>>('actions').get(id)?.set('owner', owner);
  }
  return doc;
}

describe('migration', () => {
  it('[MI1] takes a document to the next shape by additions alone; both shapes read it', () => {
    const doc = earlier();
    const migrated = migrateOnce('plan', doc, 0, [twoOwners]);
    expect(migrated?.to).toBe(1);
    expect(project('plan', doc).actions).toMatchObject([
      { id: 'a_00000001', serviceOwner: 'streets-and-parks', communityOwner: '' },
      { id: 'a_00000002', serviceOwner: '', communityOwner: 'litter-pickers' },
    ]);
    const owners = [...fieldsOfShape(earlierPlan, doc)].flatMap((field) =>
      field.type === 'value' && field.key === 'owner' ? [field.record.get('owner')] : [],
    );
    expect(owners).toEqual(['streets-and-parks', 'litter-pickers']);
    expect(migrateOnce('plan', doc, 1, [twoOwners])).toBeNull();
  });

  it('[MI2] writes the same bytes on every node that has the same state, and nothing when there is nothing to add', () => {
    const state = Y.encodeStateAsUpdate(earlier());
    const [a, b] = [new Y.Doc(), new Y.Doc()] as const;
    Y.applyUpdate(a, state);
    Y.applyUpdate(b, state);
    const [first, second] = [migrateOnce('plan', a, 0, [twoOwners]), migrateOnce('plan', b, 0, [twoOwners])];
    expect(first?.update).toEqual(second?.update);
    Y.applyUpdate(a, second?.update as Uint8Array);
    expect(Y.encodeStateAsUpdate(a)).toEqual(Y.encodeStateAsUpdate(b));
    expect(migrateOnce('plan', new Y.Doc(), 0, [twoOwners])?.update).toBeNull();
  });

  it('[MI3] refuses a step that deletes or replaces anything', () => {
    const step: MigrationStep = {
      ...twoOwners,
      addTo: (doc) => doc.getMap<Y.Map<unknown>>('actions').get('a_00000001')?.set('owner', 'x'),
    };
    expect(() => migrateOnce('plan', earlier(), 0, [step])).toThrow('deletes and replaces nothing');
  });

  it('[MI4] reads versions that were stored in an older shape', () => {
    const stored = { actions: [{ id: 'a_00000001', what: 'Clear it', owner: 'public-health' }], notes: '' };
    expect(contentInNewest('plan', stored, 0, [twoOwners])).toEqual({
      actions: [{ id: 'a_00000001', what: 'Clear it', serviceOwner: 'public-health', communityOwner: '' }],
      notes: '',
    });
  });

  it('[MI5] lets a client one release apart read and not write, so that it cannot delete what it does not know', () => {
    expect([accessFor(2, 2), accessFor(2, 1), accessFor(2, 3), accessFor(3, 1)]).toEqual(['write', 'read', 'read', 'reload']);
  });

  it('[MI6] has a step for every released shape', () => {
    expect(STEPS.filter(({ kind }) => kind === 'plan').map(({ from }) => from)).toEqual(
      Array.from({ length: planShape.version - 1 }, (_, i) => i + 1),
    );
  });
});
