/** Why something was not accepted, in plain words. One entry for every kind of refusal in `domain/refusals`. */
export const refusals = {
  malformed: () => 'Not accepted: the change was damaged on its way.',
  'too-large': () => 'Not accepted: it is longer than there is room for here.',
  'forged-author': () => 'Not accepted: it came under somebody else’s name.',
  gap: () => 'Not accepted: something earlier is missing. Open the document again.',
  'unknown-path': () => 'Not accepted: there is no such place in this document.',
  'bad-value': () => 'Not accepted: this cannot stand here.',
  'not-allowed': () => 'Not accepted: as the person you are here, you may read this but not change it.',
  'not-your-part': (party: string) => `Not accepted: only ${party || 'that party'} can change its own part.`,
  'not-yours': () => 'Not accepted: only the person who wrote it can change it.',
  'wrong-phase': () => 'Not accepted: the document is not being drafted now.',
  'signed-out': () => 'Not accepted: you have been signed out. Sign in to send it.',
  removed: () => 'Not accepted: the role in which you wrote this here has ended.',
  'too-fast': () => 'Not accepted: too much came at once. Please wait a moment.',
  'storage-failed': () => 'Not saved: the server cannot store anything just now.',
  'epoch-over': () => 'Not accepted: the document was begun anew. Open it again.',
  'older-shape': () => 'Not accepted: this page is older than the document. Open it again.',
} as const;

/** Why a field cannot be typed in, said when it has focus. */
export const readOnly = {
  'signed-out': () => 'Sign in to write here.',
  'not-allowed': () => 'You can read this here. People of this place write it.',
  'not-your-part': (party: string) => `Only ${party || 'that party'} can change its own part.`,
  'not-yours': () => 'Only the person who wrote this can change it.',
  'wrong-phase': () => 'This is not being drafted now, so it stays as it is.',
  opening: () => 'Opening. You can write in a moment.',
  stopped: () => 'This page has stopped. Open the document again to write.',
} as const;
