/**
 * The wire of one document: the stock `WebsocketProvider`, with edit frames counted, and our own messages read. Holds
 * frames back while told to, and lets no update overtake the first sync. Knows nothing of what is kept on the device.
 */
import { CLOSE } from '@ginnel/protocol/close-codes';
import { splitUpdate } from '@ginnel/merge/split-update';
import { FRAME, readClientFrame, readServerMessage, SUBPROTOCOL, SYNC, syncStep2Frame, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { Awareness } from 'y-protocols/awareness';
import { readVarUint, readVarUint8Array } from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { Arrivals, type Pace } from './arrivals.ts';
import type { Ending } from './live-session.ts';

export interface LinkOptions {
  readonly serverUrl: string;
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly params: Readonly<Record<string, string>>;
  readonly WebSocket: typeof WebSocket;
  /** How fast what comes is handed on; as it comes without one. */
  readonly pace?: Pace | null;
  readonly on: (event: LinkEvent) => void;
}

export type LinkEvent =
  | { readonly type: 'connected' }
  /**
   * Edit frame number `frame` of this connection went out; `everything`: with it all is sent that was written until then; `isPart`: the
   * rest follows in the next frame.
   */
  | { readonly type: 'sent'; readonly frame: number; readonly everything: boolean; readonly isPart: boolean; readonly update: Uint8Array }
  | { readonly type: 'message'; readonly message: ServerMessage }
  /** The server's state has been read. */
  | { readonly type: 'synced' }
  | { readonly type: 'disconnected' }
  | { readonly type: 'ended'; readonly because: Ending };

export class Link {
  readonly origin: unknown;
  readonly #provider: WebsocketProvider;
  readonly #gate = new Gate();
  readonly #arrivals: Arrivals;

  constructor({ serverUrl, documentId, doc, awareness, params, WebSocket, pace = null, on }: LinkOptions) {
    const gate = this.#gate;
    gate.onSent = (sent) => on({ type: 'sent', ...sent });
    this.#provider = new WebsocketProvider(serverUrl, documentId, doc, {
      connect: false,
      awareness,
      params: { ...params },
      protocols: [SUBPROTOCOL],
      disableBc: true,
      WebSocketPolyfill: gatedSocket(WebSocket, gate),
      shouldReconnect: (event) => endingOf(event.code) === null,
    });
    this.origin = this.#provider;
    const arrivals = new Arrivals(pace, (updates) => takeIn(doc, updates, this.origin));
    this.#arrivals = arrivals;
    const handlers = this.#provider.messageHandlers;
    const [hearSync, hearAwareness] = [handlers[FRAME.sync], handlers[FRAME.awareness]] as [Handler, Handler];
    handlers[FRAME.sync] = (encoder, decoder, ...rest) => {
      if (decoder.arr[decoder.pos] === SYNC.update) {
        readVarUint(decoder);
        return arrivals.update(readVarUint8Array(decoder));
      }
      arrivals.drain();
      hearSync(encoder, decoder, ...rest);
    };
    handlers[FRAME.awareness] = (...frame) => arrivals.other(() => hearAwareness(...frame));
    handlers[FRAME.ginnel] = (_encoder, decoder) => {
      const message = readServerMessage(decoder);
      if (message !== null) arrivals.other(() => on({ type: 'message', message }));
    };
    this.#provider.on('status', ({ status }) => {
      if (status === 'connected') on({ type: 'connected' });
    });
    this.#provider.on('connection-close', () => {
      arrivals.drain();
      on({ type: 'disconnected' });
    });
    this.#provider.on('closed', ({ code }) => on({ type: 'ended', because: endingOf(code) ?? 'bad-frame' }));
    this.#provider.on('sync', (synced) => {
      if (synced) on({ type: 'synced' });
    });
  }

  connect(): void {
    this.#provider.connect();
  }

  /** Keeps edit frames back, on this and on later connections, until `release`. */
  hold(): void {
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  /** Lets the connection go at once, without waiting for the other side, and tries again. */
  reconnect(): void {
    this.#provider.disconnect();
    this.#provider.connect();
  }

  /** Closes the connection; the provider makes another after a while, and its first sync sends all that the server lacks. */
  backOff(): void {
    this.#provider.ws?.close();
  }

  destroy(): void {
    this.#arrivals.drop();
    this.#provider.destroy();
  }
}

/** Why a close is final; `null` when it is worth trying again. */
export function endingOf(code: number): Ending | null {
  switch (code) {
    case CLOSE.signIn:
      return 'signed-out';
    case CLOSE.notAllowed:
      return 'not-allowed';
    case CLOSE.noSuchDocument:
      return 'no-such-document';
    case CLOSE.shapeNewer:
      return 'older-shape';
    case CLOSE.epochOver:
      return 'epoch-over';
    case CLOSE.tooLarge:
    // A WebSocket message over the server's limit: the same frame would come again.
    case 1009:
      return 'too-large';
    case CLOSE.tooFast:
      return 'too-fast';
    default:
      return code >= 4400 && code < 4500 ? 'bad-frame' : null;
  }
}

/** Counts edit frames by connection, and decides when they may pass. */
class Gate {
  onSent: (sent: Omit<LinkEvent & { type: 'sent' }, 'type'>) => void = () => undefined;
  #held = false;
  #waiting: (() => void)[] = [];
  #frames = 0;
  #caughtUp = false;

  /** A new connection: what waited for the old one is part of the coming first sync. */
  begin(): void {
    this.#waiting = [];
    this.#frames = 0;
    this.#caughtUp = false;
  }

  pass(data: Uint8Array, send: (data: Uint8Array) => void): void {
    const frame = readClientFrame(data);
    if (frame?.type !== 'sync-step-2' && frame?.type !== 'update') {
      send(data);
      return;
    }
    const everything = frame.type === 'sync-step-2';
    // An update before the first sync step 2 might build on offline edits that the server lacks; the step 2 brings both.
    if (!everything && !this.#caughtUp) return;
    this.#caughtUp = true;
    const go = () => {
      // After days offline the first sync is more than a room takes at once.
      const pieces = splitUpdate(frame.update);
      for (const [i, piece] of pieces.entries()) {
        const isPart = i < pieces.length - 1;
        this.onSent({ frame: ++this.#frames, everything: everything && !isPart, isPart, update: piece });
        send(pieces.length === 1 ? data : everything && i === 0 ? syncStep2Frame(piece) : updateFrame(piece));
      }
    };
    if (this.#held) this.#waiting.push(go);
    else go();
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    for (const go of this.#waiting.splice(0)) go();
  }
}

type Handler = WebsocketProvider['messageHandlers'][number];

/** One transaction, however many they are: what shows the words is told once. */
function takeIn(doc: Y.Doc, updates: readonly Uint8Array[], origin: unknown): void {
  Y.transact(doc, () => updates.forEach((update) => Y.applyUpdate(doc, update, origin)), origin, false);
}

function gatedSocket(Base: typeof WebSocket, gate: Gate): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      gate.begin();
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array) gate.pass(data, (frame) => super.send(frame as Uint8Array<ArrayBuffer>));
      else super.send(data);
    }
  };
}
