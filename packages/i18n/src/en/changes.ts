/** Words of what has changed since a person was last here. */
import { counted } from '../plural.ts';

export const changes = {
  title: (since: string) => `Changes since ${since}`,
  open: counted('en', { one: '# change', other: '# changes' }),
  by: (whom: string, at: string) => `${whom}, ${at}`,
  lead: 'What is underlined is new; what is struck through has gone.',
  added: 'Added',
  takenOut: 'Taken out',
  putBack: 'Put back',
  removed: 'Removed for good',
  moved: (from: number, to: number) => `Moved from place ${from} to place ${to}`,
  value: (before: string, after: string) => `${before} → ${after}`,
  look: 'The words are the same; they look different now.',
  newWords: 'new:',
  goneWords: 'gone:',
  goThere: (where: string) => `Go to ${where}`,
  nothing: 'nothing',
} as const;
