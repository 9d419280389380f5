/** The words of the durability contract: see design.md, section 5. Nothing is called saved before it is. */
import { counted } from '../plural.ts';

export const save = {
  label: 'Your words',
  opening: 'Opening…',
  saving: 'Saving…',
  saved: 'Saved',
  kept: counted('en', { one: 'Kept on this device (# letter)', other: 'Kept on this device (# letters)' }),
  keptNone: 'Not connected',
  over: 'Stopped',
  refused: counted('en', { one: 'Not accepted (#)', other: 'Not accepted (#)' }),
  reading: 'Reading',
  about: {
    opening: 'The document is being opened.',
    saving: 'Your words are in this browser and on their way.',
    saved: 'Everything you wrote is stored safely.',
    kept: 'There is no connection. What you wrote is on this device and is sent when the connection is back, even if you close the page.',
    keptNone: 'There is no connection just now. You can go on writing; it is kept on this device.',
    refused: 'Some of what you wrote was not accepted. It is kept for you here.',
    reading: 'You are reading. Nothing you do here changes the document.',
    storage: 'The server cannot store anything just now. Your words stay on this device until it can.',
    stopped: 'This page has stopped. Open it again to go on writing; your words are kept.',
  },
  spoken: {
    kept: 'The server cannot save just now. What you write is kept on this device',
    waits: counted('en', {
      one: 'No connection. # letter that you wrote is kept on this device, and is sent when the connection is back',
      other: 'No connection. # letters that you wrote are kept on this device, and are sent when the connection is back',
    }),
    savedAgain: 'Connected again. Everything you wrote is saved',
  },
  drawerTitle: 'Not accepted',
  drawerLead: 'These are your words. They are not in the document, and they are kept for you on this device until you are done with them.',
  drawerNone: 'Nothing is waiting here.',
  copy: 'Copy these words',
  copied: 'Copied',
  done: 'I am done with these words',
  where: (field: string) => `In: ${field}`,
  reload: 'Open the document again',
  signedOut: 'You have been signed out. This also happens when a role of yours ends. Sign in again to see where you may write now.',
  roleEnded:
    'A role in which you wrote here has ended, before your last words were sent. They are kept for you on this device, to copy: see “Not accepted”.',
  waitsHere: 'Words that were not sent are kept on this device. Whoever wrote them finds them again by signing in.',
  stopped: {
    'signed-out':
      'You have been signed out. What you wrote is kept on this device: sign in again, and it goes to the table. If a role of yours has ended, what you wrote in it is given back to you instead, to copy.',
    'not-allowed': 'You no longer have a place at this table. What you wrote is kept on this device.',
    'no-such-document': 'This document is no longer there. What you wrote is kept on this device.',
    'older-shape': 'This page is older than the document. Open it again to go on writing.',
    'epoch-over': 'The document was begun anew. Open it again; what you had not sent is kept for you.',
    'too-large': 'What you wrote is more than the document can hold. It is kept on this device.',
    'too-fast': 'Too much came at once. Wait a moment, then open the document again.',
    'bad-frame': 'The connection was damaged. Open the document again; what you wrote is kept.',
  },
} as const;
