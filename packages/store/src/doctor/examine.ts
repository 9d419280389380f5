/** The whole examination, one finding after another, so that whoever waits sees each as it comes. */
import { verifyLog } from '../copy/verify.ts';
import type { Store } from '../store.ts';
import type { Finding } from './finding.ts';
import { judgeBackup, judgeClock, judgeDatabase, judgeDisk, judgeFsync, judgeOrigin, judgeVersions } from './judge.ts';
import { isFolder, probeBackup, probeClock, probeDisk, probeFsync, probeOrigin, probeVersions } from './probes.ts';

export interface ExamineOptions {
  readonly store: Store;
  /** The data folder; on PostgreSQL it is still where other things are kept. */
  readonly folder: string;
  readonly backups: string;
  readonly origin: URL;
  readonly onProgress?: (documents: number, of: number) => void;
}

/** Changes nothing but a small file that it removes again. May run beside a server that serves. */
export async function* examine({ store, folder, backups, origin, onProgress }: ExamineOptions): AsyncGenerator<Finding> {
  yield judgeVersions(await probeVersions(store));
  yield judgeClock(await probeClock(store));
  if (isFolder(folder)) {
    yield judgeDisk(probeDisk(folder));
    yield judgeFsync(probeFsync(folder));
  } else {
    yield {
      check: 'disk',
      level: 'bad',
      words: `${folder}, where the data is to be, is not a folder that this user may write. Set GINNEL_DATA.`,
    };
  }
  yield judgeDatabase(await verifyLog(store, onProgress));
  yield judgeBackup(await probeBackup(backups, folder));
  yield judgeOrigin({ origin, answer: await probeOrigin(origin) });
}
