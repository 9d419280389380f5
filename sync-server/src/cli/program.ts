/** The commands of `ginnel` and their options. Every command answers in plain lines, or with `--json` in one JSON value. */
import { Command, CommanderError } from 'commander';
import { readConfig } from '../config.ts';
import { exportAudit, verifyAudit } from './audit.ts';
import { backUp, restore, verify } from './backup.ts';
import { verifyCertificate } from './certificate.ts';
import { giveCode } from './code.ts';
import type { CommandContext, Outcome, ProgramOptions } from './command.ts';
import { doctor } from './doctor.ts';
import { initialise } from './init.ts';
import { misunderstood } from './misunderstood.ts';
import { move } from './move.ts';
import { retain } from './retention.ts';
import { sentenceOf } from './sentence.ts';
import { versionOf } from './version.ts';

const HELP = 'ginnel --help lists the commands, ginnel <command> --help what each takes.';

export interface Program {
  /** @returns the exit code: 0 done, 1 not done and why, 2 not understood */
  run(argv: readonly string[]): Promise<number>;
}

export function createProgram(options: ProgramOptions): Program {
  let exitCode = 0;
  const perform = async (json: boolean, command: (context: CommandContext) => Promise<Outcome>): Promise<void> => {
    const outcome = await withConfig(options, command);
    if (json) options.say(JSON.stringify({ ok: outcome.ok, ...outcome.data }));
    else outcome.lines.forEach((line) => options.say(line));
    exitCode = outcome.ok ? 0 : 1;
  };

  const program = new Command('ginnel').description('Looks after an installation of Ginnel').exitOverride();
  const { say, complain = say } = options;
  program.configureOutput({
    writeOut: (text) => say(text.trimEnd()),
    writeErr: (text) => complain(text.trimEnd()),
    outputError: (text) => complain(`${misunderstood(text)} ${HELP}`),
  });
  program.version(versionOf(options.environment['GINNEL_COMMIT']), '--version', 'says which Ginnel this is');
  const add = (name: string, description: string): Command =>
    program.command(name).description(description).option('--json', 'answer in JSON');

  add('init', 'Sets up an empty installation: the borough, its places and organisations, the first administrator')
    .requiredOption('--borough <name>', 'name of the borough')
    .option('--code <code>', 'its ONS code', '')
    .requiredOption('--admin-name <name>', 'name of the first administrator')
    .requiredOption('--admin-email <address>', 'e-mail address of the first administrator')
    .option('--places <file>', 'CSV with the columns name, tier, parent, ons_code, about')
    .option('--organisations <file>', 'CSV with the columns name, kind')
    .option('--dry-run', 'only say what would be set up')
    .action((asked) => perform(asked.json === true, (context) => initialise(context, asked)));
  add('code', 'Gives a sign-in code to somebody who has just asked for a link, for when no mail can be sent')
    .argument('<email>')
    .action((email, { json }) => perform(json === true, (context) => giveCode(context, email)));
  add('backup', 'Makes a backup while people are served, and reads it back')
    .requiredOption('--into <folder>', 'where it goes; better on another disk')
    .action(({ into, json }) => perform(json === true, (context) => backUp(context, into)));
  add('verify-backup', 'Reads a backup back, row by row')
    .argument('<file>')
    .action((file, { json }) => perform(json === true, (context) => verify(context, file)));
  add('restore', 'Makes a database of a backup where there is none; stop the server first')
    .argument('<file>')
    .option('--expunged <file>', 'the newest ledger of expunges, when it is neither beside the backup nor in the data folder')
    .action((file, { expunged, json }) => perform(json === true, (context) => restore(context, file, expunged ?? null)));
  add('move', 'Copies everything to another database, and compares; stop the server first')
    .argument('<to>', 'postgres://… or a folder')
    .action((to, { json }) => perform(json === true, (context) => move(context, to)));
  add('doctor', 'Looks at the machine, reads everything, and says what is not well')
    .option('--backups <folder>', 'where the backups are', './backups')
    .action(({ backups, json }) => perform(json === true, (context) => doctor(context, backups)));
  add('retention', 'Lets go what has been kept for long enough; a running server does it every night')
    .option('--dry-run', 'only say how much would go')
    .action(({ dryRun, json }) => perform(json === true, (context) => retain(context, { dry: dryRun === true })));
  add('audit-export', 'Writes all decisions and the signed head to a file, without personal data')
    .argument('<file>')
    .action((file, { json }) => perform(json === true, (context) => exportAudit(context, file)));
  add('audit-verify', 'Checks an exported audit, offline; with a head that was kept earlier also for what is missing at the end')
    .argument('<file>')
    .option('--head <file>', 'an earlier export or head')
    .action((file, { head, json }) => perform(json === true, () => verifyAudit(file, head ?? null)));
  add('verify-certificate', 'Checks the certificate of an expunge, offline')
    .argument('<file>')
    .option('--audit <file>', 'an exported audit, in which it must stand')
    .action((file, { audit, json }) => perform(json === true, () => verifyCertificate(file, audit ?? null)));

  return {
    async run(argv) {
      try {
        await program.parseAsync([...argv], { from: 'user' });
        return exitCode;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        throw error;
      }
    },
  };
}

async function withConfig(options: ProgramOptions, command: (context: CommandContext) => Promise<Outcome>): Promise<Outcome> {
  const read = readConfig(options.environment);
  if (!read.ok) return { ok: false, lines: read.faults, data: { faults: read.faults } };
  try {
    return await command({ ...options, config: read.config });
  } catch (error) {
    // What a person at a terminal can act on: a file that is not there, a database that cannot be opened, damage that was found.
    if (!(error instanceof Error)) throw error;
    const sentence = sentenceOf(error);
    return { ok: false, lines: [sentence], data: { error: sentence } };
  }
}
