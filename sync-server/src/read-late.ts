/**
 * Whoever asked in time is not turned away because this program was too busy to read it: node:http looks at its clock before it reads
 * what has arrived meanwhile.
 */
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Time to read what lies there; whoever has sent nothing waits so much longer to be told. */
const READ_WITHIN_MS = 500;

/** As node:http answers where nobody listens for what goes wrong. */
const ANSWERS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
};

export function readLate(server: Server): void {
  /** Their time is over, unless their request is there already. */
  const late = new Set<Socket>();
  const answers = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({ socket }, response) => {
    late.delete(socket);
    answers.set(socket, response);
  });
  server.on('upgrade', ({ socket }) => late.delete(socket));
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: Socket) => {
    const turnAway = (): void => {
      const isAnswered = answers.get(socket)?.headersSent === true && answers.get(socket)?.writableFinished === false;
      if (socket.writable && !isAnswered) socket.write(`HTTP/1.1 ${ANSWERS[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
      socket.destroySoon();
    };
    if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return turnAway();
    late.add(socket);
    setTimeout(() => late.delete(socket) && turnAway(), READ_WITHIN_MS).unref();
  });
}
