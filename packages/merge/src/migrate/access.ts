/** What a client may do with a document by the shapes that both know. */

/**
 * - `write`: the same shape.
 * - `read`: one release apart. An older client deletes what it does not know, for everyone, and a newer one writes what others
 *   cannot read yet.
 * - `reload`: further apart; the client must be renewed first.
 */
export type Access = 'write' | 'read' | 'reload';

export function accessFor(documentVersion: number, clientVersion: number): Access {
  const apart = Math.abs(documentVersion - clientVersion);
  return apart === 0 ? 'write' : apart === 1 ? 'read' : 'reload';
}
