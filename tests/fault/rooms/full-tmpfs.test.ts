/** The whole server on a disk that fills up under it, and is freed again. */
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaceId } from '@ginnel/base/ids';
import { createApi } from '@ginnel/api/client';
import { expect, onTestFinished, test } from 'vitest';
import { startNode, within } from '../nodes/cluster.ts';
import { Typist } from '../nodes/people.ts';
import { createSmallDisk } from '../store/small-disk.ts';

const DISK_KB = 48 * 1024;
const SOON_MS = 60_000;

test(
  '[RM9, ST7] on a full disk nothing is said to be saved and everything can be read; when it has room again, writing goes on by itself',
  { timeout: 300_000 },
  async () => {
    const disk = createSmallDisk(DISK_KB);
    onTestFinished(() => disk.remove());
    const server = await startNode({ ...process.env, TMPDIR: disk.folder, DATABASE_URL: '', VALKEY_URL: '' });
    onTestFinished(() => server.kill());
    const signedIn = await createApi({ origin: server.address }).demoSignIn('amina-hussain');
    if (!signedIn.ok) throw new Error(signedIn.error.title);
    const { token } = signedIn.value;
    const made = await server.as(token).createDocument({ kind: 'priorities', placeId: 'radcliffe-west' as PlaceId, title: 'A full disk' });
    if (!made.ok) throw new Error(made.error.title);
    const typist = new Typist(made.value.id, token, () => server);
    onTestFinished(() => typist.leave());
    typist.type('Before. ');
    await within(SOON_MS, 'saved at first', () => typist.isSaved);
    const notes = async (): Promise<string> => {
      const read = await createApi({ origin: server.address }).document(made.value.id);
      return read.ok ? read.value.notes : '';
    };
    const status = async (): Promise<number> => (await fetch(`${server.address}/healthz`)).status;

    const ballast = join(disk.folder, 'ballast');
    const { bavail, bsize } = statfsSync(disk.folder);
    writeFileSync(ballast, new Uint8Array(bavail * bsize));
    // SQLite's log has pages of its own to fill before it needs the disk.
    await within(SOON_MS, 'the disk is found full', async () => {
      typist.type('While full. '.repeat(200));
      return (await status()) === 503;
    });
    const promised = typist.promised.length;
    typist.type('Not yet. ');
    expect(typist.isSaved).toBe(false);
    expect(await notes()).toContain('Before.');
    expect(await notes()).not.toContain('Not yet.');
    expect(typist.promised.length).toBe(promised);

    rmSync(ballast);
    const ms = await within(SOON_MS, 'saved again', () => typist.isSaved);
    expect(await status()).toBe(200);
    expect(await notes()).toBe(typist.client.notes());
    console.log(`a full disk: saved again ${ms} ms after there was room, ${typist.promised.length} frames acknowledged`);
    expect(typist.refused).toEqual([]);
  },
);
