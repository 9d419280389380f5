/** A server for tests of the client: one document, sockets in memory, delivery and commits by hand or at once. */
import { CLOSE } from '@ginnel/protocol/close-codes';
import { ginnelFrame, readClientFrame, syncStep1Frame, syncStep2Frame, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { Refusal } from '@ginnel/domain/refusals';
import * as Y from 'yjs';

export class FakeServer {
  doc = new Y.Doc();
  epoch = 1;
  /** Whether frames are committed as they come; else by `commit()`. */
  commitsAtOnce = true;
  reachable = true;
  judge: (update: Uint8Array) => Refusal | null = () => null;
  readonly sockets = new Set<FakeSocket>();
  readonly urls: string[] = [];
  readonly WebSocket: typeof WebSocket;
  #waiting: (() => void)[] = [];

  constructor() {
    const accept = (socket: FakeSocket) => this.#accept(socket);
    this.WebSocket = class extends FakeSocket {
      constructor(url: string | URL) {
        super(String(url), accept);
      }
    } as unknown as typeof WebSocket;
  }

  /** Frames that are not committed yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The frames that came first, or all. */
  commit(frames = Infinity): void {
    for (const run of this.#waiting.splice(0, frames)) run();
  }

  say(message: ServerMessage): void {
    for (const socket of this.sockets) socket.deliver(ginnelFrame(message));
  }

  /** Somebody else's edit, committed. */
  edit(change: (doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.doc);
    change(this.doc);
    const update = Y.encodeStateAsUpdate(this.doc, before);
    for (const socket of this.sockets) socket.deliver(updateFrame(update));
  }

  cut(): void {
    for (const socket of this.sockets) this.close(socket, 1006);
  }

  end(code: number): void {
    for (const socket of this.sockets) this.close(socket, code);
  }

  close(socket: FakeSocket, code: number): void {
    this.sockets.delete(socket);
    socket.closed(code);
  }

  #accept(socket: FakeSocket): void {
    this.urls.push(socket.url);
    if (!this.reachable) return socket.closed(1006);
    this.sockets.add(socket);
    socket.opened();
    const epoch = Number(new URL(socket.url).searchParams.get('epoch') ?? this.epoch);
    if (epoch !== this.epoch) return this.close(socket, CLOSE.epochOver);
    const you = { name: 'Amina Hussain', label: 'resident', standing: 'member', party: 'residents' } as const;
    socket.deliver(ginnelFrame({ type: 'welcome', epoch: this.epoch, seq: 0, shapeVersion: 1, phase: 'drafting', you }));
    socket.deliver(syncStep1Frame(Y.encodeStateVector(this.doc)));
    let frames = 0;
    socket.onFrame = (bytes) => {
      const frame = readClientFrame(bytes);
      if (frame?.type === 'sync-step-1') socket.deliver(syncStep2Frame(Y.encodeStateAsUpdate(this.doc, frame.stateVector)));
      if (frame?.type !== 'sync-step-2' && frame?.type !== 'update') return;
      const number = ++frames;
      const run = () => this.#take(socket, number, frame.update);
      if (this.commitsAtOnce) run();
      else this.#waiting.push(run);
    };
  }

  #take(socket: FakeSocket, frame: number, update: Uint8Array): void {
    const refusal = this.judge(update) ?? this.#gap(update);
    if (refusal === null) {
      Y.applyUpdate(this.doc, update);
      for (const other of this.sockets) if (other !== socket) other.deliver(updateFrame(update));
    } else {
      socket.deliver(ginnelFrame({ type: 'refused', frame, refusal }));
    }
    socket.deliver(ginnelFrame({ type: 'saved', epoch: this.epoch, seq: frame, frames: frame }));
  }

  #gap(update: Uint8Array): Refusal | null {
    const trial = new Y.Doc();
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.doc));
    Y.applyUpdate(trial, update);
    return trial.store.pendingStructs === null && trial.store.pendingDs === null ? null : { kind: 'gap', path: '' };
  }
}

/** The client's end. Everything is delivered in a microtask of its own, in order, as a network would. */
export class FakeSocket {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  readyState = 0;
  binaryType = 'arraybuffer';
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  onFrame: (bytes: Uint8Array) => void = () => undefined;
  readonly url: string;

  constructor(url: string, accept: (socket: FakeSocket) => void) {
    this.url = url;
    queueMicrotask(() => accept(this));
  }

  send(data: Uint8Array): void {
    const bytes = data.slice();
    queueMicrotask(() => this.readyState === 1 && this.onFrame(bytes));
  }

  close(): void {
    this.closed(1005);
  }

  opened(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  deliver(bytes: Uint8Array): void {
    queueMicrotask(() => this.readyState === 1 && this.onmessage?.({ data: bytes.slice().buffer }));
  }

  closed(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code, reason: '' });
  }
}
