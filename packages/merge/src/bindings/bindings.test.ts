import { honestHistories, play } from '@ginnel/testkit/honest-history';
import type { Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from '../canonical/hash.ts';
import { proseOf } from '../canonical/prose.ts';
import { addEntry, moveEntry, setValue, takeOut } from '../edits/entries.ts';
import { textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { setText } from '../edits/text.ts';
import { fieldAt, fieldsOf, lastSetBy, nodeAt, roomIn, type Field } from './fields.ts';
import { caretIn, placeIn, presenceIn } from './presence.ts';
import { watchDocument, watchField } from './watch.ts';

const LIST = ['priorities'] as const;
const ID = 'p_00000001';

function readIn(field: Field | null): unknown {
  switch (field?.type) {
    case 'text':
      return field.text.toString();
    case 'rich':
      return proseOf(field.fragment);
    case 'value':
      return field.record.get(field.key) ?? field.node.missing;
    default:
      return null;
  }
}

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

  it('[BI1] are known by their path before they are there: what they are, how much fits, and who set them last', () => {
    expect(nodeAt('priorities', `priorities/${ID}/outcome`)?.type).toBe('value');
    expect(nodeAt('deal', 'commitments/c_00000001/parts/residents/text')?.type).toBe('text');
    for (const path of ['constructor', 'notes/title', `priorities/${ID}/constructor`]) expect(nodeAt('priorities', path)).toBeNull();
    expect(roomIn('priorities', `priorities/${ID}/title`)).toBe(300);
    expect(roomIn('deal', 'commitments/c_8fk2m1xq90za/parts/residents/text')).toBe(20_000);
    expect(roomIn('plan', 'notes')).toBe(4_000_000);
    expect(roomIn('plan', 'strengths')).toBeNull();
    const doc = new Y.Doc();
    expect(lastSetBy('priorities', doc, `priorities/${ID}/removed`)).toBeNull();
    addEntry('priorities', doc, LIST, { id: ID });
    expect(lastSetBy('priorities', doc, `priorities/${ID}/removed`)).toBe(doc.clientID);
  });
});

describe('watching', () => {
  it('[BI2] a field hears of that field alone, and of its coming into being', () => {
    const doc = new Y.Doc();
    const heard: string[] = [];
    const paths = ['notes', `priorities/${ID}/title`, `priorities/${ID}/outcome`, `priorities/${ID}`];
    const stops = paths.map((path) => watchField('priorities', doc, path, () => heard.push(path)));
    expect(heard.splice(0)).toEqual(paths);
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

  it('[BI2] a field hears when another container has taken its place', () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    [docs[0].clientID, docs[1].clientID] = [1, 2];
    const parts = ['commitments', 'c_00000001', 'parts'] as const;
    addEntry('deal', docs[0], ['commitments'], { id: 'c_00000001' });
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]));
    for (const doc of docs) addEntry('deal', doc, parts, { id: 'residents' });
    const shown: unknown[] = [];
    watchField('deal', docs[0], `${parts.join('/')}/residents/text`, (field) => shown.push(field?.type === 'text' && field.text));
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]));
    const standing = textAt(docs[0], ...parts, 'residents', 'text');
    expect(shown[0]).not.toBe(standing);
    expect(shown.at(-1)).toBe(standing);
  });

  it('[BI3] a document says whether its lists changed, or only what is written in them', () => {
    const doc = new Y.Doc();
    addEntry('priorities', doc, LIST, { id: ID });
    const heard: string[] = [];
    const stop = watchDocument(doc, (what) => heard.push(what));
    setText(textAt(doc, 'priorities', ID, 'title') as Y.Text, 'Lights');
    doc.getText('notes').insert(0, 'x');
    expect(heard.splice(0)).toEqual(['words', 'words']);
    moveEntry(doc, LIST, ID, 0);
    takeOut(doc, LIST, ID);
    setValue(doc, LIST, ID, 'outcome', 'safety');
    doc.transact(() => undefined);
    expect(new Set(heard)).toEqual(new Set(['lists']));
    stop();
    takeOut(doc, LIST, ID);
    doc.getText('notes').insert(0, 'x');
    expect(heard).not.toContain('words');
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
              watchField(history.kind, doc, path, (field) => void shown.set(path, canonicalJson(readIn(field))));
            }
          },
        });
        const { doc } = replica as unknown as Replica;
        for (const [path, json] of shown) expect(json).toBe(canonicalJson(readIn(fieldAt(history.kind, doc, path))));
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
    expect(heard).toBe(2);
    expect(readIn(fieldAt('plan', doc, 'strengths'))).toEqual(paragraphs('A library and a pool'));
  });
});

describe('presence', () => {
  const USER = { personId: 'jo', name: 'Jo', label: 'resident' };

  it('[BI6] a caret stays behind its letter while others type, also where they type at the same place', () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    const notes = docs[0].getText('notes');
    notes.insert(0, 'safe crossing');
    const { anchor, head } = JSON.parse(JSON.stringify(caretIn(notes, { anchor: 5, head: 13 }))) as ReturnType<typeof caretIn>;
    notes.insert(0, 'A ');
    notes.insert(15, 's, and lights');
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]));
    expect([anchor, head].map((position) => placeIn(docs[1].getText('notes'), position))).toEqual([7, 15]);
    expect(placeIn(docs[1].getText('other'), anchor)).toBeNull();
  });

  it('[BI6] what cannot be read is nobody’s caret', () => {
    const doc = new Y.Doc();
    const notes = doc.getText('notes');
    notes.insert(0, 'safe');
    for (const position of [null, 1, 'x', {}, { type: 'x' }, { item: { client: 1, clock: 9 } }, { item: {} }])
      expect(placeIn(notes, position)).toBeNull();
  });

  it('[BI12] a window that the server has not stamped is shown to nobody, and of what it says only what has the right form', () => {
    const caret = { anchor: { item: null }, head: { item: null } };
    for (const state of [null, 1, {}, { user: null }, { user: 'jo' }, { user: { name: 'Jo' } }, { at: 'notes', caret }])
      expect(presenceIn(state)).toBeNull();
    expect(presenceIn({ user: USER, at: 'notes', caret })).toEqual({ user: USER, at: 'notes', caret });
    expect(presenceIn({ user: { ...USER, label: 7 }, at: 3, caret: { anchor: 1, head: {} } })).toEqual({
      user: { ...USER, label: '' },
      at: null,
      caret: null,
    });
  });
});
