/** Hints as text: a line for the node that speaks, then a line for each document. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Hint } from './ports/hints.ts';

/** PostgreSQL takes notifications below 8,000 bytes. */
export const MAX_MESSAGE_BYTES = 7_900;

const LINE = /^(\S{1,200}) (\d{1,16})$/;

/** As many messages as are needed to stay below `MAX_MESSAGE_BYTES` each. Ids hold no blanks and only ASCII. */
export function encodeHints(node: string, hints: readonly Hint[]): string[] {
  const messages: string[] = [];
  let message = node;
  for (const { documentId, seq } of hints) {
    const line = `\n${documentId} ${seq}`;
    if (message.length + line.length > MAX_MESSAGE_BYTES) {
      messages.push(message);
      message = node;
    }
    message += line;
  }
  if (message !== node) messages.push(message);
  return messages;
}

/** Lines that are no hints are passed over: losing a hint does no harm, and neither may a wrong one. */
export function decodeHints(message: string): { readonly node: string; readonly hints: readonly Hint[] } {
  const [node = '', ...lines] = message.split('\n');
  const hints: Hint[] = [];
  for (const line of lines) {
    const [, documentId, digits] = LINE.exec(line) ?? [];
    const seq = Number(digits);
    if (documentId !== undefined && Number.isSafeInteger(seq)) hints.push({ documentId: documentId as DocumentId, seq });
  }
  return { node, hints };
}
