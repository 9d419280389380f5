/** What every document kind has. */
import { entries, entryReference, position, removed, text, type ValueNode } from './shape.ts';

/** Free shared notes that every member of the document may edit; up to 4 MB of text. */
export const notes = text(4_000_000);

/** An anchor as `comments/anchor.ts` writes it, or empty for a comment on the whole document. */
const anchor: ValueNode = {
  type: 'value',
  missing: '',
  fits: (v) => v === '' || (typeof v === 'string' && v.length <= 1000 && /^[a-z][A-Za-z0-9_/-]*( [A-Za-z0-9_-]+ [A-Za-z0-9_-]+)?$/.test(v)),
};
const quote: ValueNode = { type: 'value', missing: '', fits: (v) => typeof v === 'string' && v.length <= 300 };
const resolved: ValueNode = { type: 'value', missing: false, fits: (v) => typeof v === 'boolean' };

/** What people say about the document, beside it: not part of its canonical content. */
export const comments = entries(
  {
    body: text(5_000),
    /** The comment that this one answers; empty for the first of a thread. */
    thread: entryReference,
    anchor,
    /** The words that it was about when it was written. */
    quote,
    /** On the first of a thread: whether the matter is settled. */
    resolved,
    position,
    removed,
  },
  { max: 5_000 },
);
