/** Writes Yjs v1 updates byte by byte, true or not: what an attacker can send, Yjs's own encoder cannot write. */
import * as encoding from 'lib0/encoding';

export interface Id {
  readonly client: number;
  readonly clock: number;
}

export type Content =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'deleted'; readonly length: number }
  | { readonly kind: 'any'; readonly values: readonly unknown[] }
  | { readonly kind: 'format'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'type'; readonly type: number; readonly name?: string }
  | { readonly kind: 'embed'; readonly value: unknown }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'json'; readonly values: readonly string[] }
  | { readonly kind: 'doc'; readonly guid: string }
  | { readonly kind: 'gc'; readonly length: number }
  | { readonly kind: 'skip'; readonly length: number };

export interface Struct {
  readonly origin?: Id | null;
  readonly right?: Id | null;
  /** A root's name or an item's id; written only when there is neither origin nor right origin, as Yjs reads it. */
  readonly parent?: string | Id;
  readonly key?: string | null;
  readonly content: Content;
}

export interface Part {
  readonly client: number;
  readonly clock: number;
  readonly structs: readonly Struct[];
}

export interface DeletePart {
  readonly client: number;
  readonly ranges: readonly (readonly [clock: number, length: number])[];
}

const REFS = { gc: 0, deleted: 1, json: 2, binary: 3, string: 4, embed: 5, format: 6, type: 7, any: 8, doc: 9, skip: 10 } as const;

/** Clients are written in the order that Yjs keeps, highest first, unless `asGiven`. */
export function craft(given: readonly Part[], deletes: readonly DeletePart[] = [], { asGiven = false } = {}): Uint8Array {
  const parts = asGiven ? given : given.toSorted((a, b) => b.client - a.client);
  const to = encoding.createEncoder();
  encoding.writeVarUint(to, parts.length);
  for (const { client, clock, structs } of parts) {
    encoding.writeVarUint(to, structs.length);
    encoding.writeVarUint(to, client);
    encoding.writeVarUint(to, clock);
    for (const struct of structs) writeStruct(to, struct);
  }
  encoding.writeVarUint(to, deletes.length);
  for (const { client, ranges } of deletes) {
    encoding.writeVarUint(to, client);
    encoding.writeVarUint(to, ranges.length);
    for (const [clock, length] of ranges) {
      encoding.writeVarUint(to, clock);
      encoding.writeVarUint(to, length);
    }
  }
  return encoding.toUint8Array(to);
}

export function lengthOf(content: Content): number {
  switch (content.kind) {
    case 'string':
      return content.text.length;
    case 'deleted':
    case 'gc':
    case 'skip':
      return content.length;
    case 'any':
    case 'json':
      return content.values.length;
    default:
      return 1;
  }
}

function writeStruct(to: encoding.Encoder, { origin = null, right = null, parent = 'notes', key = null, content }: Struct): void {
  const flags = (origin === null ? 0 : 0x80) | (right === null ? 0 : 0x40) | (key === null ? 0 : 0x20);
  if (content.kind === 'gc' || content.kind === 'skip') {
    encoding.writeUint8(to, REFS[content.kind]);
    encoding.writeVarUint(to, content.length);
    return;
  }
  encoding.writeUint8(to, REFS[content.kind] | flags);
  for (const id of [origin, right]) if (id !== null) writeId(to, id);
  if (origin === null && right === null) {
    encoding.writeVarUint(to, typeof parent === 'string' ? 1 : 0);
    if (typeof parent === 'string') encoding.writeVarString(to, parent);
    else writeId(to, parent);
    if (key !== null) encoding.writeVarString(to, key);
  }
  writeContent(to, content);
}

function writeId(to: encoding.Encoder, { client, clock }: Id): void {
  encoding.writeVarUint(to, client);
  encoding.writeVarUint(to, clock);
}

function writeContent(to: encoding.Encoder, content: Exclude<Content, { kind: 'gc' | 'skip' }>): void {
  switch (content.kind) {
    case 'string':
      return encoding.writeVarString(to, content.text);
    case 'deleted':
      return encoding.writeVarUint(to, content.length);
    case 'any':
      encoding.writeVarUint(to, content.values.length);
      for (const value of content.values) encoding.writeAny(to, value as string);
      return;
    case 'json':
      encoding.writeVarUint(to, content.values.length);
      for (const value of content.values) encoding.writeVarString(to, value);
      return;
    case 'format':
      encoding.writeVarString(to, content.name);
      return encoding.writeVarString(to, JSON.stringify(content.value));
    case 'type':
      encoding.writeVarUint(to, content.type);
      if (content.name !== undefined) encoding.writeVarString(to, content.name);
      return;
    case 'embed':
      return encoding.writeVarString(to, JSON.stringify(content.value));
    case 'binary':
      return encoding.writeVarUint8Array(to, content.bytes);
    case 'doc':
      encoding.writeVarString(to, content.guid);
      return encoding.writeAny(to, {});
  }
}
