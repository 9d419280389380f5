/** Words of the places: borough, neighbourhood, ward. */
import { counted } from '../plural.ts';

export const places = {
  in: (tierName: string, above: readonly string[]) => `${article(tierName)} ${tierName} of ${above.join(', ')}`,
  tierOnly: (tierName: string) => `${article(tierName)} ${tierName}`,
  trail: 'Where this place is',
  writtenNow: 'Being written now',
  agreed: 'What we agreed',
  within: (name: string) => `Places within ${name}`,
  teams: 'Teams that look after this place',
  nothingYet: 'Nothing is being written here yet.',
  nothingAgreed: 'Nothing has been agreed here yet. When people agree on something, it stands here.',
  elsewhere: 'Being written in the places within',
  priorities: counted('en', { one: '# priority', other: '# priorities' }),
  actions: counted('en', { one: '# action', other: '# actions' }),
  commitments: counted('en', { one: '# commitment', other: '# commitments' }),
  start: 'Start something new',
  startWhat: 'What would you like to write together?',
  startName: 'What shall it be called?',
  startGo: 'Start writing',
  startAsk: 'Give it a name first, so that neighbours can find it.',
  startFailed: 'It could not be started just now. What you typed is still here; please try again.',
  kind: { priorities: 'Priorities', plan: 'Plan', deal: 'Deal', session: 'Session' },
  kindAbout: {
    priorities: 'What matters here, in order, in people’s own words',
    plan: 'What the place is like, what will be done, by whom and by when',
    deal: 'What each side will do, side by side',
    session: 'Cards that people in a hall write and sort together',
  },
  phase: {
    drafting: 'being drafted',
    consulting: 'out for consultation',
    agreed: 'agreed',
    published: 'published',
    'in-review': 'being reviewed',
  },
} as const;

function article(word: string): string {
  return /^[aeiou]/i.test(word) ? 'an' : 'a';
}
