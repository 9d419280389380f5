/** What every command of `ginnel` is given and what it answers with. */
import type { Clock, Random } from '@ginnel/base/ports';
import type { Progress } from '@ginnel/store/backup/backup';
import type { Config } from '../config.ts';

export interface ProgramOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly say: (line: string) => void;
  /** What was typed and is no command of ours. Left out: said like an answer. */
  readonly complain?: (line: string) => void;
  /** How far long work has come; left out, nobody is told. */
  readonly onProgress?: Progress;
}

export interface CommandContext extends ProgramOptions {
  readonly config: Config;
}

/** What a command has to say, and whether it did what was asked. */
export interface Outcome {
  readonly ok: boolean;
  readonly lines: readonly string[];
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>;
}
