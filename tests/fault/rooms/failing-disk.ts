/** The whole program on a disk that answers EIO for a while: the system calls on its database's files are answered so by strace. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { systemProgram } from '@ginnel/testkit/services/system-program';
import { RunningServer } from '../../conformance/running-server.ts';

const FILES = ['ginnel.sqlite', 'ginnel.sqlite-wal'];

export interface FailingDisk {
  readonly server: RunningServer;
  fail(): void;
  heal(): void;
}

/** @param calls  the system calls that fail: `pread64` to read, `fsync,fdatasync` to make durable */
export async function startOnFailingDisk(calls: string): Promise<FailingDisk> {
  // The files fail as long as they are in a folder of this name; open ones are followed there.
  const failing = (folder: string): string => `${folder}-failing`;
  const server = await RunningServer.startBy((folder) => [
    systemProgram('strace', 'strace'),
    ...['-D', '-f', '-qq', '-o', '/dev/null', '--seccomp-bpf', '-e', `trace=${calls}`, '-e', `inject=${calls}:error=EIO`],
    ...FILES.flatMap((name) => ['-P', join(failing(folder), name)]),
  ]);
  return {
    server,
    fail: () => renameSync(server.folder, failing(server.folder)),
    heal: () => renameSync(failing(server.folder), server.folder),
  };
}
