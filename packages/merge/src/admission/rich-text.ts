/**
 * What may stand in rich text: the nodes, marks and attributes of the editor, as its Yjs binding (y-prosemirror, y-tiptap)
 * writes them. Everything else is refused, so no page that shows rich text has to sanitise it.
 */

/** Stands for a run of text (a `Y.XmlText`). */
export const TEXT = '#text';
/** Stands for the rich text field itself (a `Y.XmlFragment`). */
export const FRAGMENT = '#fragment';

const BLOCKS: ReadonlySet<string> = new Set(['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote']);
const INLINE: ReadonlySet<string> = new Set([TEXT, 'hardBreak']);
const ITEMS: ReadonlySet<string> = new Set(['listItem']);
const NOTHING: ReadonlySet<string> = new Set();

/** What each node may hold. */
const CHILDREN: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [FRAGMENT, BLOCKS],
  ['blockquote', BLOCKS],
  ['listItem', BLOCKS],
  ['bulletList', ITEMS],
  ['orderedList', ITEMS],
  ['paragraph', INLINE],
  ['heading', INLINE],
  ['hardBreak', NOTHING],
  [TEXT, NOTHING],
]);

type Fits = (value: unknown) => boolean;

/** Node attributes; a node that is not here has none. Heading 1 is the page's own. */
const ATTRIBUTES: ReadonlyMap<string, ReadonlyMap<string, Fits>> = new Map([
  ['heading', new Map<string, Fits>([['level', (value) => value === 2 || value === 3]])],
  [
    'orderedList',
    new Map<string, Fits>([
      ['start', (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100_000],
      ['type', oneOf(['1', 'a', 'A', 'i', 'I'])],
    ]),
  ],
]);

/** The binding writes marks of one type that overlap as `name--hash`. */
const HASHED_MARK = /^(.*)--[a-zA-Z0-9+/=]{8}$/;
const MARKS: ReadonlyMap<string, Fits> = new Map([
  ['bold', isPlainMark],
  ['italic', isPlainMark],
  ['link', isLink],
]);

const MAX_HREF_LENGTH = 2000;
/** Web and mail addresses; written whole, so that nothing depends on the page that shows them. */
const HREF = /^(?:https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu;
/** What the editor's link mark writes besides the address: its defaults, or nothing. */
const LINK_ATTRIBUTES: ReadonlyMap<string, Fits> = new Map([
  ['target', oneOf([null, '_blank'])],
  ['rel', oneOf([null, 'noopener noreferrer nofollow', 'noopener noreferrer', 'noopener', 'nofollow'])],
  ['class', oneOf([null])],
  ['title', oneOf([null])],
]);

/** Names of the nodes that one may hold. */
export function heldBy(parent: string): readonly string[] {
  return [...(CHILDREN.get(parent) ?? NOTHING)];
}

/** Whether an address may stand in a link. */
export function isLinkAddress(href: unknown): href is string {
  return typeof href === 'string' && href.length <= MAX_HREF_LENGTH && HREF.test(href);
}

export function mayHold(parent: string, child: string): boolean {
  return CHILDREN.get(parent)?.has(child) ?? false;
}

/** What an attribute's value must fit, or null when the node has no such attribute. */
export function attributeOf(node: string, name: string): Fits | null {
  return ATTRIBUTES.get(node)?.get(name) ?? null;
}

/** A mark begins with its attributes and ends with null. */
export function markFits(name: string, value: unknown): boolean {
  const fits = MARKS.get(name) ?? MARKS.get(HASHED_MARK.exec(name)?.[1] ?? '');
  return fits !== undefined && (value === null || fits(value));
}

function isPlainMark(value: unknown): boolean {
  return value === true || (isObject(value) && Object.keys(value).length === 0);
}

function isLink(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const [name, each] of Object.entries(value)) if (name !== 'href' && !LINK_ATTRIBUTES.get(name)?.(each)) return false;
  return isLinkAddress(value['href']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneOf(values: readonly unknown[]): Fits {
  return (value) => values.includes(value);
}
