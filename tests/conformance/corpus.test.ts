import { DOCUMENT_KINDS } from '@ginnel/domain/documents';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Golden } from './corpus/golden.ts';

const folder = new URL('corpus/', import.meta.url);
const goldens = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Golden] as const);

describe('golden documents of every release open for ever', () => {
  it('there is one of each kind', () => {
    expect(goldens.map(([, { kind }]) => kind)).toEqual(expect.arrayContaining([...DOCUMENT_KINDS]));
  });

  it.each(goldens)(
    '[AD19, VE3] %s means what it meant, from its log and from its snapshot',
    (_, { kind, shapeVersion, rows, state, content, hash }) => {
      for (const updates of [rows, [state]]) {
        const live = createLiveDocument(kind);
        live.applyAll(updates.map((row) => new Uint8Array(Buffer.from(row, 'base64'))));
        // A later shape may show more, never less or otherwise.
        expect(live.content()).toMatchObject(content as object);
        expect(meaningHash(content)).toBe(hash);
        if (shapeVersion === SHAPES[kind].version) expect(meaningHash(live.content())).toBe(hash);
      }
    },
  );
});
