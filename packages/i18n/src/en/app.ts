/** Words that stand on every page. */
export const app = {
  name: 'Ginnel',
  strapline: 'Where neighbours and public services write their plans together',
  skip: 'Skip to the words',
  toThePlaces: 'Places',
  footer: 'Everything here is written together. Anyone may read it; people of the place write it.',
  demo: 'This is a made-up borough to try things in. The people are invented, and nothing here is real.',
  mailbox: 'Letters sent by e-mail',
  titled: (...parts: string[]) => [...parts, 'Ginnel'].join(' · '),
  close: 'Close',
  cancel: 'Cancel',
  loading: 'One moment…',
} as const;
