/** The original as a fork's ids see it: what of the fork it has, what of that stands, and its copy of each type. */
import * as Y from 'yjs';
import { IdSet } from '../attribution/id-set.ts';

export type Presence = 'absent' | 'standing' | 'deleted';

export class OriginalView {
  readonly doc: Y.Doc;
  readonly #states: ReadonlyMap<number, number>;
  readonly #deleted = new IdSet();

  /** @param doc  the original as it stands; not changed while the view is used */
  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.#states = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const [client, ranges] of Y.createDeleteSetFromStructStore(doc.store).clients) {
      for (const { clock, len } of ranges) this.#deleted.add({ client, clock, length: len });
    }
  }

  /** Whether an id stands in the original, and the clock at which that changes. */
  reach(client: number, clock: number): { readonly presence: Presence; readonly until: number } {
    const state = this.#states.get(client) ?? 0;
    if (clock >= state) return { presence: 'absent', until: Infinity };
    const { inside, until } = this.#deleted.reach(client, clock);
    return { presence: inside ? 'deleted' : 'standing', until: Math.min(until, state) };
  }

  presenceOf(item: Y.Item): Presence {
    return this.reach(item.id.client, item.lastId.clock).presence;
  }
}

/** The same type in another document that holds the same structs; null when it does not stand there. */
export function sameTypeIn<T extends Y.Text | Y.XmlFragment>(doc: Y.Doc, type: T): T | null {
  const item = type._item;
  if (item === null) {
    const found = doc.share.get(Y.findRootTypeKey(type as unknown as Y.AbstractType<Y.YEvent<never>>));
    return (found as T | undefined) ?? null;
  }
  const structs = doc.store.clients.get(item.id.client) ?? [];
  const last = structs.at(-1);
  if (last === undefined || item.id.clock >= last.id.clock + last.length) return null;
  const found = structs[Y.findIndexSS(structs, item.id.clock)];
  return found instanceof Y.Item && !found.deleted && found.content instanceof Y.ContentType ? (found.content.type as unknown as T) : null;
}
