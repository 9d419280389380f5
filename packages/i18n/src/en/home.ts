/** Words of the first page. */
export const home = {
  title: 'The borough',
  lead: 'Neighbours, groups, councillors and public services write one plan, at the same table, on equal terms. Everyone can see what became of their words.',
  now: 'Being written now',
  nothing: 'Nothing is being written yet.',
  places: 'Find your place',
  signInLead: 'Anyone can read what is written here. Whoever writes is invited first, and then signs in without a password.',
  newTitle: 'New here?',
  newRead:
    'You can read every plan, who wrote it and what was decided, without telling anybody who you are. You can report words that hurt somebody, too.',
  newWrite:
    'To write, you need an invitation by e-mail. Ask a group that you belong to, or the people who look after your place: your councillors, a community hub, a service you deal with.',
  newGroups: 'Groups and services that take part',
  newHall: 'At a meeting, the code on the wall lets you in at once.',
  signIn: 'Sign in',
  yours: 'Your places',
} as const;
