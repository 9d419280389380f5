/** Words of reporting something that should not stand in a document. */
export const report = {
  open: 'Report something here',
  title: 'Report something here',
  lead: 'A moderator looks at it. Whoever wrote it is never told who reported it. If somebody is in danger now, ring 999.',
  reason: 'What is it about?',
  reasons: {
    'personal-data': 'Something private about a person',
    abuse: 'It is abusive or bullying',
    hate: 'It is hateful',
    unlawful: 'It may be against the law',
    safeguarding: 'A child or an adult may be at risk',
    spam: 'It is advertising or nonsense',
    'off-topic': 'It does not belong here',
    other: 'Something else',
  },
  quote: 'Which words? Copy them here if you can',
  words: 'Anything that helps us understand',
  go: 'Send this report',
  done: 'Thank you. A moderator will look at it.',
  failed: 'It could not be sent just now. What you wrote is still here; please try again.',
} as const;
