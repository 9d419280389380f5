/** One socket: writes shared frames, is cut off when its reader is too slow, and is found out when nobody is there. */
import type { Duplex } from 'node:stream';
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import { CLOSE } from '@ginnel/protocol/close-codes';
import type { ConnectionId } from '@ginnel/room/contract';
import { WebSocket } from 'ws';
import { sayGoodbye } from './goodbye.ts';
import type { Holder } from './held-budget.ts';
import type { Session } from './ports.ts';
import { Owed, type Owing, type SavedPace } from './saved-pace.ts';
import { binaryMessage } from './ws-frame.ts';

/** Unsent bytes at which a reader is too slow. A hall session at full speed is some 10 kB a second. */
export const MAX_UNSENT_BYTES = 1024 * 1024;
/** From here on an answer is a document's, and a slow line may take its time over it. */
export const LARGE_ANSWER_BYTES = 64 * 1024;
/** Who has this much of earlier answers to read does not need another. */
export const MAX_UNSENT_ANSWER_BYTES = 8 * 1024 * 1024;
/** What a piece of a message costs beside its bytes while the rest is waited for: a buffer, its store and its place in a list. */
const PIECE_BYTES = 512;
/** Smaller ones are left to be collected. */
const LARGE_PIECE_BYTES = 4096;
/** A ping without words (RFC 6455, 5.5.2). */
const PING = Buffer.of(0x89, 0);

/** Hears one message. */
type Hear = (data: Buffer, isBinary: boolean) => void;
type Join = (messages: readonly Buffer[]) => Buffer;

/** Puts messages together, once for all connections in a row that have the same ones. */
export function joining(): Join {
  let last: readonly Buffer[] = [];
  let joined: Buffer = Buffer.alloc(0);
  return (messages) => {
    if (messages.length === 1) return messages[0] as Buffer;
    if (last.length !== messages.length || messages.some((message, i) => message !== last[i])) {
      last = messages;
      joined = Buffer.concat(messages);
    }
    return joined;
  };
}

/** What a socket tells the node that it is on. */
export interface AroundConnection {
  /** Is told how much was read, and how much is said that may wait. */
  readonly note: (bytes: number) => void;
  readonly pace: SavedPace;
  /** Is told how long the oldest edit of a "saved" has waited for it. */
  readonly saved: (waitedMs: number) => void;
  /** Is told that the reader was too slow and has been cut off. */
  readonly tooSlow: () => void;
}

export class Connection implements Holder, Owing {
  readonly id: ConnectionId;
  readonly documentId: DocumentId;
  session: Session | null = null;
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  /** Bytes of large answers that were asked for: a slow line may take its time over them. */
  #allowance = 0;
  #isPaused = false;
  /** Since the last look; who has only just come counts as heard. */
  #hasAnswered = true;
  #wasCalled = false;
  #hasSpoken = false;
  #looks = 0;
  /** `null` at the door: what comes is held, which is no more than came with the first bytes. */
  #hear: Hear | null = null;
  #held: Parameters<Hear>[] = [];
  /** What is to go as one; `null`: each at once. */
  #gathered: Buffer[] | null = null;
  #gatheredBytes = 0;
  /** Read since the last whole message. A piece that ends one counts to the next, which it may begin. */
  #unfinishedBytes = 0;
  /** Those in which no message has ended. Nobody but ws has them, until all of the message is there. */
  #pieces: ArrayBuffer[] = [];
  #hasTaken = false;
  /** Small answers, since all had been read. */
  #answersBytes = 0;
  /** Large messages that may not have been read. */
  #large: Buffer[] = [];
  #largeBytes = 0;
  readonly #around: AroundConnection;
  readonly owed = new Owed();

