/** Makes golden documents: the same for everyone, as honest histories play the same everywhere. */
import { DOCUMENT_KINDS, type DocumentKind } from '@ginnel/domain/documents';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import fc from 'fast-check';
import { existsSync, writeFileSync } from 'node:fs';
import type { Golden } from './golden.ts';

/** Writes one document of each kind for a release. A file that is there is never written again. Returns the new ones' names. */
export function makeCorpus(release: string): string[] {
  const names = DOCUMENT_KINDS.map((kind) => [kind, `${release}-${kind}.json`] as const);
  return names.flatMap(([kind, name]) => {
    const file = new URL(name, import.meta.url);
    if (existsSync(file)) return [];
    writeFileSync(file, `${JSON.stringify(golden(release, kind), null, 1)}\n`);
    return [name];
  });
}

function golden(release: string, kind: DocumentKind): Golden {
  // The longest of some histories: it has something of everything.
  const histories = fc.sample(honestHistories({ kinds: [kind], maxSteps: 120 }), { numRuns: 20, seed: 1 });
  const longest = histories.toSorted((a, b) => b.steps.length - a.steps.length)[0]!;
  const rows = play(longest).rows.map(({ update }) => update);
  const live = createLiveDocument(kind);
  live.applyAll(rows);
  const content = live.content();
  return {
    release,
    kind,
    shapeVersion: SHAPES[kind].version,
    rows: rows.map(toBase64),
    state: toBase64(live.encode()),
    content,
    hash: meaningHash(content),
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
