/** Writes what stands in one document into an empty one, run by run, without what is gone. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { copyBlock, copyRuns, type CopyBench } from '../attribution/copy-block.ts';
import { itemsOf } from '../attribution/items.ts';
import type { Path } from '../bindings/fields.ts';
import { rootType } from '../canonical/project.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { EntriesNode, RecordNode } from '../shapes/shape.ts';
import { wordsOfOthers } from '../undo/take-back-words.ts';
import { anchorAfter, goneRuns, quotesGone } from './comments.ts';
import { compareEpochs } from './compare.ts';
import type { Gone } from './gone.ts';

export interface Rewriting {
  readonly old: Y.Doc;
  readonly fresh: Y.Doc;
  readonly gone: Gone;
}

export interface Authorship {
  /** Makes an edit as whoever wrote an id of the old document. */
  readonly asAuthorOf: CopyBench['asAuthorOf'];
  /** The clock at which the attribution of an id changes. */
  readonly untilOf: (client: number, clock: number) => number;
}

export function rewrite(kind: DocumentKind, { old, fresh, gone }: Rewriting, authorship: Authorship): void {
  const writer = new Rewriter(gone, authorship, commentValues(kind, { old, fresh, gone }));
  for (const [name, node] of Object.entries(SHAPES[kind].roots)) {
    if (gone.isGone(name)) continue;
    const [source, target] = [rootType(old, name, node), rootType(fresh, name, node)];
    if (node.type === 'entries') writer.list(name, node, source as Y.Map<unknown>, target as Y.Map<unknown>);
    else writer.words(source, target);
  }
}

/** What a comment's own values become; comments are the last root, so that all that they speak of has been written. */
function commentValues(kind: DocumentKind, { old, fresh, gone }: Rewriting): (path: Path, value: unknown) => unknown {
  let origins: ReturnType<typeof compareEpochs>['origins'] | null = null;
  let runs: string[] | null = null;
  return (path, value) => {
    if (!path.startsWith('comments/') || typeof value !== 'string' || value === '') return value;
    if (path.endsWith('/anchor')) {
      origins ??= compareEpochs(kind, { old, fresh, gone }).origins;
      return anchorAfter(kind, old, value, origins);
    }
    if (!path.endsWith('/quote')) return value;
    runs ??= goneRuns(kind, old, gone);
    return quotesGone(value, runs) ? '' : value;
  };
}

class Rewriter {
  readonly #gone: Gone;
  readonly #bench: CopyBench;
  readonly #valueOf: (path: Path, value: unknown) => unknown;

  constructor(gone: Gone, { asAuthorOf, untilOf }: Authorship, valueOf: (path: Path, value: unknown) => unknown) {
    this.#gone = gone;
    this.#valueOf = valueOf;
    this.#bench = {
      asAuthorOf,
      reach: (item, clock) => {
        if (item.content instanceof Y.ContentString) {
          const { inside, until } = gone.ids.reach(item.id.client, clock);
          return { inside: !item.deleted && !inside, until: Math.min(until, untilOf(item.id.client, clock)) };
        }
        // Blocks stay for the words of others in them; the look of words is nobody's words.
        const isEmptied =
          item.content instanceof Y.ContentType && gone.ids.has(item.id.client, clock) && !wordsOfOthers(item.content.type, gone.ids);
        return { inside: !item.deleted && !isEmptied, until: clock + item.length };
      },
    };
  }

  words(source: unknown, target: unknown): void {
    if (source instanceof Y.Text && target instanceof Y.Text) copyRuns(target, source, this.#bench);
    else if (source instanceof Y.XmlFragment && target instanceof Y.XmlFragment) {
      for (const item of itemsOf(source)) {
        if (this.#bench.reach(item, item.id.clock).inside) copyBlock(target, target.length, item, this.#bench);
      }
    }
  }

  list(path: Path, node: EntriesNode, source: Y.Map<unknown>, target: Y.Map<unknown>): void {
    for (const [id, entry] of source.entries()) {
      const item = entry instanceof Y.Map ? entry._item : null;
      const at = `${path}/${id}`;
      if (!(entry instanceof Y.Map) || item === null || this.#gone.isGone(at)) continue;
      if (this.#gone.ids.has(item.id.client, item.id.clock) && !wordsOfOthers(entry, this.#gone.ids)) continue;
      const made = new Y.Map<unknown>();
      this.#bench.asAuthorOf(item.id.client, () => target.set(id, withContainers(node.entry, entry, made)), item.id.clock);
      this.#record(at, node.entry, entry, made);
    }
  }

  #record(path: Path, { fields }: RecordNode, source: Y.Map<unknown>, target: Y.Map<unknown>): void {
    for (const [name, node] of Object.entries(fields)) {
      const item = source._map.get(name);
      const at = `${path}/${name}`;
      if (item === undefined || item.deleted || this.#gone.isGone(at)) continue;
      const [from, to] = [source.get(name), target.get(name)];
      if (node.type === 'entries' && from instanceof Y.Map && to instanceof Y.Map) this.list(at, node, from, to);
      else if (node.type === 'record' && from instanceof Y.Map && to instanceof Y.Map) this.#record(at, node, from, to);
      else if (node.type !== 'value') this.words(from, to);
      // A place in a list and whether it is shown say nothing of whoever set them.
      else if (name === 'position' || name === 'removed' || !this.#gone.ids.has(item.id.client, item.lastId.clock)) {
        this.#bench.asAuthorOf(item.id.client, () => target.set(name, this.#valueOf(at, from)), item.lastId.clock);
      }
    }
  }
}

/** The empty containers of an entry, made together with it as every edit makes them. */
function withContainers({ fields }: RecordNode, source: Y.Map<unknown>, made: Y.Map<unknown>): Y.Map<unknown> {
  for (const [name, node] of Object.entries(fields)) {
    const there = source.get(name);
    if (there instanceof Y.Text) made.set(name, new Y.Text());
    else if (there instanceof Y.XmlFragment) made.set(name, new Y.XmlFragment());
    else if (there instanceof Y.Map) made.set(name, node.type === 'record' ? withContainers(node, there, new Y.Map()) : new Y.Map());
  }
  return made;
}
