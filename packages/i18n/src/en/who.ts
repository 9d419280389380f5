/** Words of the page that says who wrote what in a document. */
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

export const who = {
  link: 'Who wrote what',
  title: (document: string) => `Who wrote what in ${document}`,
  lead: 'The words as they stand now. After each piece stands who wrote it, as what, and on which day. The line under the words is the same colour wherever the same person wrote.',
  back: (document: string) => `Back to ${document}`,
  writers: 'Everyone whose words stand here',
  nothing: 'Nothing has been written here yet.',
  wroteOn: (whom: string, atMs: number) => `${whom}, ${day.format(new Date(atMs))}`,
  /** Nobody's words stand in a sentence of somebody else's making without that being said. */
  broughtBy: (wroteIt: string, name: string) => `${wroteIt}; put here by ${name}`,
  notKnown: 'It is not known who wrote this',
  /** How words came that were not simply typed. */
  route: { suggested: 'as a suggestion', captured: 'written down from what was said', machine: 'drafted by a machine' },
} as const;
