/** Hints by Valkey (or Redis) publish and subscribe. It holds nothing: losing it loses nothing. */
import { Redis } from 'ioredis';
import { encodeSaid } from '../codec.ts';
import { Ear } from '../ear.ts';
import { Outbox } from '../outbox.ts';
import type { Hints } from '../ports/hints.ts';

export interface ValkeyOptions {
  /** `redis://host:6379` (`VALKEY_URL`) */
  readonly url: string;
  /** The name of this node; no two are the same. */
  readonly node: string;
  readonly channel?: string;
}

const LONGEST_WAIT_MS = 1000;

/** Returns at once and connects in the background, for as long as it takes: a node without hints works by polling. */
export function openValkeyHints({ url, node, channel = 'ginnel:hints' }: ValkeyOptions): Hints {
  const ear = new Ear(node);
  const options = {
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_WAIT_MS),
    enableOfflineQueue: false,
    autoResubscribe: false,
    connectTimeout: 5000,
    commandTimeout: 5000,
    keepAlive: 10_000,
  };
  const subscriber = new Redis(url, options);
  const publisher = new Redis(url, options);
  for (const connection of [subscriber, publisher]) connection.on('error', () => {}); // each ends in `close` and a new attempt

  const speaking = new Promise<void>((resolve) => publisher.once('ready', () => resolve()));
  subscriber.on('ready', () => {
    // A node that hears and cannot speak yet would lose its first hints.
    Promise.all([subscriber.subscribe(channel), speaking]).then(
      () => ear.setListening(true),
      () => subscriber.disconnect(true),
    );
  });
  subscriber.on('close', () => ear.setListening(false));
  subscriber.on('message', (_, message: string) => ear.hear(message));

  let sending: Promise<unknown> = Promise.resolve();
  const outbox = new Outbox((said) => {
    const messages = encodeSaid(node, said);
    sending = Promise.all(messages.map((message) => publisher.publish(channel, message).catch(() => {})));
  });

  return {
    publish: (hint) => outbox.add(hint),
    tell: (news) => outbox.tell(news),
    subscribe: (listener) => ear.subscribe(listener),
    onNews: (listener) => ear.onNews(listener),
    onListening: (listener) => ear.onListening(listener),
    close: async () => {
      outbox.flush();
      await sending;
      subscriber.disconnect();
      publisher.disconnect();
    },
  };
}
