/** One round of typing against one server: CPU, bytes and latency per edit that reached somebody else. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Typed, Typing } from './crowd.ts';
import { InstructionCount } from './instructions.ts';
import { ServerProcess, withFolder, type ServerName, type Usage } from './servers.ts';

export interface TypingFigures extends Typed {
  readonly cpuUsPerDelivery: number;
  readonly cpuUsPerEdit: number;
  readonly cpuPercent: number;
  readonly writtenBytesPerEdit: number;
  readonly framesPerDelivery: number;
  readonly rssMb: number;
  /** User's and kernel's. */
  readonly instructionsPerDelivery?: number;
}

export interface Round {
  readonly scene: Omit<Typing, 'server' | 'url'>;
  /** Adds `instructionsPerDelivery`. */
  readonly countsInstructions: boolean;
}

export function typingRound(server: ServerName, round: Round): Promise<TypingFigures> {
  return withFolder(async (folder) => {
    const process = await ServerProcess.start(server, folder, round.scene.documents);
    try {
      return await typeAgainst(process, round);
    } finally {
      await process.stop();
    }
  });
}

async function typeAgainst(server: ServerProcess, { scene, countsInstructions }: Round): Promise<TypingFigures> {
  const child = fork(fileURLToPath(new URL('crowd.ts', import.meta.url)), { stdio: ['ignore', 2, 2, 'ipc'] });
  const { promise, resolve, reject } = Promise.withResolvers<TypingFigures>();
  let before: Usage | null = null;
  let after: Usage | null = null;
  let count: InstructionCount | null = null;
  child.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
  child.on('message', (message: { type: string; typed: Typed }) => {
    if (message.type === 'settling') server.collect();
    else if (message.type === 'measure') {
      before = server.usage();
      if (countsInstructions) count = new InstructionCount(server.pid);
    } else if (message.type === 'measured') {
      after = server.usage();
      count?.stop();
    } else if (before !== null && after !== null) resolve(figures(message.typed, before, after, scene.seconds));
  });
  child.send({ ...scene, server: server.name, url: server.url } satisfies Typing);
  try {
    const measured = await promise;
    const counted = await (count as InstructionCount | null)?.counted;
    return counted === undefined ? measured : { ...measured, instructionsPerDelivery: counted / measured.deliveries };
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
