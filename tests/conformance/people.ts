/** Programs that write as demo people: signed in by bearer token, with the stock provider of y-websocket. */
import { createApi, type Api } from '@ginnel/api/client';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { PlaceId } from '@ginnel/base/ids';
import { WebSocket as NodeWebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import type { RunningServer } from './running-server.ts';

export interface Writer {
  readonly api: Api;
  readonly token: string;
}

export async function signIn(server: Pick<RunningServer, 'address'>, person: string): Promise<Writer> {
  const answer = await createApi({ origin: server.address }).demoSignIn(person);
  if (!answer.ok) throw new Error(answer.error.title);
  const { token } = answer.value;
  return { token, api: createApi({ origin: server.address, token }) };
}

export async function newDocument({ api }: Writer, kind: DocumentKind): Promise<string> {
  const answer = await api.createDocument({ kind, placeId: 'radcliffe-west' as PlaceId, title: 'Conformance' });
  if (!answer.ok) throw new Error(answer.error.title);
  return answer.value.id;
}

/** A WebSocket for Node that says who it is. */
export function socketOf(token: string, Base: typeof NodeWebSocket = NodeWebSocket): typeof WebSocket {
  return class extends Base {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  } as unknown as typeof WebSocket;
}

/** The provider as its users make it: nothing of ours but the token. */
export function stockProvider(server: RunningServer, documentId: string, doc: Y.Doc, socket: typeof WebSocket): WebsocketProvider {
  return new WebsocketProvider(server.syncAddress, documentId, doc, { WebSocketPolyfill: socket, disableBc: true });
}

/** Resolves when the document fits; looked at after every update. */
export function until(doc: Y.Doc, fits: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (fits()) return resolve();
    const look = () => {
      if (!fits()) return;
      doc.off('update', look);
      resolve();
    };
    doc.on('update', look);
  });
}

export function synced(provider: WebsocketProvider): Promise<void> {
  return new Promise((resolve) => {
    if (provider.synced) return resolve();
    provider.once('sync', () => resolve());
  });
}
