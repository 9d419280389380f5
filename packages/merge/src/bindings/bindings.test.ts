import { honestHistories, play } from '@ginnel/testkit/honest-history';
import type { Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from '../canonical/hash.ts';
import { addEntry, moveEntry, setValue, takeOut } from '../edits/entries.ts';
import { textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { setText } from '../edits/text.ts';
import { fieldAt, fieldsOf } from './fields.ts';
import { presenceIn, selectionIn } from './presence.ts';
import { readField, readList, watchField, watchList } from './watch.ts';

const LIST = ['priorities'] as const;
const ID = 'p_00000001';

describe('fields', () => {
  it('[BI1] are found by the path that they have, and nothing is found elsewhere', () => {
    fc.assert(
      fc.property(honestHistories({ maxSteps: 20 }), (history) => {
        const { server } = play(history);
        for (const field of fieldsOf(history.kind, server)) expect(fieldAt(history.kind, server, field.path)).toEqual(field);
      }),
      { numRuns: 20 },
    );
    const doc = new Y.Doc();
    for (const path of [
      '',
      'nothing',
      'notes/title',
      'priorities',
      `priorities/${ID}`,
      `priorities/${ID}/title`,
      'priorities/__proto__',
      'constructor',
    ]) {
      expect(fieldAt('priorities', doc, path)).toBeNull();
    }
    expect([...doc.share.keys()]).toEqual(['notes', 'priorities']);
  });
});

describe('watching', () => {
  it('[BI2] a field hears of that field alone, and of its coming into being', () => {
    const doc = new Y.Doc();
    const heard: string[] = [];
    const paths = ['notes', `priorities/${ID}/title`, `priorities/${ID}/outcome`, `priorities/${ID}`];
    const stops = paths.map((path) => watchField('priorities', doc, path, () => heard.push(path)));
    addEntry('priorities', doc, LIST, { id: ID });
    expect(new Set(heard.splice(0))).toEqual(new Set(paths.slice(1)));
    setText(textAt(doc, 'priorities', ID, 'title') as Y.Text, 'Lights');
    setText(textAt(doc, 'priorities', ID, 'why') as Y.Text, 'It is dark');
    setValue(doc, LIST, ID, 'outcome', 'safety');
    doc.getText('notes').insert(0, 'x');
    expect(heard.splice(0)).toEqual([`priorities/${ID}/title`, `priorities/${ID}/outcome`, 'notes']);
    for (const stop of stops) stop();
    doc.getText('notes').insert(0, 'x');
    expect(heard).toEqual([]);
  });

  it('[BI3] a list hears of what stands and its order, not of what is written in it', () => {
    const doc = new Y.Doc();
    addEntry('priorities', doc, LIST, { id: ID });
    let heard = 0;
    watchList('priorities', doc, 'priorities', () => heard++);
    setText(textAt(doc, 'priorities', ID, 'title') as Y.Text, 'Lights');
    expect(heard).toBe(0);
    addEntry('priorities', doc, LIST, { id: 'p_00000002', index: 0 });
    const after = heard;
    expect(after).toBeGreaterThan(0);
    expect(readList('priorities', doc, 'priorities')).toEqual(['p_00000002', ID]);
    moveEntry(doc, LIST, ID, 0);
    takeOut(doc, LIST, 'p_00000002');
    expect(heard).toBe(after + 2);
    expect(readList('priorities', doc, 'priorities')).toEqual([ID]);
    expect(readList('deal', doc, 'commitments/c_00000001/parts')).toEqual([]);
  });

  it('[BI4] every change of what a field reads is heard, in random histories', () => {
    fc.assert(
      fc.property(honestHistories({ maxSteps: 40 }), (history) => {
        let replica: Replica | null = null;
        const shown = new Map<string, string>();
        play(history, {
          onStep: (i, world) => {
            if (i !== 0) return;
            replica = world.replicas[1] as Replica;
            const { doc } = replica;
            for (const { path, type } of fieldsOf(history.kind, doc)) {
              if (type === 'entry') continue;
              const show = (): void => void shown.set(path, canonicalJson(readField(history.kind, doc, path)));
              show();
              watchField(history.kind, doc, path, show);
            }
          },
        });
        const { doc } = replica as unknown as Replica;
        for (const [path, json] of shown) expect(json).toBe(canonicalJson(readField(history.kind, doc, path)));
      }),
      { numRuns: 60 },
    );
  });

  it('[BI5] rich text is read as prose and heard at any depth', () => {
    const doc = new Y.Doc();
    appendProse(doc.getXmlFragment('strengths'), paragraphs('A library'));
    let heard = 0;
    watchField('plan', doc, 'strengths', () => heard++);
    ((doc.getXmlFragment('strengths').get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(9, ' and a pool');
    expect(heard).toBe(1);
    expect(readField('plan', doc, 'strengths')).toEqual(paragraphs('A library and a pool'));
  });
});

describe('presence', () => {
  it('[BI6] a caret stays beside its characters while others type, and what cannot be read is nobody’s caret', () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    docs[0].getText('notes').insert(0, 'safe crossing');
    const presence = presenceIn('notes', docs[0].getText('notes'), { anchor: 5, head: 13 });
    docs[0].getText('notes').insert(0, 'A ');
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]));
    expect(selectionIn('priorities', docs[1], JSON.parse(JSON.stringify({ user: {}, ...presence })))).toEqual({
      path: 'notes',
      anchor: 7,
      head: 15,
    });
    const strange = [
      null,
      1,
      {},
      { at: 'notes' },
      { at: 'notes', caret: { anchor: 1, head: {} } },
      { at: '__proto__', caret: {} },
      { ...presence, at: 'priorities' },
    ];
    for (const state of [...strange, { at: 'notes', caret: { anchor: { item: { client: 1, clock: 9 } }, head: { type: 'x' } } }]) {
      expect(selectionIn('priorities', docs[1], state)).toBeNull();
    }
  });
});
