/** The words of the durability contract: see design.md, section 5. Nothing is called saved before it is. */
import { counted } from '../plural.ts';

export const save = {
  label: 'Your words',
  opening: 'Opening…',
  saving: 'Saving…',
  saved: 'Saved',
  kept: counted('en', { one: 'Kept on this device (#)', other: 'Kept on this device (#)' }),
  keptNone: 'Not connected',
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
  drawerTitle: 'Not accepted',
  drawerLead: 'These are your words. They are not in the document, and they are kept for you on this device until you are done with them.',
  drawerNone: 'Nothing is waiting here.',
  copy: 'Copy these words',
  copied: 'Copied',
  done: 'I am done with these words',
  where: (field: string) => `In: ${field}`,
  reload: 'Open the document again',
} as const;
