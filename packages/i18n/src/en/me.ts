/** Words of the page about oneself: where one is signed in, passkeys, what is one's own. */
import { counted } from '../plural.ts';

export const me = {
  sessions: 'Where you are signed in',
  sessionsAbout: 'Is one of these not yours, or on a computer that you have left? End it here.',
  thisOne: 'here',
  since: (when: string) => `since ${when}`,
  allSessions: counted('en', { one: 'Show it', other: 'Show all #' }),
  endSession: 'End the session',
  endSessionOf: (device: string) => `End the session on ${device}`,
  unknownDevice: 'A device without a name',
  sessionEnded: 'Ended. Its open documents close within a few seconds.',
  passkeys: 'Passkeys',
  passkeysAbout: 'With a passkey you sign in by your face, your finger or the code of your device, and need no e-mail.',
  passkeysNone: 'You have none yet.',
  addPasskey: 'Add a passkey from this device',
  removePasskey: 'Remove',
  removePasskeyOf: (name: string) => `Remove the passkey ${name}`,
  passkeyAdded: 'The passkey was added.',
  passkeyRemoved: 'The passkey was removed.',
  passkeyFailed: 'The passkey was not added. You can try again.',
  signInAgain: 'For your safety, sign in again first: a passkey is only added soon after signing in.',
  data: 'What is yours',
  dataAbout: 'Everything that Ginnel holds about you and everything you wrote, as one file.',
  download: 'Download what is mine',
  failed: 'That did not work just now. Please try again.',
} as const;
