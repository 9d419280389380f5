/** A version: stored canonical content with its hashes, so that nothing later can break or change what was signed. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Content } from './content.ts';
import { hashesOf, type Hashes } from './meaning.ts';

export interface Version {
  readonly kind: DocumentKind;
  readonly shapeVersion: number;
  readonly epoch: number;
  /** The log row up to which it was taken. */
  readonly seq: number;
  /** Given by a person; null for an automatic one. */
  readonly name: string | null;
  readonly by: Author | null;
  readonly atMs: number;
  readonly content: Content;
  readonly hashes: Hashes;
}

export function versionOf(content: object, about: Omit<Version, 'content' | 'hashes'>): Version {
  return { ...about, content: content as Content, hashes: hashesOf(about.kind, content) };
}

/** Whether a stored version is still what it says it is. */
export function isIntact({ kind, content, hashes }: Version): boolean {
  const found = hashesOf(kind, content);
  const paths = Object.keys({ ...found.parts, ...hashes.parts });
  return found.whole === hashes.whole && paths.every((path) => found.parts[path] === hashes.parts[path]);
}

/** Automatic versions worth keeping: after this pause, or this much work. */
export const AUTOMATIC = { pauseMs: 10 * 60_000, longestMs: 60 * 60_000 } as const;

export interface SinceLastVersion {
  /** The last version's meaning, or null when there is none. */
  readonly hash: string | null;
  readonly versionAtMs: number;
  readonly lastEditAtMs: number;
  readonly nowMs: number;
}

/** Whether an automatic version is due: the meaning has changed, and people have paused or worked for an hour. */
export function isVersionDue(hash: string, { hash: last, versionAtMs, lastEditAtMs, nowMs }: SinceLastVersion): boolean {
  if (hash === last) return false;
  return nowMs - lastEditAtMs >= AUTOMATIC.pauseMs || nowMs - versionAtMs >= AUTOMATIC.longestMs;
}
