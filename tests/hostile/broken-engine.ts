/**
 * A copy of the judge with one rule broken, loaded beside the real one. The copy is made from the sources, so production code
 * carries no switch for tests, and a rule that moves or changes its wording is missed here at once.
 */
import { assert } from '@ginnel/base/assert';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MakeLive } from './scene.ts';

export interface BrokenRule {
  /** What the engine no longer does. */
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const sources = fileURLToPath(new URL('../../packages/merge/src/', import.meta.url));
/** In this folder, for here the copies find the packages that they import. */
const copies = fileURLToPath(new URL('.broken/', import.meta.url));

/** Loads the engine with the rule broken, or whole when there is none to break. */
export async function loadBroken(rule: BrokenRule | null, index: number): Promise<MakeLive> {
  const folder = `${copies}${process.pid}-${index}/`;
  mkdirSync(folder, { recursive: true });
  cpSync(`${sources}admission`, `${folder}admission`, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  cpSync(`${sources}live-document.ts`, `${folder}live-document.ts`);
  if (rule !== null) {
    const path = `${folder}admission/${rule.file}`;
    const text = readFileSync(path, 'utf8');
    assert(text.split(rule.find).length === 2, `${rule.file} holds this once: ${rule.find}`);
    writeFileSync(
      path,
      text.replace(rule.find, () => rule.replace),
    );
  }
  for (const file of ['live-document.ts', ...readdirSync(`${folder}admission`).map((name) => `admission/${name}`)]) {
    const text = readFileSync(`${folder}${file}`, 'utf8');
    const up = file.startsWith('admission/') ? /'\.\.\/([^']+)\.ts'/g : /'\.\/(?!admission\/)([^']+)\.ts'/g;
    writeFileSync(`${folder}${file}`, text.replace(up, "'@ginnel/merge/$1'"));
  }
  const { createLiveDocument } = (await import(pathToFileURL(`${folder}live-document.ts`).href)) as { createLiveDocument: MakeLive };
  return createLiveDocument;
}

export function removeBroken(): void {
  rmSync(copies, { recursive: true, force: true });
}
