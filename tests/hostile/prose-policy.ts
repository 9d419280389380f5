/** What the slow judge lets into rich text, written without a look at the quick one's tables. */
import * as Y from 'yjs';

/** @param around  names of the nodes around the item within its field, outermost first */
export function checkProse({ content, parentSub, rightOrigin }: Y.Item, around: readonly string[]): boolean {
  const parent = around.at(-1) ?? '#field';
  if (parentSub !== null) {
    if (rightOrigin !== null) return false;
    const values: readonly unknown[] | null =
      content instanceof Y.ContentAny ? content.arr : content instanceof Y.ContentDeleted ? [] : null;
    if (values === null) return false;
    if (parent === 'heading' && parentSub === 'level') return values.every((value) => value === 2 || value === 3);
    if (parent !== 'orderedList') return false;
    if (parentSub === 'start')
      return values.every((value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100_000);
    return parentSub === 'type' && values.every((value) => typeof value === 'string' && /^[1aAiI]$/.test(value));
  }
  if (content instanceof Y.ContentDeleted) return true;
  if (content instanceof Y.ContentString) return parent === '#text';
  if (content instanceof Y.ContentFormat) return parent === '#text' && markFits(content.key, content.value);
  if (!(content instanceof Y.ContentType) || around.length >= 12) return false;
  const { type } = content;
  const name = type instanceof Y.XmlElement ? type.nodeName : type instanceof Y.XmlText ? '#text' : '';
  switch (parent) {
    case '#field':
    case 'blockquote':
    case 'listItem':
      return /^(paragraph|heading|bulletList|orderedList|blockquote)$/.test(name);
    case 'bulletList':
    case 'orderedList':
      return name === 'listItem';
    case 'paragraph':
    case 'heading':
      return name === '#text' || name === 'hardBreak';
    default:
      return false;
  }
}

function markFits(key: string, value: unknown): boolean {
  const [, name] = /^(bold|italic|link)(?:--[a-zA-Z0-9+/=]{8})?$/.exec(key) ?? [];
  if (name === undefined) return false;
  if (value === null) return true;
  if (name !== 'link') return value === true || JSON.stringify(value) === '{}';
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const { href, target = null, rel = null, class: className = null, title = null, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length > 0 || className !== null || title !== null) return false;
  if (target !== null && target !== '_blank') return false;
  if (rel !== null && !['noopener noreferrer nofollow', 'noopener noreferrer', 'noopener', 'nofollow'].includes(rel as string))
    return false;
  if (typeof href !== 'string' || href.length > 2000) return false;
  // White space and control characters, one by one.
  if (
    [...href].some(
      (character) => character.trim() === '' || character.codePointAt(0)! < 32 || (character >= '\u007f' && character < '\u00a0'),
    )
  )
    return false;
  return /^https?:\/\/./i.test(href) || /^mailto:./i.test(href);
}
