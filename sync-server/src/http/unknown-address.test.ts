import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer, ORIGIN } from '../testing/demo-server.ts';

const ROUNDS = 60;
/**
 * The bound: how often a known address takes longer than an unknown one, over all pairs, must lie between 0.35 and 0.65
 * (0.5 is no difference at all; the common-language effect size of Mann and Whitney). With 60 of each, two samples of one
 * distribution fall outside with a chance below one in two hundred (standard error 0.053), and then once more with another 60.
 */
const BOUND = 0.15;

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

/** Ten for one mailbox would be its limit, so every known address is asked for a few times only. */
const KNOWN = ['amina-hussain', 'jo-kowalski', 'imran-shah', 'sheila-entwistle', 'dan-okafor', 'mia-lomax', 'yusuf-patel', 'ruth-ogden'];

interface Asked {
  readonly tookMs: number;
  readonly answer: string;
}

async function ask(email: string): Promise<Asked> {
  const body = JSON.stringify({ email });
  const from = performance.now();
  const response = await fetch(`${server.address}/api/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body,
  });
  const text = await response.text();
  const tookMs = performance.now() - from;
  const headers = [...response.headers]
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => `${name}: ${name === 'set-cookie' ? value.replace(/=[\w-]{43}/, '=…') : value}`)
    .sort();
  return { tookMs, answer: [response.status, ...headers, text].join('\n') };
}

/** How often one of `a` is larger than one of `b`. */
function effectSize(a: readonly number[], b: readonly number[]): number {
  let larger = 0;
  for (const x of a) for (const y of b) larger += x > y ? 1 : x === y ? 0.5 : 0;
  return larger / (a.length * b.length);
}

async function measure(round: number): Promise<{ effect: number; answers: ReadonlySet<string> }> {
  const [known, unknown]: [number[], number[]] = [[], []];
  const answers = new Set<string>();
  for (let i = 0; i < ROUNDS; i++) {
    // By turns, and either first as often: what warms up, warms up for both.
    const pair = [
      [known, `${KNOWN[i % KNOWN.length]}@ginnel.example`],
      [unknown, `nobody-${round}-${i % KNOWN.length}@ginnel.example`],
    ] as const;
    for (const [times, email] of i % 2 === 0 ? pair : pair.toReversed()) {
      const { tookMs, answer } = await ask(email);
      times.push(tookMs);
      answers.add(answer);
    }
  }
  return { effect: effectSize(known, unknown), answers };
}

describe('asking for a link', () => {
  it('is answered alike for a known and an unknown address: the same bytes, and no time that tells them apart', async () => {
    for (let i = 0; i < 5; i++) await ask(`warm-${i}@ginnel.example`);
    const first = await measure(1);
    expect(first.answers.size).toBe(1);
    const isWithin = (effect: number): boolean => Math.abs(effect - 0.5) <= BOUND;
    const effects = isWithin(first.effect) ? [first.effect] : [first.effect, (await measure(2)).effect];
    expect(effects.some(isWithin), `effect sizes ${effects.join(', ')}`).toBe(true);
  });
});
