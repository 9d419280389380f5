/** Reading canonical content by its shape, without knowing the kind. */
import type { RecordNode, ShapeNode } from '../shapes/shape.ts';

export type Content = Readonly<Record<string, unknown>>;
export type EntryContent = Content & { readonly id: string };

/** Fields that the content has, in the order of the shape. */
export function* fieldsOfContent(
  fields: RecordNode['fields'],
  content: Content,
): Generator<{ name: string; node: ShapeNode; value: unknown }> {
  for (const [name, node] of Object.entries(fields)) if (name in content) yield { name, node, value: content[name] };
}

/** The entries of a list that stand, in order. */
export function listOf(content: Content, name: string): readonly EntryContent[] {
  const list = content[name];
  return Array.isArray(list) ? (list as EntryContent[]) : [];
}

/** The entries of a list that were taken out. */
export function takenOutOf(content: Content, name: string): readonly EntryContent[] {
  const takenOut = content['takenOut'];
  return typeof takenOut === 'object' && takenOut !== null ? listOf(takenOut as Content, name) : [];
}

/** The entry at a path, in sight or taken out: `commitments/c_8fk2m1xq90za/parts/residents`. */
export function entryContentAt(content: Content, path: string): EntryContent | null {
  const [name, id, ...rest] = path.split('/');
  if (name === undefined || id === undefined) return null;
  const found = [...listOf(content, name), ...takenOutOf(content, name)].find((entry) => entry.id === id);
  return found === undefined || rest.length === 0 ? (found ?? null) : entryContentAt(found, rest.join('/'));
}
