/**
 * The schema of prose for an editor on ProseMirror, told from the table by which admission judges. What a document may
 * hold and the editor does not know, this window would take away for everyone, so there is one table for both.
 */
import { FRAGMENT, heldBy, TEXT } from '../admission/rich-text.ts';

export { isLinkAddress } from '../admission/rich-text.ts';

/** The editor's name for what stands inside: `(paragraph | heading)*`; the field itself is `doc`, and never without a block. */
export function contentOf(node: string): string {
  const names = heldBy(node === 'doc' ? FRAGMENT : node).map((name) => (name === TEXT ? 'text' : name));
  return names.length === 0 ? '' : `(${names.join(' | ')})${node === 'doc' ? '+' : '*'}`;
}
