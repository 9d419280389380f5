/** Where a Yjs type stands in the shape of its document. The one place that resolves types to nodes of the shape. */
import type * as Y from 'yjs';
import type { Ground } from './grounds.ts';

/** A shared type of the document, or one that the update under judgement would make. */
export interface Place {
  readonly ground: Ground;
  readonly parent: Place | null;
  /** Its root's name or map key; empty for nodes within rich text. */
  readonly step: string;
  /** The party in whose part it lies, or null. */
  readonly party: string | null;
  /** Who made the nearest entry around it, or `NONE`. */
  readonly entryClient: number;
  /** Within rich text: `#fragment`, `#text` or the node's name. Else empty. */
  readonly xml: string;
  /** Nodes of rich text around it. */
  readonly depth: number;
  /** The type in the document; null while it is only in the update. */
  readonly type: YType | null;
  /** Text that the update under judgement adds here, less what it deletes; zero between judgements. */
  growth: number;
  /** Of rich text: it holds no more than this, or −1 when that is not known. */
  atMost: number;
}

/** Where an item stands: in which type and, in a map, at which key. */
export interface Where {
  /** Null when Yjs will collect the item at once, because what it belonged to is gone. */
  readonly place: Place | null;
  readonly key: string | null;
  /** The place of the type that the item brings, if it brings one. */
  readonly opens: Place | null;
}

/** The inside of Yjs's types that the judge reads. */
export type YType = Y.AbstractType<unknown>;

export class Places {
  readonly #roots = new Map<string, Place>();
  readonly #byType = new WeakMap<YType, Place>();
  readonly #counted = new Set<Place>();

  constructor(grounds: ReadonlyMap<string, Ground>, rootOf: (name: string) => YType) {
    for (const [name, ground] of grounds) {
      const type = rootOf(name);
      const place = makePlace(ground, null, name, null, NOBODY, ground.node.type === 'rich' ? '#fragment' : '', 0, type);
      this.#roots.set(name, place);
      this.#byType.set(type, place);
    }
  }

  root(name: string): Place | undefined {
    return this.#roots.get(name);
  }

  /** The place of a type of the document, or null when no node of the shape stands there. */
  of(type: YType): Place | null {
    return this.#byType.get(type) ?? this.#resolve(type);
  }

  /** Forgets how much each rich text holds: it is counted again when it is next asked for. */
  forgetCounts(): void {
    for (const place of this.#counted) place.atMost = -1;
    this.#counted.clear();
  }

  /** Notes that a rich text holds no more than this. */
  count(place: Place, atMost: number): void {
    place.atMost = atMost;
    this.#counted.add(place);
  }

  #resolve(type: YType): Place | null {
    const item = type._item;
    if (item === null) return null;
    const parent = this.of(item.parent as YType);
    if (parent === null) return null;
    const place = item.parentSub === null ? nodeWithin(parent, xmlName(type), type) : fieldOf(parent, item.parentSub, item.id.client, type);
    if (place !== null) this.#byType.set(type, place);
    return place;
  }
}

const NOBODY = -1;

function makePlace(
  ground: Ground,
  parent: Place | null,
  step: string,
  party: string | null,
  entryClient: number,
  xml: string,
  depth: number,
  type: YType | null,
): Place {
  return { ground, parent, step, party, entryClient, xml, depth, type, growth: 0, atMost: -1 };
}

/** The node of the shape at a key of a map, or null. */
export function groundAt(place: Place, key: string): Ground | null {
  const { ground } = place;
  if (ground.node.type === 'entries') return ground.node.key.test(key) ? ground.entry : null;
  return ground.fields.get(key) ?? null;
}

/** The place of what stands, or would stand, at a key of a map. */
export function fieldOf(parent: Place, key: string, client: number, type: YType | null): Place | null {
  const ground = groundAt(parent, key);
  if (ground === null) return null;
  const isEntry = parent.ground.node.type === 'entries';
  return makePlace(
    ground,
    parent,
    key,
    isEntry && parent.ground.isParties ? key : parent.party,
    isEntry ? client : parent.entryClient,
    ground.node.type === 'rich' ? '#fragment' : '',
    0,
    type,
  );
}

/** The place of a node within rich text. */
export function nodeWithin(parent: Place, xml: string, type: YType | null): Place {
  return makePlace(parent.ground, parent, '', parent.party, parent.entryClient, xml, parent.depth + 1, type);
}

/** The rich text around a node within it; any other place is its own. */
export function fieldAround(place: Place): Place {
  let around = place;
  while (around.depth > 0 && around.parent !== null) around = around.parent;
  return around;
}

/** As refusals write it. */
export function pathOf(place: Place): string {
  const field = fieldAround(place);
  return field.parent === null ? field.step : `${pathOf(field.parent)}/${field.step}`;
}

function xmlName(type: YType): string {
  return 'nodeName' in type && typeof type.nodeName === 'string' ? type.nodeName : '#text';
}
