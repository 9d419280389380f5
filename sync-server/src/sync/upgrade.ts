/** Reads what a client names in its address: `/sync/<document>?as=…&client=…&shape=…&epoch=…`. */
import type { CapacityId, DocumentId } from '@ginnel/base/ids';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import type { IncomingMessage } from 'node:http';

export interface Asked {
  readonly documentId: DocumentId;
  readonly speaksGinnel: boolean;
  /** The rest is read from `ginnel.v1` clients only. */
  readonly as: CapacityId | null;
  readonly clientId: number | null;
  readonly shapeVersion: number | null;
  readonly epoch: number | null;
}

const PATH = /^\/sync\/([A-Za-z0-9_-]{1,64})$/;

/** `null`: no path of ours. A parameter that cannot be read counts as not given. */
export function readUpgrade({ url = '', headers }: IncomingMessage): Asked | null {
  const queryAt = url.indexOf('?');
  const documentId = PATH.exec(queryAt === -1 ? url : url.slice(0, queryAt))?.[1];
  if (documentId === undefined) return null;
  const speaksGinnel = offers(headers['sec-websocket-protocol'], SUBPROTOCOL);
  const asked = new URLSearchParams(speaksGinnel && queryAt !== -1 ? url.slice(queryAt) : '');
  return {
    documentId: documentId as DocumentId,
    speaksGinnel,
    as: asked.get('as') as CapacityId | null,
    clientId: whole(asked.get('client')),
    shapeVersion: whole(asked.get('shape')),
    epoch: whole(asked.get('epoch')),
  };
}

function offers(header: string | undefined, subprotocol: string): boolean {
  if (header === undefined || header === subprotocol) return header !== undefined;
  return header.split(',').some((name) => name.trim() === subprotocol);
}

function whole(value: string | null): number | null {
  return value !== null && /^\d{1,16}$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : null;
}
