/**
 * The language in which document kinds are described: one tree per kind, read by admission (what fits), by the canonical
 * projection (what it means), by the typed edits and by the web. It says nothing of rights: those stand in `rights/`.
 */

import { isPosition } from './position.ts';

/** Plain words that merge: a `Y.Text` without formats or embeds. */
export interface TextNode {
  readonly type: 'text';
  /** Longest text, in UTF-16 code units, as Yjs counts. */
  readonly maxLength: number;
}

/** Prose with headings, lists, bold, italic and links: a `Y.XmlFragment` as y-prosemirror writes it. */
export interface RichNode {
  readonly type: 'rich';
  readonly maxLength: number;
}

/** One small JSON value under a map key; the last writer wins. */
export interface ValueNode {
  readonly type: 'value';
  readonly fits: (value: unknown) => boolean;
  /** What the canonical projection shows when the key was never set. */
  readonly missing: string | boolean;
}

/** A `Y.Map` with known keys. */
export interface RecordNode {
  readonly type: 'record';
  readonly fields: Readonly<Record<string, ShapeNode>>;
}

/**
 * A `Y.Map` from id to record: a list whose order, if it has one, is the entries' `position` (a fractional index; ties by
 * id). Entries are never deleted and never replaced: `removed` takes one out of sight, and back. So a move or a removal
 * can neither duplicate an entry nor swallow words that somebody is writing in it.
 */
export interface EntriesNode {
  readonly type: 'entries';
  readonly key: RegExp;
  readonly max: number;
  readonly entry: RecordNode;
}

export type ShapeNode = TextNode | RichNode | ValueNode | RecordNode | EntriesNode;

export interface DocumentShape {
  /** Rises when a node is added or changed. Names are append-only. */
  readonly version: number;
  /** Root types by name. */
  readonly roots: Readonly<Record<string, TextNode | RichNode | EntriesNode>>;
}

export function text(maxLength: number): TextNode {
  return { type: 'text', maxLength };
}

export function rich(maxLength: number): RichNode {
  return { type: 'rich', maxLength };
}

export function record(fields: RecordNode['fields']): RecordNode {
  return { type: 'record', fields };
}

export function entries(fields: RecordNode['fields'], { key = ENTRY_ID, max = 500 }: { key?: RegExp; max?: number } = {}): EntriesNode {
  return { type: 'entries', key, max, entry: record(fields) };
}

/** Ids of entries: lower-case letters, digits, `_` and `-`; never anything that JavaScript gives a meaning. */
export const ENTRY_ID = /^[a-z][a-z0-9]{0,3}_[a-z0-9]{8,32}$/;
/** Party ids: an organisation's id, or `residents`; never the one such word that JavaScript gives a meaning. */
export const PARTY_ID = /^(?!constructor$)[a-z][a-z0-9-]{1,59}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PLAIN_ID = /^[a-z][a-z0-9-]{0,59}$/;

export const position: ValueNode = { type: 'value', missing: 'a0', fits: isPosition };
export const removed: ValueNode = { type: 'value', missing: false, fits: (v) => typeof v === 'boolean' };
/** An id from data outside the document (outcome, organisation), or empty. */
export const reference: ValueNode = { type: 'value', missing: '', fits: (v) => v === '' || (typeof v === 'string' && PLAIN_ID.test(v)) };
/** The id of another entry of the same document, or empty. */
export const entryReference: ValueNode = {
  type: 'value',
  missing: '',
  fits: (v) => v === '' || (typeof v === 'string' && ENTRY_ID.test(v)),
};
/** A calendar date, `2026-12-05`, or empty. */
export const date: ValueNode = { type: 'value', missing: '', fits: (v) => v === '' || (typeof v === 'string' && DATE.test(v)) };
/** A figure as people write it (`1,240`, `12.5 %`): at most 40 characters. */
export const figure: ValueNode = { type: 'value', missing: '', fits: (v) => typeof v === 'string' && v.length <= 40 };

export function oneOf<const Choice extends string>(choices: readonly Choice[], missing: Choice): ValueNode {
  return { type: 'value', missing, fits: (v) => (choices as readonly unknown[]).includes(v) };
}
