/**
 * A double click asks once: who sends the same again while its answer is awaited gets that answer. What asks to sign in waits
 * for what asked before it, because the first answer gives the browser the secret to which links and passkeys are bound.
 */
type Fetch = typeof globalThis.fetch;

/** By `fetch`: on the server every request has its own, so that nobody is given somebody else's answer. */
const underWay = new WeakMap<Fetch, Map<string, Promise<Response>>>();
const signingIn = new WeakMap<Fetch, Promise<unknown>>();
const ASKS_TO_SIGN_IN = /^\/api\/(sign-in\/|invitations\/sign-in$)/;

/** Reading, and what is not said as text, goes out as often as it is asked for. */
export function onceAtATime(fetch: Fetch): Fetch {
  const awaited = underWay.get(fetch) ?? new Map<string, Promise<Response>>();
  underWay.set(fetch, awaited);
  return async (to, asked = {}) => {
    const { method = 'GET', body = '', headers } = asked;
    if (method === 'GET' || typeof to !== 'string' || typeof body !== 'string') return await fetch(to, asked);
    // The idempotency key is another each time, and says only that somebody has asked again.
    const same = JSON.stringify([method, to, body, new Headers(headers).get('ginnel-capacity')]);
    const answer = awaited.get(same) ?? send(fetch, to, asked).finally(() => awaited.delete(same));
    awaited.set(same, answer);
    return (await answer).clone();
  };
}

async function send(fetch: Fetch, to: string, asked: RequestInit): Promise<Response> {
  if (!ASKS_TO_SIGN_IN.test(to)) return await fetch(to, asked);
  const before = signingIn.get(fetch);
  const answer = before === undefined ? fetch(to, asked) : before.catch(() => null).then(() => fetch(to, asked));
  signingIn.set(fetch, answer);
  return await answer;
}
