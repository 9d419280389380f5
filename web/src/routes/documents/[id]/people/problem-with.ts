/** What is still missing before somebody can be named with their last day. */
import type { Messages } from '@ginnel/i18n/messages';
import { endOfDay } from '#lib/form/days.ts';

interface Whom {
  readonly name: string;
  readonly email: string;
  readonly until: string;
}

/** Empty: nothing. */
export function problemWith({ name, email, until }: Whom, words: Messages): string {
  const untilMs = endOfDay(until);
  const isWhole = name.trim() !== '' && /^\S+@\S+\.\S+$/.test(email.trim()) && untilMs !== null && untilMs > Date.now();
  return isWhole ? '' : words.calledIn.ask;
}
