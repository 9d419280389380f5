/** The recorded editing traces as Yjs updates, one per keystroke, as the people who typed them would have sent them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as Y from 'yjs';

export interface Trace {
  readonly name: string;
  readonly updates: readonly Uint8Array[];
  readonly endContent: string;
}

type Patch = readonly [position: number, deleted: number, inserted: string];

interface Recorded {
  readonly endContent: string;
  readonly numAgents?: number;
  readonly txns: readonly { readonly parents?: readonly number[]; readonly agent?: number; readonly patches: readonly Patch[] }[];
}

const folder = new URL('../conformance/traces/', import.meta.url);

/** @param limit  as many transactions at most */
export function readTrace(name: 'friendsforever' | 'sveltecomponent', limit = Infinity): Trace {
  const recorded = JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString()) as Recorded;
  const txns = recorded.txns.slice(0, limit);
  const agents = Array.from({ length: recorded.numAgents ?? 1 }, (_, i) => agentAt(2 ** 40 + i * 7919));
  const updates = new Map<number, Uint8Array[]>();
  for (const [index, { parents = index === 0 ? [] : [index - 1], agent = 0, patches }] of txns.entries()) {
    const { doc, made, seen } = agents[agent]!;
    for (const each of unseen(parents, txns, seen)) for (const update of updates.get(each)!) Y.applyUpdate(doc, update);
    made.length = 0;
    for (const patch of patches) edit(doc.getText('notes'), patch);
    updates.set(index, [...made]);
    seen.add(index);
  }
  return { name, updates: [...updates.values()].flat(), endContent: recorded.endContent };
}

function agentAt(clientID: number) {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = clientID;
  const made: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void made.push(update));
  return { doc, made, seen: new Set<number>() };
}

/** The transactions that somebody had not seen of those that led to `parents`, in order; from now on they have. */
function unseen(parents: readonly number[], txns: Recorded['txns'], seen: Set<number>): number[] {
  const fresh: number[] = [];
  const open = [...parents];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    fresh.push(index);
    open.push(...(txns[index]!.parents ?? (index === 0 ? [] : [index - 1])));
  }
  return fresh.toSorted((a, b) => a - b);
}

/** Positions are counted in code points; these texts hold few beyond the first plane, so both counts are nearly always one. */
function edit(text: Y.Text, [position, deleted, inserted]: Patch): void {
  const words = text.toString();
  const from = unitsBefore(words, position);
  const to = deleted === 0 ? from : unitsBefore(words, position + deleted);
  if (to > from) text.delete(from, to - from);
  if (inserted !== '') text.insert(from, inserted);
}

function unitsBefore(words: string, points: number): number {
  let units = points;
  for (let i = 0; i < units && i < words.length; i++) {
    const unit = words.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      units++;
      i++;
    }
  }
  return units;
}