  constructor(id: ConnectionId, documentId: DocumentId, ws: WebSocket, stream: Duplex, around: AroundConnection) {
    this.id = id;
    this.documentId = documentId;
    this.#ws = ws;
    this.#stream = stream;
    this.#around = around;
    stream.on('drain', () => (this.#allowance = 0));
    ws.on('pong', () => (this.#hasAnswered = true));
    ws.on('message', (data: Buffer, isBinary: boolean) => this.#take(data, isBinary));
    // Behind the listener of ws: a message that this piece ends has been taken.
    stream.on('data', ({ length, buffer }: Buffer<ArrayBuffer>) => {
      if (!this.isOpen) return;
      // In the middle of a message nobody can answer a call: a slow line may take a minute over one.
      this.#hasAnswered = true;
      if (!this.#hasTaken && length >= LARGE_PIECE_BYTES) this.#pieces.push(buffer);
      this.#hasTaken = false;
      this.#unfinishedBytes += length + PIECE_BYTES;
      around.note(length + PIECE_BYTES);
    });
  }

  get personId(): PersonId | null {
    return this.session?.person.id ?? null;
  }

  get ownBytes(): number {
    return this.#unfinishedBytes + Math.min(this.#answersBytes, this.#unsentBytes);
  }

  get unsent(): readonly Buffer[] {
    this.#forgetSent();
    return this.#large;
  }

  get #unsentBytes(): number {
    return this.#stream.writableLength + this.#gatheredBytes;
  }

  /** What is sent goes in order: more than is unsent cannot wait. */
  #forgetSent(): void {
    while (this.#largeBytes > this.#unsentBytes) this.#largeBytes -= this.#large.shift()?.length ?? this.#largeBytes;
  }

  #take(data: Buffer, isBinary: boolean): void {
    // Whatever comes proves that somebody is there: a writer need not be called.
    this.#hasAnswered = true;
    this.#unfinishedBytes = 0;
    this.#hasTaken = true;
    if (this.#pieces.length > 0) this.#pieces = [];
    // Who comes in asks and answers in one breath, and is answered in one.
    if (!this.#hasSpoken) this.#gatherForNow();
    this.#hasSpoken = true;
    if (this.#hear === null) this.#held.push([data, isBinary]);
    else this.#hear(data, isBinary);
  }

  #gatherForNow(): void {
    this.gather();
    process.nextTick(() => this.release(Buffer.concat));
  }

  /** From now on what comes is heard, and first what came before. */
  letIn(session: Session, hear: Hear): void {
    this.session = session;
    this.#hear = hear;
    for (const [data, isBinary] of this.#held.splice(0)) hear(data, isBinary);
    this.resume();
  }

  get isAtTheDoor(): boolean {
    return this.#hear === null;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }

  /**
   * Writes one whole message, past ws: ours are never compressed or fragmented, and ws writes each of its own at once.
   *
   * @param head  what goes before it, of a message too large to be copied behind its head
   */
  write(message: Buffer, { isAnswer, head = null }: { isAnswer: boolean; head?: Buffer | null }): void {
    if (!this.isOpen) return;
    const isLarge = isAnswer && message.length >= LARGE_ANSWER_BYTES;
    const most = isLarge ? MAX_UNSENT_ANSWER_BYTES : MAX_UNSENT_BYTES + this.#allowance;
    if (this.#unsentBytes > most) {
      this.#around.tooSlow();
      return this.close(CLOSE.tryAgain, 'too-slow');
    }
    if (isLarge) this.#allowance += message.length;
    this.#remember(message, isAnswer);
    const saved = this.#takeOwed();
    if (this.#gathered !== null) {
      if (saved !== null) this.#gathered.push(saved);
      if (head !== null) this.#gathered.push(head);
      this.#gathered.push(message);
      this.#gatheredBytes += message.length;
    } else if (head !== null) this.#writeApart(saved === null ? [head, message] : [saved, head, message]);
    else this.#stream.write(saved === null ? message : Buffer.concat([saved, message]));
  }

  /** Takes a "saved" to say before whatever is said next; a later one says the same and more. */
  acknowledge(saved: Uint8Array, waitedMs: number): void {
    if (this.isOpen) this.owed.put(saved, waitedMs);
  }

  /** To be called when all is said for now: what is owed is said alone, at once or in a while (PR4). */
  settle(): void {
    if (this.owed.isNothing) return;
    if (this.owed.isDue()) this.pay();
    else this.#around.pace.owe(this);
  }

  pay(): void {
    const saved = this.#takeOwed();
    if (saved !== null) this.write(saved, { isAnswer: true });
  }

  #takeOwed(): Buffer | null {
    if (this.owed.isNothing) return null;
    const waitedMs = performance.now() - this.owed.sinceMs;
    const saved = this.#oweNothing();
    if (saved === null) return null;
    this.#around.saved(waitedMs);
    return binaryMessage(saved);
  }

  #oweNothing(): Uint8Array | null {
    this.#around.pace.forget(this);
    return this.owed.take();
  }

  /** What others are told, too, in small messages counts for nobody: `MAX_UNSENT_BYTES` bounds it, and they share it. */
  #remember(message: Buffer, isAnswer: boolean): void {
    if (message.length >= LARGE_ANSWER_BYTES) {
      this.#forgetSent();
      this.#large.push(message);
      this.#largeBytes += message.length;
      this.#around.note(message.length);
    } else if (isAnswer) {
      if (this.#unsentBytes === 0) this.#answersBytes = 0;
      this.#answersBytes += message.length;
      this.#around.note(message.length);
    }
  }

  /** From now on what is written waits, to go as one. */
  gather(): void {
    this.#gathered ??= [];
  }

  release(join: Join): void {
    const gathered = this.#gathered ?? [];
    this.#gathered = null;
    this.#gatheredBytes = 0;
    if (gathered.length === 0) return;
    if (gathered.some(({ length }) => length >= LARGE_ANSWER_BYTES)) this.#writeApart(gathered);
    else this.#stream.write(join(gathered));
  }

  /** In one system call without a copy: a document is large. */
  #writeApart(parts: readonly Buffer[]): void {
    this.#stream.cork();
    for (const part of parts) this.#stream.write(part);
    this.#stream.uncork();
  }

  /** Reads no more for now: TCP tells the writer. */
  pause(): void {
    if (this.#isPaused || !this.isOpen) return;
    this.#isPaused = true;
    this.#ws.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#ws.resume();
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.gather();
    const saved = this.#takeOwed();
    if (saved !== null) this.#gathered?.push(saved);
    this.release(Buffer.concat); // what was said, or is owed, goes before the goodbye
    this.resume();
    this.#held = [];
    this.#hear ??= () => undefined;
    sayGoodbye(this.#ws, this.#stream, code, reason);
  }

  /** To be called at an interval: who has been silent is called, who has not answered by the next time is gone. */
  callOut(): void {
    if (this.#isPaused) return;
    if (this.#wasCalled && !this.#hasAnswered) return this.#ws.terminate();
    this.#wasCalled = !this.#hasAnswered && this.isOpen;
    if (this.#wasCalled) this.#stream.write(PING);
    this.#hasAnswered = false;
  }

  /**
   * To be called at an interval from when somebody is in, until it is settled: who has said nothing by the third look is
   * closed. Every client begins by asking what it lacks. Looks are counted, so that a server that was busy has read in between.
   */
  isSettledNewcomer(): boolean {
    if (this.#hasSpoken || !this.isOpen) return true;
    this.#looks += 1;
    if (this.#looks < 3) return false;
    this.close(CLOSE.tryAgain, 'silent');
    return true;
  }

  /** Tells why if the line takes it at once, and lets go of everything. @returns whether it was open */
  cutOff(code: number, reason: string): boolean {
    const wasOpen = this.isOpen;
    this.#oweNothing();
    this.#gathered = null;
    this.#held = [];
    this.#large = [];
    this.#gatheredBytes = this.#unfinishedBytes = this.#answersBytes = this.#largeBytes = 0;
    if (wasOpen) this.#ws.close(code, reason);
    this.#ws.terminate();
    return wasOpen;
  }

  /** To be called when ws has closed, and reads no more. What was cut off is free at once: to be collected takes it long. */
  forget(): void {
    this.#oweNothing();
    for (const piece of this.#pieces.splice(0)) piece.transfer(0);
  }

  terminate(): void {
    this.#ws.terminate();
  }
}
