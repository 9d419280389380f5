/** The words of the interface in the language of the page. */
import { messagesIn, type Messages } from '@ginnel/i18n/messages';
import { getContext, setContext } from 'svelte';

const KEY = Symbol('words');

export function giveWords(language: string): Messages {
  return setContext(KEY, messagesIn(language));
}

export function useWords(): Messages {
  return getContext<Messages | undefined>(KEY) ?? messagesIn('en');
}
