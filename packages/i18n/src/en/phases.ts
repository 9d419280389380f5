/** Words of the phases of a document's life, and of moving it on. */
export const phases = {
  open: 'Move this document on',
  title: 'Move this document on',
  where: (now: string) => `It is ${now} now.`,
  to: {
    drafting: 'Back to drafting',
    consulting: 'Out for consultation',
    agreed: 'Agreed',
    published: 'Published',
    'in-review': 'Into review',
  },
  about: {
    drafting: 'Everyone at the table writes again.',
    consulting: 'The words stay as they are, and people are asked what they think.',
    agreed: 'The words stay as they were agreed.',
    published: 'It stands for everyone to use. To change it, it goes into review.',
    'in-review': 'Everyone at the table looks at it again and writes in it.',
  },
  reason: 'Why? Everyone can read this',
  reasonMissing: 'Say why, in a few words: people will ask.',
  go: 'Move it on',
  done: (now: string) => `It is ${now} now`,
  failed: 'It could not be moved on just now. Please try again.',
} as const;
