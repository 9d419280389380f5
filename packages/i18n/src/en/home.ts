/** Words of the first page. */
export const home = {
  title: 'The borough',
  lead: 'Neighbours, groups, councillors and public services write one plan, at the same table, on equal terms. Everyone can see what became of their words.',
  now: 'Being written now',
  nothing: 'Nothing is being written yet.',
  places: 'Find your place',
  signInTitle: 'Take your place at the table',
  signInLead: 'Anyone can read. To write, say who you are: it takes a moment and needs no password.',
  signIn: 'Sign in',
  yours: 'Your places',
} as const;
