/** What went wrong, in a sentence for the person at the terminal. */
import { StoreUnusable } from '@ginnel/store/store';

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
  const { path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const code = codeOf(error);
  if (code === 'SQLITE_FULL') return 'The disk is full. Make room, and try again.';
  if (error instanceof StoreUnusable) return error.message;
  if (code === '' && error.cause instanceof Error && codeOf(error.cause) !== '') return `${error.message}. ${sentenceOf(error.cause)}`;
  return SENTENCES[code]?.(dest ?? path ?? 'the file') ?? error.message;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
