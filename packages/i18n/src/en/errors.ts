/** Words for when something is not as hoped. */
export const errors = {
  goneTitle: 'There is nothing at this address',
  gone: 'It may have been moved, or the address may have been typed with a slip. Nothing has been lost.',
  notAllowedTitle: 'This is not open to you',
  notAllowed: 'You may not read this as the person you are signed in as.',
  brokenTitle: 'Something went wrong on our side',
  broken: 'It is not your doing, and nothing that was saved is lost. Try again in a minute.',
  unreadableTitle: 'This document cannot be read just now',
  unreadable:
    'It is not your doing. Try again in a minute. If it stays so, those who look after Ginnel need to know: it may have to come from a backup.',
  offlineTitle: 'You are offline',
  offline:
    'This page has not been opened on this device before, so it is not here yet. Documents that you opened before are; what you wrote in them is kept and will be sent when the connection is back.',
  again: 'Try again',
  home: 'Go to the first page',
} as const;
