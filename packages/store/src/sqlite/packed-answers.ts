/** What became of appends, on the way back from the writer thread: in numbers, since nearly all say "durable". */
import { assert, unreachable } from '@ginnel/base/assert';
import type { Appended } from '../ports/document-log.ts';

export interface Answer {
  /** Of the message that is answered. */
  readonly id: number;
  /** One for each append of that message; none when it asked for something else. */
  readonly appended: readonly Appended[];
}

/** For each answer its id, how many appends it is about, and for each of those its place in `OUTCOMES` and a number or 0. */
export type PackedAnswers = Float64Array<ArrayBuffer>;

const OUTCOMES = [
  'durable',
  'rights-moved',
  'behind',
  'epoch-over',
  'lease-taken',
  'no-such-document',
] as const satisfies readonly Appended['outcome'][];

export function packAnswers(answers: readonly Answer[]): PackedAnswers {
  const numbers: number[] = [];
  for (const { id, appended } of answers) {
    numbers.push(id, appended.length);
    for (const one of appended) numbers.push(OUTCOMES.indexOf(one.outcome), detailOf(one));
  }
  return new Float64Array(numbers);
}

export function unpackAnswers(numbers: PackedAnswers): Answer[] {
  const answers: Answer[] = [];
  let at = 0;
  function number(): number {
    const value = numbers[at++];
    assert(value !== undefined, 'an answer is whole');
    return value;
  }
  while (at < numbers.length) {
    const [id, count] = [number(), number()];
    const appended: Appended[] = [];
    for (let i = 0; i < count; i++) {
      const outcome = OUTCOMES[number()];
      assert(outcome !== undefined, 'an outcome is one of the list');
      appended.push(toAppended(outcome, number()));
    }
    answers.push({ id, appended });
  }
  return answers;
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

function toAppended(outcome: Appended['outcome'], detail: number): Appended {
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
