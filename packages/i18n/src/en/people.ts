/** Words about people: who is here, as what, and signing in and out. */
import { counted } from '../plural.ts';

export const people = {
  menu: 'You',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signOutAbout: 'Signing out clears what Ginnel kept on this device.',
  signOutFailed: 'You could not be signed out just now: there is no connection. Please try again.',
  signOutUnsaved: counted('en', {
    one: '# change is only on this device and has not been saved. Signing out would lose it.',
    other: '# changes are only on this device and have not been saved. Signing out would lose them.',
  }),
  signOutOpen: (title: string) => `Open “${title}” to send them`,
  signOutAnyway: 'Sign out and lose them',
  stay: 'Stay signed in',
  you: 'you',
  youAre: (name: string) => `You are ${name}`,
  capacities: 'You take part as',
  capacitiesNone: 'You have no part in any place yet. A moderator of your place can give you one.',
  in: (place: string) => `in ${place}`,
  writingAs: 'You are writing as',
  writingAsOne: (name: string, label: string) => `You are writing as ${name}, ${label}`,
  asWhom: (name: string, label: string) => (label === '' ? name : `${name}, ${label}`),
  changeCapacity: 'Write in another capacity',
  round: 'Round the table',
  nobodyElse: 'Nobody else is here just now. What you write waits for them.',
  nobody: 'Nobody is here just now.',
  here: counted('en', { one: '# person here', other: '# people here' }),
  more: counted('en', { one: 'and # more', other: 'and # more' }),
  goTo: (name: string) => `Go to where ${name} is writing`,
  readOnly: 'You are reading. To write, say who you are.',
} as const;
