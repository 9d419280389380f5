import { AMINA } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { afterAll, describe, expect, it } from 'vitest';
import { loadBroken, removeBroken, type BrokenRule } from './broken-engine.ts';
import { explore } from './compare.ts';
import { framesFound } from './frames-found.ts';
import { framesOfDesign } from './frames-of-design.ts';
import { framesOfProse } from './frames-of-prose.ts';
import { proseScene, sceneOfFrames } from './frames.ts';
import { send } from './hold.ts';
import { sendMutations } from './mutations.ts';
import type { MakeLive } from './scene.ts';

const RULES: readonly BrokenRule[] = [
  { name: 'AD2: bytes left over are malformed', file: 'scan.ts', find: "if (reader.left() !== 0) refuse('malformed');", replace: '' },
  { name: 'AD2: empty delete ranges are malformed', file: 'scan.ts', find: 'length === 0 || clock < end', replace: 'clock < end' },
  {
    name: "AD4: nobody writes under another person's clientID",
    file: 'judge.ts',
    find: "if (lease.personId !== by.author.personId) refuse('forged-author');",
    replace: '',
  },
  { name: 'AD5: a missing clock is a gap', file: 'judge.ts', find: "if (!isKnown && clock !== state) refuse('gap');", replace: '' },
  {
    name: 'AD7: what the delete set names is judged',
    file: 'judge-deletes.ts',
    find: 'else judgeOne(judgement, place, item.parentSub, end - start);',
    replace: '',
  },
  {
    name: 'AD7: what goes with a node is counted',
    file: 'judge-deletes.ts',
    find: 'if (item.content instanceof Y.ContentType) takeAlong(judgement, item.content.type as YType);\n  }\n}',
    replace: '}\n}',
  },
  { name: 'AD8: a container is made once', file: 'judge-inserts.ts', find: 'if (judgement.isTaken(place, key))', replace: 'if (false)' },
  { name: 'AD8: keys fit their list', file: 'places.ts', find: 'ground.node.key.test(key) ? ground.entry : null', replace: 'ground.entry' },
  { name: 'AD9: a value fits its field', file: 'judge-inserts.ts', find: 'struct.values.every(ground.node.fits)', replace: 'true' },
  {
    name: 'AD9: a value that is replaced is deleted',
    file: 'judge.ts',
    find: 'if (inserted.length > 0) judgement.settleValues();',
    replace: '',
  },
  {
    name: 'AD9: which of two values wins',
    file: 'key-history.ts',
    find: 'if (other.client >= client) break;',
    replace: 'if (other.client <= client) break;',
  },
  {
    name: 'AD10: a text keeps its limit',
    file: 'judgement.ts',
    find: "if ((type?._length ?? 0) + growth > maxLength) refuse('too-large', pathOf(place));",
    replace: '',
  },
  { name: 'AD11: links lead to web and mail addresses', file: 'rich-text.ts', find: 'HREF.test(href)', replace: 'href.length > 0' },
  { name: 'AD11: nodes nest as the editor nests them', file: 'judge-inserts.ts', find: '!mayHold(place.xml, name) || ', replace: '' },
  { name: 'AD12: phases count', file: 'grounds.ts', find: "if (!grant.phases.has(phase)) return 'wrong-phase';", replace: '' },
  {
    name: "AD12: a party's part is its own",
    file: 'grounds.ts',
    find: 'atTheTable && party !== null && actor.party === party',
    replace: 'atTheTable',
  },
  {
    name: 'AD12: a comment is changed by its author alone',
    file: 'grounds.ts',
    find: 'if (grant.asksAuthor && isAuthor) return null;',
    replace: 'if (grant.asksAuthor) return null;',
  },
  {
    name: 'AD13: what is half collected is malformed',
    file: 'judge-inserts.ts',
    find: '} else if (found.isGone !== isGone || ',
    replace: '} else if (found.isGone || isGone) {\n      isGone = true;\n    } else if (',
  },
  {
    name: 'AD14: known structs do not come with new ones',
    file: 'judge.ts',
    find: "if (repeats && inserted.length + judgement.deleted.length > 0) refuse('gap');",
    replace: '',
  },
  {
    name: 'AD21: what is repeated is what the document has',
    file: 'judge.ts',
    find: 'if (clock < state) checkRepeats(judgement, update, structs, state);',
    replace: '',
  },
  {
    name: 'AD21: it stands where it stood',
    file: 'repeats.ts',
    find: 'if (!standsThere(judgement, struct, known, from)) return false;',
    replace: '',
  },
  {
    name: 'AD21: it says the same',
    file: 'repeats.ts',
    find: 'if (!saysTheSame(struct, text, known, from, Math.min(clock, end))) return false;',
    replace: '',
  },
  {
    name: 'AD6: a right origin lies beside the item, or outside of the branch of its origin',
    file: 'origins.ts',
    find: 'return parentClient === NONE || !isAbove(judgement, originClient, originClock, parentClient, parentClock);',
    replace: 'return true;',
  },
  {
    name: 'AD6: two origins that one item of Yjs may hold stand in order',
    file: 'origins.ts',
    find: 'if (from > item.clock) return true;',
    replace: 'if (from > item.clock) return false;',
  },
  {
    name: 'AD15: cutting a character needs the right to delete',
    file: 'judgement.ts',
    find: 'if (unit < 0xd800 || unit > 0xdbff) return;',
    replace: 'if (unit >= 0) return;',
  },
  { name: 'AD16: tidying changes no mark', file: 'judgement.ts', find: ' && readsTheSame(place.type, items, reading)', replace: '' },
];

/** What the proofs say of an engine: null when they find nothing. */
function suspicion(make: MakeLive): string | null {
  try {
    return firstFault(make);
  } catch (thrown) {
    // The live document itself notices when something is left pending.
    return String(thrown);
  }
}

function firstFault(make: MakeLive): string | null {
  const deal = sceneOfFrames(make);
  const plan = proseScene(make);
  for (const [scene, frames] of [
    [deal, framesOfDesign(deal)],
    [deal, framesFound(deal)],
    [plan, framesOfProse(plan)],
  ] as const)
    for (const { name, update, expected, from = AMINA, phase = 'drafting', standing = 'member' } of frames) {
      const { verdict, changed } = send(scene, update, scene.by(from, { phase, standing }));
      if (changed || verdict?.ok !== false || verdict.error.kind !== expected) return name;
    }
  const tally = { judged: 0, admitted: 0, refused: 0 };
  for (let seed = 1; seed <= 60; seed++) {
    const wrong = explore(seed, seededRandom(seed), make, 60, tally);
    if (wrong !== null) return wrong;
  }
  return sendMutations(500, 1, make).firstFault;
}

describe('[AD18] the proofs catch an engine that is broken on purpose', () => {
  afterAll(removeBroken);

  it('they find nothing in a copy that is whole', async () => {
    expect(suspicion(await loadBroken(null, RULES.length))).toBeNull();
  });

  it.each(RULES.map((rule, index) => [rule.name, rule, index] as const))('%s', async (_, rule, index) => {
    expect(suspicion(await loadBroken(rule, index))).not.toBeNull();
  });
});
