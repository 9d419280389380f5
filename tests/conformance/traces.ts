/**
 * Editing traces of real people (josephg/editing-traces, CC BY 4.0), recorded keystroke by keystroke, and what each
 * agent had seen before each of its edits.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** `[position, deleted, inserted]`, in Unicode code points. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

interface ConcurrentTrace {
  readonly kind: 'concurrent';
  readonly endContent: string;
  readonly numAgents: number;
  readonly txns: readonly { readonly parents: readonly number[]; readonly agent: number; readonly patches: readonly Patch[] }[];
}

interface SequentialTrace {
  readonly startContent: string;
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly Patch[] }[];
}

const FOLDER = new URL('traces/', import.meta.url);

function readTrace(name: string): unknown {
  const file = fileURLToPath(new URL(`${name}.json.gz`, FOLDER));
  if (!existsSync(file)) {
    throw new Error(`The editing trace ${name} is missing: it is looked for at ${file}.`);
  }
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
}

export function sequentialTrace(name: string): SequentialTrace {
  return readTrace(name) as SequentialTrace;
}

export interface Edit {
  readonly agent: number;
  readonly patches: readonly Patch[];
  /** Other agents' edits that the agent had seen before this one: for each, the index of the last; -1 for none. */
  readonly seen: ReadonlyMap<number, number>;
  /** Some other agent once stands exactly after this edit and before the next one of this agent. */
  readonly isSeenLast: boolean;
}

export interface ConcurrentEdits {
  readonly endContent: string;
  readonly agents: number;
  /** Every edit stands after all that it had seen. */
  readonly edits: readonly Edit[];
}

export function concurrentTrace(name: string): ConcurrentEdits {
  const { endContent, numAgents, txns } = readTrace(name) as ConcurrentTrace;
  const after: Map<number, number>[] = [];
  const seenLast = new Set<number>();
  const seenBefore = txns.map(({ parents, agent }, index) => {
    const seen = new Map<number, number>();
    for (const parent of parents) {
      for (const [other, last] of after[parent] ?? []) seen.set(other, Math.max(last, seen.get(other) ?? -1));
    }
    after.push(new Map(seen).set(agent, index));
    seen.delete(agent);
    for (const last of seen.values()) seenLast.add(last);
    return seen;
  });
  const edits = txns.map(({ agent, patches }, index) => ({
    agent,
    patches,
    seen: seenBefore[index] ?? new Map<number, number>(),
    isSeenLast: seenLast.has(index),
  }));
  return { endContent, agents: numAgents, edits };
}

/** Makes the patches of one edit in a text. */
export function applyPatches(
  text: { insert(at: number, words: string): void; delete(at: number, length: number): void; toString(): string },
  patches: readonly Patch[],
  hasAstral: boolean,
): void {
  for (const [position, deleted, inserted] of patches) {
    const at = hasAstral ? unitsIn(text.toString(), 0, position) : position;
    const length = hasAstral ? unitsIn(text.toString(), at, deleted) : deleted;
    if (length > 0) text.delete(at, length);
    if (inserted !== '') text.insert(at, inserted);
  }
}

/** Whether code points and UTF-16 code units differ anywhere in a trace. */
export function hasAstral(edits: readonly { readonly patches: readonly Patch[] }[]): boolean {
  return edits.some(({ patches }) => patches.some(([, , inserted]) => /[\u{10000}-\u{10ffff}]/u.test(inserted)));
}

function unitsIn(text: string, from: number, codePoints: number): number {
  return [...text.slice(from)].slice(0, codePoints).join('').length;
}
