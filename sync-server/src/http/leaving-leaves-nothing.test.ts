import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { browser } from '../testing/browser.ts';
import { demoServer } from '../testing/demo-server.ts';

const NAME = 'Zephyrine Quillfeather';

/** The files that hold these bytes anywhere: also in pages that no row uses any more. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

it('the name of somebody who has left is in no byte of the database once the server has stopped', async () => {
  const server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  const opened = await (await server.as('yusuf-patel')).openGuestPass(listed.ok ? (listed.value.documents[0]?.id ?? '') : '');
  const guest = browser(server.address);
  const joined = await guest.fetch('/api/guests', { method: 'POST', body: { code: opened.ok ? opened.value.code : '', name: NAME } });
  expect(joined.status).toBe(200);
  expect(filesWith(server.folder, NAME)).not.toEqual([]);
  expect((await guest.fetch('/api/me', { method: 'DELETE' })).status).toBe(200);
  const kept = mkdtempSync(join(tmpdir(), 'ginnel-left-'));
  onTestFinished(() => rmSync(kept, { recursive: true }));
  await server.stop((folder) => cpSync(folder, kept, { recursive: true }));
  expect(readdirSync(kept)).toContain('ginnel.sqlite');
  expect(filesWith(kept, NAME)).toEqual([]);
});
