/**
 * The writer thread: the one place that appends. Everything that arrived while a commit was under way goes into the next
 * one, so that many people share one fsync and the event loop of the server waits for none.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { assert, unreachable } from '@ginnel/base/assert';
import { DamagedError, StorageError } from '../ports/document-log.ts';
import { createAppender, type Appender } from './appender.ts';
import { openConnection } from './connection.ts';
import { toStoreError } from './errors.ts';
import { packAnswers } from './packed-answers.ts';
import { createUnpacker } from './packed-appends.ts';
import type { Bell, Failure, FromWriter, ToWriter, WriterOptions } from './writer-messages.ts';

const port = parentPort;
assert(port !== null, 'the writer runs in a thread of its own');
/** Outside every `attempt`: what cannot be unpacked ends the thread, since names would be missing, and a new one starts without any. */
const unpack = createUnpacker();
run(workerData as WriterOptions & Bell);

function run({ file, busyTimeoutMs, foldAfterRows, maxShortBytes, bell }: WriterOptions & Bell): void {
  let connection;
  let appender: Appender;
  try {
    connection = openConnection({ file, checkpoints: true, busyTimeoutMs });
    appender = createAppender(connection, maxShortBytes);
  } catch (error) {
    send({ type: 'unusable', failure: toFailure(error) });
    return;
  }
  send({ type: 'ready' });
  // The thread has nothing else to do: it sleeps on the bell, which costs a third of waking through its event loop.
  for (let rung = Atomics.load(bell, 0), isOpen = true; isOpen; rung = Atomics.load(bell, 0)) {
    const queue = waiting();
    if (queue.length === 0) Atomics.wait(bell, 0, rung);
    else isOpen = serve(appender, queue, foldAfterRows);
  }
  connection.close();
  port?.close();
}

/** @returns whether more is to come */
function serve(appender: Appender, queue: readonly ToWriter[], foldAfterRows: number): boolean {
  for (const answer of answerAll(appender, queue)) send(answer);
  fold(appender, foldAfterRows);
  return !queue.some((message) => message.type === 'close');
}

/** Housekeeping, after the answers: what is folded is durable already, and when it cannot be folded now it can be later. */
function fold(appender: Appender, foldAfterRows: number): void {
  try {
    appender.fold(foldAfterRows);
  } catch (error) {
    if (!(toStoreError(error) instanceof StorageError)) throw error;
  }
}

function waiting(): ToWriter[] {
  const messages: ToWriter[] = [];
  for (;;) {
    const next = port === null ? undefined : receiveMessageOnPort(port);
    if (next === undefined) return messages;
    messages.push(next.message as ToWriter);
  }
}

/** Appends first, in one transaction; snapshots after, each in its own: a large one that does not fit fails alone. */
function answerAll(appender: Appender, queue: readonly ToWriter[]): FromWriter[] {
  const appends = queue.filter((message) => message.type === 'append');
  const answers: FromWriter[] = appends.length === 0 ? [] : [answerAppends(appender, appends)];
  for (const message of queue) {
    switch (message.type) {
      case 'snapshot': {
        const { id, documentId, epoch, snapshot } = message;
        answers.push(attempt([id], () => (appender.keepSnapshot(documentId, epoch, snapshot), [[]])));
        break;
      }
      case 'epoch':
        answers.push(attempt([message.id], () => [[appender.beginEpoch(message.next)]]));
        break;
      case 'scrub':
        answers.push(attempt([message.id], () => (appender.scrub(), [[]])));
        break;
      case 'append':
      case 'close':
        break;
      default:
        unreachable(message);
    }
  }
  return answers;
}

function answerAppends(appender: Appender, messages: readonly Extract<ToWriter, { type: 'append' }>[]): FromWriter {
  const appends = messages.map(unpack);
  return attempt(
    messages.map((message) => message.id),
    () => {
      const appended = appender.append(appends.flat());
      let from = 0;
      return appends.map(({ length }) => appended.slice(from, (from += length)));
    },
  );
}

function attempt(ids: readonly number[], work: () => ReturnType<Appender['append']>[]): FromWriter {
  try {
    const results = work();
    return packAnswers(ids.map((id, i) => ({ id, appended: results[i] ?? [] })));
  } catch (error) {
    return { type: 'failed', ids, failure: toFailure(error) };
  }
}

function toFailure(cause: unknown): Failure {
  const error = toStoreError(cause);
  const kind = error instanceof StorageError ? 'storage' : error instanceof DamagedError ? 'damaged' : 'bug';
  return { kind, message: error instanceof Error ? error.message : String(error) };
}

function send(message: FromWriter): void {
  port?.postMessage(message);
}
