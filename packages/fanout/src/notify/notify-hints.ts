/** Hints by PostgreSQL's NOTIFY, on one connection of their own that is made again whenever it breaks. */
import pg from 'pg';
import { encodeSaid } from '../codec.ts';
import { Ear } from '../ear.ts';
import { Outbox } from '../outbox.ts';
import type { Hints } from '../ports/hints.ts';
import { Retrying } from '../retrying.ts';

export interface NotifyOptions {
  readonly url: string;
  /** The name of this node; no two are the same. */
  readonly node: string;
  readonly channel?: string;
}

/** Returns at once and connects in the background, for as long as it takes: a node without hints works by polling. */
export function openNotifyHints({ url, node, channel = 'ginnel_hints' }: NotifyOptions): Hints {
  const ear = new Ear(node);
  let client: pg.Client | null = null;

  const connection = new Retrying(async (lost) => {
    const connecting = new pg.Client({
      connectionString: url,
      application_name: 'ginnel-hints',
      keepAlive: true,
      query_timeout: 5000,
      connectionTimeoutMillis: 5000,
    });
    connecting.on('error', lost);
    connecting.on('end', lost);
    connecting.on('notification', ({ payload }) => ear.hear(payload ?? ''));
    const letGo = () => {
      if (client === connecting) client = null;
      ear.setListening(false);
      return connecting.end().catch(() => {});
    };
    try {
      await connecting.connect();
      await connecting.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await letGo();
      throw error;
    }
    client = connecting;
    ear.setListening(true);
    return letGo;
  });

  let sending: Promise<unknown> = Promise.resolve();
  const outbox = new Outbox((said) => {
    const values = [channel, encodeSaid(node, said)];
    const send = async () => client?.query('select pg_notify($1, message) from unnest($2::text[]) as message', values);
    sending = sending.then(send).catch(() => {}); // one after the other: a connection runs one query at a time
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
      await connection.close();
    },
  };
}
