/** Copies the room's source, makes one thing wrong in it, and loads the copy. The product itself holds no switch for this. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { assert } from '@ginnel/base/assert';
import type { RoomClass } from './sim-node.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOM = fileURLToPath(new URL('../../packages/room/src', import.meta.url));

/** @param find  stands exactly once in the file: a variant that no longer fits its source is an error */
export async function patchedRoom(name: string, file: string, find: string, replace: string): Promise<RoomClass> {
  const folder = mkdtempSync(join(HERE, '.variant-'));
  try {
    cpSync(ROOM, folder, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    const source = readFileSync(join(folder, file), 'utf8');
    const parts = source.split(find);
    assert(parts.length === 2, `"${name}" fits ${file} exactly once, not ${parts.length - 1} times`);
    writeFileSync(join(folder, file), parts.join(replace));
    const module = (await import(pathToFileURL(join(folder, 'room.ts')).href)) as { readonly Room: RoomClass };
    return module.Room;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
