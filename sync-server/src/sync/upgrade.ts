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
export function readUpgrade(request: IncomingMessage): Asked | null {
  const url = URL.parse(request.url ?? '', 'http://localhost');
  const documentId = PATH.exec(url?.pathname ?? '')?.[1];
  if (url === null || documentId === undefined) return null;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const speaksGinnel = offered.includes(SUBPROTOCOL);
  const whole = (name: string): number | null => {
    const value = speaksGinnel ? url.searchParams.get(name) : null;
    return value !== null && /^\d{1,16}$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : null;
  };
  return {
    documentId: documentId as DocumentId,
    speaksGinnel,
    as: speaksGinnel ? (url.searchParams.get('as') as CapacityId | null) : null,
    clientId: whole('client'),
    shapeVersion: whole('shape'),
    epoch: whole('epoch'),
  };
}
