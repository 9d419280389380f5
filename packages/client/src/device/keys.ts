/**
 * Under which keys a device keeps things. The person comes first in each: a shared computer never offers or sends one
 * person's words as another's, and signing out finds all that is theirs.
 */
export interface CopyScope {
  readonly personId: string;
  readonly documentId: string;
  readonly epoch: number;
  readonly capacityId: string;
}

/** Prefix of the local copies of one document, in one epoch, by one person in one capacity. */
export function scopePrefix({ personId, documentId, epoch, capacityId }: CopyScope): string {
  return `${documentPrefix(personId, documentId)}${epoch}/${part(capacityId)}/`;
}

/** Prefix of all local copies of one document by one person. */
export function documentPrefix(personId: string, documentId: string): string {
  return `${copiesPrefix(personId)}${part(documentId)}/`;
}

/** Prefix of all local copies. */
export const COPIES = 'ginnel/copy/';

export function copiesPrefix(personId: string): string {
  return `${COPIES}${part(personId)}/`;
}

/** Reads the key of a local copy back; `null` for other keys. */
export function scopeOfCopy(key: string): CopyScope | null {
  const [ginnel, copy, personId, documentId, epoch, capacityId] = key.split('/');
  if (ginnel !== 'ginnel' || copy !== 'copy' || personId === undefined || documentId === undefined || capacityId === undefined) return null;
  return {
    personId: decodeURIComponent(personId),
    documentId: decodeURIComponent(documentId),
    epoch: Number(epoch),
    capacityId: decodeURIComponent(capacityId),
  };
}

export function notAcceptedPrefix(personId: string, documentId?: string): string {
  return `ginnel/not-accepted/${part(personId)}/${documentId === undefined ? '' : `${part(documentId)}/`}`;
}

function part(id: string): string {
  return encodeURIComponent(id);
}
