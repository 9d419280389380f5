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
