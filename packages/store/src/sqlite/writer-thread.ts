/** The main thread's side of the writer: sends, matches answers, and starts a new writer after one has died. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { unreachable } from '@ginnel/base/assert';
import { DamagedError, StorageError, type Append, type Appended } from '../ports/document-log.ts';
import { unpackAnswers } from './packed-answers.ts';
import { createPacker } from './packed-appends.ts';
import type { Bell, Failure, FromWriter, ToWriter, WriterOptions } from './writer-messages.ts';

interface Waiting {
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: Error) => void;
}

type Request<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

export class WriterThread {
  readonly #options: WriterOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  /** Of the writer that is there now. */
  #bell: Bell['bell'] = newBell();
  /** Knows the names that this writer has been told. */
  #pack = createPacker();
  #nextId = 1;
  #closed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Resolves when the writer has its connection; rejects with why it has not. */
  async start(): Promise<void> {
    const worker = this.#begin();
    const [message] = (await once(worker, 'message')) as [FromWriter];
    if ('failure' in message) throw toError(message.failure);
  }

  /** Rejects with `StorageError` when nothing was written, or when the thread died and nobody can say. */
  append(appends: readonly Append[]): Promise<readonly Appended[]> {
    return this.#ask(() => ({ type: 'append', ...this.#pack(appends) }));
  }

  /** As `append`. */
  ask(request: Request<ToWriter>): Promise<readonly Appended[]> {
    return this.#ask(() => request);
  }

  #ask(request: () => Request<ToWriter>): Promise<readonly Appended[]> {
    if (this.#closed) return Promise.reject(new StorageError('The store is closed'));
    const worker = this.#worker ?? this.#begin();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send(worker, { ...request(), id });
    });
  }

  /** What was asked before is still answered. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const ended = once(worker, 'exit');
    this.#send(worker, { type: 'close' });
    await ended;
  }

  #send(worker: Worker, message: ToWriter): void {
    worker.postMessage(message);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #begin(): Worker {
    this.#bell = newBell();
    this.#pack = createPacker();
    const workerData: WriterOptions & Bell = { ...this.#options, bell: this.#bell };
    const worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData, name: 'ginnel-writer' });
    this.#worker = worker;
    let reason: Error = new StorageError('The writer has ended');
    worker.on('message', (message: FromWriter) => {
      if (message instanceof Float64Array) {
        for (const { id, appended } of unpackAnswers(message)) this.#take(id)?.resolve(appended);
        return;
      }
      switch (message.type) {
        case 'ready':
          break;
        case 'unusable':
          reason = toError(message.failure);
          break;
        case 'failed':
          for (const id of message.ids) this.#take(id)?.reject(toError(message.failure));
          break;
        default:
          unreachable(message);
      }
    });
    worker.on('error', (error) => (reason = new StorageError('The writer has failed', { cause: error })));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      const unanswered = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of unanswered) reject(reason);
    });
    return worker;
  }
}

function newBell(): Bell['bell'] {
  return new Int32Array(new SharedArrayBuffer(4));
}

function toError({ kind, message }: Failure): Error {
  switch (kind) {
    case 'storage':
      return new StorageError(message);
    case 'damaged':
      return new DamagedError(message);
    case 'bug':
      return new Error(message);
  }
}
