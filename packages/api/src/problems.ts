/** Every way in which the API says no: RFC 9457 problem documents, from one closed list. No message is built at a call site. */

export const PROBLEMS = {
  /** The request does not have the right form; `errors` names the fields. */
  'bad-input': { status: 400, title: 'Something in the request is missing or does not fit.' },
  /** The same answer for a wrong, used, old or foreign link, so that nothing can be learned by trying. */
  'link-not-valid': { status: 400, title: 'This link or code does not work here. Ask for a new one in this browser.' },
  'pass-not-valid': { status: 400, title: 'This code lets nobody in. Ask whoever leads the session.' },
  'passkey-not-valid': { status: 400, title: 'This passkey does not work here.' },
  'last-way-in': { status: 409, title: 'This is your only way to sign in. Add another first.' },
  'signed-out': { status: 401, title: 'Sign in first.' },
  'sign-in-again': { status: 403, title: 'This needs a sign-in of the last fifteen minutes: sign in again.' },
  'foreign-origin': { status: 403, title: 'The request comes from another site.' },
  'not-allowed': { status: 403, title: 'Your role does not allow this here.' },
  /** The role would do: it has to be somebody else who has it. */
  'not-independent': {
    status: 403,
    title:
      'This needs somebody independent: not who asked for it, decided before or reported, not an author of the words, and nobody who stands in for one of them.',
  },
  'not-found': { status: 404, title: 'There is nothing at this address, or you may not see it.' },
  /** The thing is not in a state in which this can be done. */
  'wrong-state': { status: 409, title: 'This cannot be done in the state it is in now.' },
  /** An idempotency key came back with another request. */
  'key-reused': { status: 409, title: 'This idempotency key was used for a different request.' },
  'length-required': { status: 411, title: 'The request must say how long its body is.' },
  'too-large': { status: 413, title: 'The request is larger than the limit.' },
  'too-many-tries': { status: 429, title: 'Too many tries. Wait a few minutes.' },
  broken: { status: 500, title: 'Something went wrong on our side. Nothing was changed.' },
  'storage-failed': { status: 503, title: 'The server cannot use what it has stored at the moment. Nothing was changed.' },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** One field that does not fit. */
export interface FieldError {
  /** `body.title`, `query.place` */
  readonly path: string;
  readonly message: string;
}

/** An RFC 9457 problem document. `kind` repeats the last part of `type`, for programs. */
export interface Problem {
  readonly type: string;
  readonly kind: ProblemKind;
  readonly title: string;
  readonly status: number;
  readonly errors?: readonly FieldError[];
}

export function problemOf(kind: ProblemKind, errors?: readonly FieldError[]): Problem {
  const { status, title } = PROBLEMS[kind];
  return { type: `/api/problems/${kind}`, kind, title, status, ...(errors === undefined ? {} : { errors }) };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && value.kind in PROBLEMS;
}
