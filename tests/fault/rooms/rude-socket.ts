/** Bytes on a TCP socket without any manners: what a client of ours or of others would never send, or never finishes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Upgrade {
  readonly documentId: string;
  readonly token: string | null;
}

export function upgradeRequest({ documentId, token }: Upgrade): string {
  const lines = [
    `GET /sync/${documentId} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: cnVkZSBhbmQgc2lsZW50IQ==',
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A binary message, masked with nothing. */
export function clientMessage(payload: Uint8Array): Buffer {
  return Buffer.concat([messageHead(payload.length), payload]);
}

/** How a message of that length begins. */
export function messageHead(length: number): Buffer {
  const head = Buffer.alloc(14);
  head.set([0x82, 0xff]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

export class RudeSocket {
  /** Resolves when the server has let go, or was never reached. */
  readonly gone: Promise<void>;
  readonly #socket: Socket;
  readonly #reached: Promise<unknown>;
  #heard = Buffer.alloc(0);
  #isOpen = true;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1' });
    this.#socket.on('error', () => undefined); // resets are expected
    this.#socket.on('data', (bytes) => (this.#heard = Buffer.concat([this.#heard, bytes])));
    this.gone = new Promise((resolve) =>
      this.#socket.once('close', () => {
        this.#isOpen = false;
        resolve();
      }),
    );
    this.#reached = Promise.race([once(this.#socket, 'connect').catch(() => undefined), this.gone]);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async reached(): Promise<this> {
    await this.#reached;
    return this;
  }

  send(bytes: string | Uint8Array): void {
    if (this.#isOpen && this.#socket.writable) this.#socket.write(bytes);
  }

  /** Resolves when this system has taken all that was sent, or the server has let go. */
  async sent(): Promise<void> {
    await Promise.race([new Promise((resolve) => this.#socket.write('', resolve)), this.gone]);
  }

  /** The status of the answer in HTTP; 0: there was none. */
  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.#heard.toString('latin1', 0, 12))?.[1] ?? 0);
  }

  /** The code with which the server closed the WebSocket; 0: it has not, or the line was cut. */
  get closeCode(): number {
    const head = this.#heard.indexOf('\r\n\r\n');
    for (let at = head + 4; head >= 0 && at + 4 <= this.#heard.length;) {
      const length = this.#heard[at + 1] ?? 0;
      if (this.#heard[at] === 0x88) return this.#heard.readUInt16BE(at + 2);
      at += length < 126 ? 2 + length : 4 + this.#heard.readUInt16BE(at + 2);
    }
    return 0;
  }

  end(): void {
    this.#socket.destroy();
  }
}

/** Opens that many, some hundred at a time: a system's queue of new connections is no longer. */
export async function openMany(count: number, port: number, meet: (socket: RudeSocket) => void = () => undefined): Promise<RudeSocket[]> {
  const sockets: RudeSocket[] = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(200, count - sockets.length) }, () => new RudeSocket(port));
    for (const socket of await Promise.all(batch.map((one) => one.reached()))) meet(socket);
    sockets.push(...batch);
  }
  return sockets;
}

/** As many as this process may open, and the server of the same user too, with some hundred to spare. */
export function mostSockets(wanted: number): number {
  const report = process.report.getReport() as unknown as { userLimits?: { open_files?: { soft?: number | string } } };
  const limit = Number(report.userLimits?.open_files?.soft ?? 1024);
  return Number.isNaN(limit) ? wanted : Math.min(wanted, limit - 500);
}
