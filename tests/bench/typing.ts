/** One round of typing against one server: CPU, bytes and latency per edit that reached somebody else. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Typed, Typing } from './crowd.ts';
import { ServerProcess, withFolder, type ServerName, type Usage } from './servers.ts';

export interface TypingFigures extends Typed {
  readonly cpuUsPerDelivery: number;
  readonly cpuUsPerEdit: number;
  readonly cpuPercent: number;
  readonly writtenBytesPerEdit: number;
  readonly framesPerDelivery: number;
  readonly rssMb: number;
}

export function typingRound(server: ServerName, scene: Omit<Typing, 'server' | 'url'>): Promise<TypingFigures> {
  return withFolder(async (folder) => {
    const process = await ServerProcess.start(server, folder, scene.documents);
    try {
      return await typeAgainst(process, scene);
    } finally {
      await process.stop();
    }
  });
}

async function typeAgainst(server: ServerProcess, scene: Omit<Typing, 'server' | 'url'>): Promise<TypingFigures> {
  const child = fork(fileURLToPath(new URL('crowd.ts', import.meta.url)), { stdio: ['ignore', 2, 2, 'ipc'] });
  const { promise, resolve, reject } = Promise.withResolvers<TypingFigures>();
  let before: Usage | null = null;
  let after: Usage | null = null;
  child.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
  child.on('message', (message: { type: string; typed: Typed }) => {
    if (message.type === 'measure') before = server.usage();
    else if (message.type === 'measured') after = server.usage();
    else if (before !== null && after !== null) resolve(figures(message.typed, before, after, scene.seconds));
  });
  child.send({ ...scene, server: server.name, url: server.url } satisfies Typing);
  try {
    return await promise;
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

function figures(typed: Typed, before: Usage, after: Usage, seconds: number): TypingFigures {
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    ...typed,
    cpuUsPerDelivery: (cpuMs * 1000) / typed.deliveries,
    cpuUsPerEdit: (cpuMs * 1000) / typed.edits,
    ...Object.fromEntries(
      Object.entries(after.cpuMsOf).map(([thread, ms]) => [
        `${thread}UsPerEdit`,
        ((ms - (before.cpuMsOf[thread] ?? 0)) * 1000) / typed.edits,
      ]),
    ),
    cpuPercent: cpuMs / seconds / 10,
    writtenBytesPerEdit: (after.writtenBytes - before.writtenBytes) / typed.edits,
    framesPerDelivery: typed.frames / typed.deliveries,
    rssMb: after.rssBytes / 1024 / 1024,
  };
}
