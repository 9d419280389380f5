import { describe, expect, it } from 'vitest';
import { createLiveDocument } from '../live-document.ts';
import { addEntry } from './entries.ts';
import { textAt } from './open.ts';
import { setText } from './text.ts';
import { writeEdit } from './write-edit.ts';

describe('edits written by a program', () => {
  it('of two authors, in turn and under their own clientIDs, stand in the document', () => {
    const live = createLiveDocument('priorities');
    const id = 'p_00000001';
    live.apply(
      writeEdit('priorities', live.encode(), 11, (doc) =>
        addEntry('priorities', doc, ['priorities'], { id, fields: { title: 'Cleaner' } }),
      ),
    );
    live.apply(writeEdit('priorities', live.encode(), 22, (doc) => setText(textAt(doc, 'priorities', id, 'title')!, 'Cleaner ginnels')));
    live.apply(writeEdit('priorities', live.encode(), 11, (doc) => setText(textAt(doc, 'notes')!, 'Thursday, six o’clock')));
    expect(live.content()).toMatchObject({ priorities: [{ id, title: 'Cleaner ginnels' }], notes: 'Thursday, six o’clock' });
  });

  it('say only what the author did, not what stood before', () => {
    const live = createLiveDocument('priorities');
    live.apply(writeEdit('priorities', live.encode(), 11, (doc) => setText(textAt(doc, 'notes')!, 'x'.repeat(10_000))));
    const update = writeEdit('priorities', live.encode(), 22, (doc) => setText(textAt(doc, 'notes')!, `${'x'.repeat(10_000)}y`));
    expect(update.length).toBeLessThan(60);
  });
});
