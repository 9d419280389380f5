import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, EVERYONE, GRACE, IMRAN } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blameText } from '../attribution/blame.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldAt, fieldsOf } from '../bindings/fields.ts';
import { project } from '../canonical/project.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { openHistory } from './passage.ts';
import { putBack, type KeptWords } from './put-back.ts';

const random = seededRandom(0xf0000021);

function put(world: World, kept: KeptWords): void {
  const brought = putBack(openHistory(world.kind, world.rows, world.leaseOf), kept, random);
  if (brought === null) throw new Error('the field is there');
  for (const { clientId, author } of brought.leases) world.leases.set(clientId, author);
  world.append(GRACE.author, brought.update);
}

describe('kept words', () => {
  it('[UN18] go back between what stood around them, under their author, or to the end when nothing of it stands', () => {
    const world = new World('priorities', [AMINA, IMRAN], seededRandom(1));
    const [amina] = world.replicas as [Replica];
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.insert(0, 'We need lights by the park gate'));
    world.settle();
    const runs = [{ words: 'bright ', author: IMRAN.author }];
    put(world, { path: 'notes', before: 'Yes! We need ', after: 'lights by the road', runs });
    put(world, { path: 'notes', before: 'nothing of this', after: 'or that', runs: [{ words: '!', author: IMRAN.author }] });
    expect(world.server.getText('notes').toString()).toBe('We need bright lights by the park gate!');
    const blame = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf), { sittingMs: 0 });
    expect(blame.map(({ text, by }) => [text, by?.author])).toEqual([
      ['We need ', AMINA.author],
      ['bright ', IMRAN.author],
      ['lights by the park gate', AMINA.author],
      ['!', IMRAN.author],
    ]);
  });

  it('[UN18] of rich text that has no place any more stand in a paragraph of their own; of a field that is gone, nowhere', () => {
    const world = new World('plan', [AMINA], seededRandom(1));
    const [amina] = world.replicas as [Replica];
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), paragraphs('A park')));
    world.settle();
    put(world, { path: 'strengths', before: 'x', after: '', runs: [{ words: 'A library', author: IMRAN.author }] });
    expect(project('plan', world.server).strengths).toEqual(paragraphs('A park', 'A library'));
    const history = openHistory('plan', world.rows, world.leaseOf);
    expect(putBack(history, { path: 'actions/a_00000001/what', before: '', after: '', runs: [] }, random)).toBe(null);
  });

  it('[UN18] take nothing of anybody away, in random histories', () => {
    let times = 0;
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 50 }), fc.nat(1000), fc.nat(40), (history, pick, at) => {
        const world = play(history, { people: EVERYONE.slice(0, 3), voice: 'unique' });
        const fields = [...fieldsOf(world.kind, world.server)].filter(({ type }) => type === 'text' || type === 'rich');
        const field = fields[pick % Math.max(1, fields.length)];
        if (field === undefined) return;
        const read = (): string => {
          const now = fieldAt(world.kind, world.server, field.path);
          return now === null
            ? ''
            : textsOf(now)
                .map((text) => (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join(''))
                .join('');
        };
        const before = read();
        const cut = before.length === 0 ? 0 : at % before.length;
        put(world, {
          path: field.path,
          before: before.slice(0, cut),
          after: before.slice(cut),
          runs: [{ words: '☃☃', author: GRACE.author }],
        });
        expect(read().replace('☃☃', '')).toBe(before);
        times++;
      }),
      { numRuns: 100 },
    );
    expect(times).toBeGreaterThan(50);
  });
});
