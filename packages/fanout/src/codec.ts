/** Hints and news as text: a line for the node that speaks, then a line for each thing that it says. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Hint, News } from './ports/hints.ts';
import { newsToLine, readNews } from './news-line.ts';

/** PostgreSQL takes notifications below 8,000 bytes. */
export const MAX_MESSAGE_BYTES = 7_900;

const LINE = /^(\S{1,200}) (\d{1,16})$/;

/** What is said in one turn. Ids hold no blanks and only ASCII. */
export interface Said {
  readonly hints: readonly Hint[];
  readonly news: readonly News[];
}

/** As many messages as are needed to stay below `MAX_MESSAGE_BYTES` each. What is too long for one is left out. */
export function encodeSaid(node: string, { hints, news }: Said): string[] {
  const messages: string[] = [];
  let message = node;
  for (const line of [...hints.map(({ documentId, seq }) => `${documentId} ${seq}`), ...news.map(newsToLine)]) {
    if (node.length + 1 + line.length > MAX_MESSAGE_BYTES) continue;
    if (message.length + 1 + line.length > MAX_MESSAGE_BYTES) {
      messages.push(message);
      message = node;
    }
    message += `\n${line}`;
  }
  if (message !== node) messages.push(message);
  return messages;
}

/** Lines that say nothing are passed over: losing one does no harm, and neither may a wrong one. */
export function decodeSaid(message: string): Said & { readonly node: string } {
  const [node = '', ...lines] = message.split('\n');
  const hints: Hint[] = [];
  const news: News[] = [];
  for (const line of lines) {
    if (line.startsWith('!')) {
      const one = readNews(line);
      if (one !== null) news.push(one);
      continue;
    }
    const [, documentId, digits] = LINE.exec(line) ?? [];
    const seq = Number(digits);
    if (documentId !== undefined && Number.isSafeInteger(seq)) hints.push({ documentId: documentId as DocumentId, seq });
  }
  return { node, hints, news };
}
