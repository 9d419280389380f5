import { expect, test } from 'vitest';
import { decodeSaid, encodeSaid, MAX_MESSAGE_BYTES } from './codec.ts';
import { hint, SOME_NEWS } from './contract/hints.ts';
import { MAX_PRESENCE_BYTES, type News } from './ports/hints.ts';

test('[FO1] what is encoded is decoded, in as many messages as PostgreSQL’s limit asks for', () => {
  const hints = Array.from({ length: 2000 }, (_, i) => hint(`k3v9x0q2m4t7w8z${i}`, 2 ** 53 - 1 - i));
  const messages = encodeSaid('node-1', { hints, news: [] });
  expect(messages.length).toBeGreaterThan(5);
  for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  expect(messages.flatMap((message) => decodeSaid(message).hints)).toEqual(hints);
  expect(new Set(messages.map((message) => decodeSaid(message).node))).toEqual(new Set(['node-1']));
  expect(encodeSaid('node-1', { hints: [], news: [] })).toEqual([]);
});

test('[FO6] lines that are no hints are passed over, and those beside them are heard', () => {
  expect(decodeSaid('n\nd1\nd1 -1\nd1 1.5\n 4\nd2 99999999999999999\nd3 5\nd1 0x10\n__proto__ 2').hints).toEqual([
    hint('d3', 5),
    hint('__proto__', 2),
  ]);
  for (const message of ['', '\n', '\n\n\n', 'n', '{"a":1}', 'x'.repeat(100_000)]) expect(decodeSaid(message).hints).toEqual([]);
});

test('[FO7] news are decoded as they were encoded, beside hints, and the longest presence fits into one message', () => {
  const longest = { ...SOME_NEWS[3], update: new Uint8Array(MAX_PRESENCE_BYTES).fill(255) } as News;
  const said = { hints: [hint('d1', 3)], news: [...SOME_NEWS, longest] };
  const messages = encodeSaid('k3v9x0q2m4t7w8z1', said);
  for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  const decoded = messages.map((message) => decodeSaid(message));
  expect(decoded.flatMap(({ hints }) => hints)).toEqual(said.hints);
  expect(decoded.flatMap(({ news }) => news).map((one) => JSON.stringify(one))).toEqual(
    said.news.map((one) => JSON.stringify(bytesOwned(one))),
  );
});

test('[FO6] news of a kind that is not known, and what is too long for a message, are passed over', () => {
  expect(decodeSaid('n\n!later d1\n!rights\n!people d1\n!\n!rights d1 d2 d3\n!leaves').news).toEqual([{ type: 'node-leaves' }]);
  const news = { ...SOME_NEWS[3], update: new Uint8Array(MAX_MESSAGE_BYTES) } as News;
  expect(encodeSaid('n', { hints: [], news: [news, { type: 'node-leaves' }] })).toEqual(['n\n!leaves']);
});

/** Bytes come back as a Buffer, which prints otherwise. */
function bytesOwned(news: News): News {
  return news.type === 'people' ? { ...news, update: Buffer.from(news.update) } : news;
}
