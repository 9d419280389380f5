import type { CapacityId, PersonId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import { describe, expect, it } from 'vitest';
import { addEntry } from '../edits/entries.ts';
import { proseAt, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { setText } from '../edits/text.ts';
import { writeEdit } from '../edits/write-edit.ts';
import { createLiveDocument } from '../live-document.ts';
import type { AttributedRow } from './index.ts';
import { writtenWords } from './written-words.ts';

const author = (name: string): Author => ({ personId: name as PersonId, capacityId: `${name}.resident` as CapacityId });

describe('written words', () => {
  it('name the author of every run in texts and prose, and leave out what was deleted', () => {
    const live = createLiveDocument('plan');
    const rows: AttributedRow[] = [];
    const clients = new Map([
      [11, author('amina')],
      [22, author('jo')],
    ]);
    const turn = (client: number, edit: Parameters<typeof writeEdit>[3]): void => {
      const update = writeEdit('plan', live.encode(), client, edit);
      live.apply(update);
      rows.push({ seq: rows.length + 1, author: clients.get(client) as Author, route: 'typed', atMs: rows.length * 3_600_000, update });
    };
    turn(11, (doc) => setText(textAt(doc, 'notes')!, 'Meet on Monday'));
    turn(22, (doc) => setText(textAt(doc, 'notes')!, 'Meet on Thursday'));
    turn(22, (doc) => appendProse(proseAt(doc, 'strengths')!, paragraphs('Neighbours turn out.')));
    turn(11, (doc) => void addEntry('plan', doc, ['assets'], { id: 'a_00000001', fields: { name: 'The canal' } }));
    const written = writtenWords('plan', rows, (client) => clients.get(client) ?? null);
    const byField = written.map(({ path, runs }) => [path, ...runs.map(({ text, by }) => `${by?.author.personId}: ${text}`)]);
    expect(byField).toEqual([
      ['strengths', 'jo: Neighbours turn out.'],
      ['assets/a_00000001/name', 'amina: The canal'],
      ['notes', 'amina: Meet on ', 'jo: Thurs', 'amina: day'],
    ]);
  });

  it('[AT10] stay their author’s when somebody else moves them', () => {
    const live = createLiveDocument('priorities');
    const rows: AttributedRow[] = [];
    const leaseOf = (client: number) => (client === 11 ? author('amina') : author('jo'));
    const turn = (client: number, words: string): void => {
      const update = writeEdit('priorities', live.encode(), client, (doc) => {
        const notes = textAt(doc, 'notes')!;
        notes.delete(0, notes.length);
        notes.insert(0, words);
      });
      live.apply(update);
      rows.push({ seq: rows.length + 1, author: leaseOf(client), route: 'typed', atMs: 0, update });
    };
    turn(11, 'The canal path floods.');
    turn(22, 'The canal path floods.');
    const [notes] = writtenWords('priorities', rows, leaseOf);
    expect(notes?.runs.map(({ by }) => [by?.author.personId, by?.broughtBy?.personId])).toEqual([['amina', 'jo']]);
  });
});
