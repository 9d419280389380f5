/** A double click asks once: who sends the same again while its answer is awaited gets that answer. */
type Fetch = typeof globalThis.fetch;

/** By `fetch`: on the server every request has its own, so that nobody is given somebody else's answer. */
const underWay = new WeakMap<Fetch, Map<string, Promise<Response>>>();

/** Reading, and what is not said as text, goes out as often as it is asked for. */
export function onceAtATime(fetch: Fetch): Fetch {
  const awaited = underWay.get(fetch) ?? new Map<string, Promise<Response>>();
  underWay.set(fetch, awaited);
  return async (to, asked = {}) => {
    const { method = 'GET', body = '', headers } = asked;
    if (method === 'GET' || typeof to !== 'string' || typeof body !== 'string') return await fetch(to, asked);
    // The idempotency key is another each time, and says only that somebody has asked again.
    const same = JSON.stringify([method, to, body, new Headers(headers).get('ginnel-capacity')]);
    const answer = awaited.get(same) ?? fetch(to, asked).finally(() => awaited.delete(same));
    awaited.set(same, answer);
    return (await answer).clone();
  };
}
