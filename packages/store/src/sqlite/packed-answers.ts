/** What became of appends, on the way back from the writer thread: two numbers for each, since nearly all say "durable". */
import { assert, unreachable } from '@ginnel/base/assert';
import type { Appended } from '../ports/document-log.ts';

const OUTCOMES = [
  'durable',
  'rights-moved',
  'behind',
  'epoch-over',
  'lease-taken',
  'no-such-document',
] as const satisfies readonly Appended['outcome'][];

/** @returns for each its place in `OUTCOMES`, and the number that goes with it or 0 */
export function packAnswers(appended: readonly Appended[]): number[] {
  const packed: number[] = [];
  for (const one of appended) packed.push(OUTCOMES.indexOf(one.outcome), detailOf(one));
  return packed;
}

export function unpackAnswers(packed: readonly number[]): Appended[] {
  const appended: Appended[] = [];
  for (let i = 0; i < packed.length; i += 2) {
    const outcome = OUTCOMES[packed[i] ?? -1];
    const detail = packed[i + 1];
    assert(outcome !== undefined && detail !== undefined, 'an answer is one of the list');
    appended.push(answer(outcome, detail));
  }
  return appended;
}

function detailOf(one: Appended): number {
  switch (one.outcome) {
    case 'durable':
      return one.headSeq;
    case 'lease-taken':
      return one.clientId;
    case 'rights-moved':
    case 'behind':
    case 'epoch-over':
    case 'no-such-document':
      return 0;
    default:
      return unreachable(one);
  }
}

function answer(outcome: Appended['outcome'], detail: number): Appended {
  switch (outcome) {
    case 'durable':
      return { outcome, headSeq: detail };
    case 'lease-taken':
      return { outcome, clientId: detail };
    case 'rights-moved':
    case 'behind':
    case 'epoch-over':
    case 'no-such-document':
      return { outcome };
    default:
      return unreachable(outcome);
  }
}
