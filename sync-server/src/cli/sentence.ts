/** What went wrong, in a sentence for the person at the terminal. */

const SENTENCES: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no ${path}.`,
  ENOTDIR: (path) => `${path} does not lie in a folder.`,
  EISDIR: (path) => `${path} is a folder, and a file was expected.`,
  EACCES: (path) => `This user may not read or write ${path}.`,
  EPERM: (path) => `This user may not read or write ${path}.`,
  EROFS: (path) => `${path} cannot be written: its disk is mounted for reading only.`,
  ENOSPC: (path) => `The disk is full: ${path} could not be written. Make room, and try again.`,
};

/** @returns the system's refusals in plain words, with the path that they are about; any other message as it is */
export function sentenceOf(error: Error): string {
  const { code = '', path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (code === 'SQLITE_FULL') return 'The disk is full. Make room, and try again.';
  return SENTENCES[code]?.(dest ?? path ?? 'the file') ?? error.message;
}
