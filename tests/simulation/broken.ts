/** An invariant that does not hold. The simulation ends there. */
export class Broken extends Error {
  readonly rule:
    | 'lost'
    | 'shown-before-durable'
    | 'diverged'
    | 'pending'
    | 'refused-honest'
    | 'forged'
    | 'rights'
    | 'unasked-lease'
    | 'crashed'
    | 'stuck';

  constructor(rule: Broken['rule'], what: string) {
    super(`${rule}: ${what}`);
    this.rule = rule;
  }
}
