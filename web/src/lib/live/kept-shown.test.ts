import { describe, expect, it } from 'vitest';
import { keptShown } from './kept-shown.ts';

const entry = (id: string) => ({ id, title: id });
const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

interface Content {
  readonly priorities: readonly { readonly id: string; readonly title: string }[];
  readonly takenOut?: { readonly priorities: readonly { readonly id: string; readonly title: string }[] };
}

describe('an entry that was taken out while a person is in it', () => {
  const before: Content = { priorities: ['a', 'b', 'c'].map(entry) };

  it('stays in its place, with its words as they now are', () => {
    const now: Content = { priorities: ['a', 'c'].map(entry), takenOut: { priorities: [{ id: 'b', title: 'b, and more' }, entry('z')] } };
    const { content, kept } = keptShown(now, before, ['priorities/b']);
    expect(ids(content.priorities)).toEqual(['a', 'b', 'c']);
    expect(content.priorities[1]?.title).toBe('b, and more');
    expect(ids(content.takenOut?.priorities ?? [])).toEqual(['z']);
    expect(kept).toEqual(['priorities/b']);
  });

  it('stays behind those that stood before it, wherever they went', () => {
    const now: Content = { priorities: ['c', 'd', 'a'].map(entry), takenOut: { priorities: [entry('b')] } };
    expect(ids(keptShown(now, before, ['priorities/b']).content.priorities)).toEqual(['c', 'd', 'a', 'b']);
  });

  it('stays when it is a part of a commitment that was taken out too', () => {
    const withParts = (...parts: string[]) => ({ id: 'k', parts: parts.map(entry) });
    const out = { ...withParts('residents'), takenOut: { parts: [entry('bury')] } };
    const now = { commitments: [] as object[], takenOut: { commitments: [out] } };
    const within = ['commitments/k', 'commitments/k/parts/bury'];
    const { content, kept } = keptShown<object>(now, { commitments: [withParts('bury', 'residents')] }, within);
    expect(content).toMatchObject({ commitments: [withParts('bury', 'residents')] });
    expect(kept).toEqual(within);
  });
});

describe('an entry goes as the document says', () => {
  it('when nobody here is in it, when it was out already, and when it stands', () => {
    const now: Content = { priorities: ['a', 'c'].map(entry), takenOut: { priorities: [entry('b')] } };
    const shown: Content = { priorities: ['a', 'b', 'c'].map(entry) };
    expect(keptShown(now, shown, [])).toEqual({ content: now, kept: [] });
    expect(keptShown(now, now, ['priorities/b'])).toEqual({ content: now, kept: [] });
    expect(keptShown(shown, shown, ['priorities/b'])).toEqual({ content: shown, kept: [] });
  });
});
