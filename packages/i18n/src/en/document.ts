/** Words of a document at the table, whatever its kind. */
import { counted } from '../plural.ts';

const lettersOf = counted('en', { one: '# letter', other: '# letters' });

export const document = {
  undo: 'Undo my last change',
  redo: 'Redo my last change',
  undoShort: 'Undo',
  redoShort: 'Redo',
  notes: 'Notes',
  notesAbout: 'Free notes that everyone at the table shares.',
  notesEmpty: 'Nothing noted yet.',
  notesPlaceholder: 'Write anything here that helps the work',
  contents: 'In this document',
  about: 'About this document',
  more: 'More',
  moreFor: (name: string) => `More for ${name}`,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  drag: (name: string) => `Drag ${name} to another place`,
  moveTo: 'Move to…',
  moveToPlace: (place: number, name: string) => (name === '' ? `Place ${place}` : `Place ${place}, where “${name}” is now`),
  moveFirst: 'To the top',
  moveLast: 'To the end',
  takeOut: 'Take out',
  putBack: 'Put back',
  putBackNamed: (name: string) => `Put ${name} back`,
  takenOut: counted('en', { one: 'Taken out (#)', other: 'Taken out (#)' }),
  takenOutAbout: 'Nothing is thrown away. What was taken out stands here with all its words and can be put back.',
  takenOutHere: (by: string | null) => `${by === null ? 'This was taken out' : `${by} took this out`}. Your words are kept.`,
  putItBack: 'Put it back',
  /** Of a paste or a drop that goes beyond what a field can hold: none of it was taken. */
  tooMany: (letters: number, pasted: boolean, notes: boolean) =>
    `That is ${lettersOf(letters)} more than fits here, so none of it was put in. It is still ${
      pasted ? 'in your clipboard' : 'where you took it from'
    }${notes ? '' : '; you could put it in the notes'}.`,
  full: (most: number, notes: boolean) =>
    `This field is full: ${lettersOf(most)} fit here.${notes ? '' : ' You could go on in the notes.'}`,
  /** Of words that were composed in a field that had no room for them. */
  over: (letters: number) =>
    `${lettersOf(letters)} more than fits here. All of it stays in sight and is kept on this device. Shorten it, or copy what is left over from “Not accepted”.`,
  untitled: 'Not named yet',
  empty: 'Nothing written yet.',
  none: 'Not chosen yet',
  noOwner: 'Nobody yet',
  noDate: 'No date yet',
  scriptOff: 'You are reading. To write here, your browser needs JavaScript.',
  signInToWrite: 'Sign in to write here',
  writer: (name: string) => `${name} is writing this`,
  longDate: (iso: string) =>
    iso === '' ? '' : new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`)),
} as const;

/** What is said aloud after a deed. */
export const announce = {
  added: (what: string) => `Added ${what}`,
  movedUp: (to: number, of: number) => `Moved up to ${to} of ${of}`,
  movedDown: (to: number, of: number) => `Moved down to ${to} of ${of}`,
  firstAlready: 'It is the first already',
  lastAlready: 'It is the last already',
  takenOut: (name: string) => `Took out ${name}. It stands under “Taken out” and can be put back`,
  putBack: (name: string) => `Put ${name} back`,
  set: (field: string, value: string) => `${field}: ${value}`,
  undone: 'Undone',
  redone: 'Redone',
  nothingToUndo: 'There is nothing of yours to undo',
  nothingToRedo: 'There is nothing to redo',
  here: counted('en', { one: '# other person is here', other: '# other people are here' }),
  alone: 'You are the only one here now',
  offline: 'No connection. What you write is kept on this device',
  online: 'Connected again',
  refused: 'Something you wrote was not accepted. It is kept for you: open “Not accepted”',
} as const;
