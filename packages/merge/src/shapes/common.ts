/** What every document kind has. */
import { text } from './shape.ts';

/** Free shared notes that every member of the document may edit; up to 4 MB of text. */
export const notes = text(4_000_000);
