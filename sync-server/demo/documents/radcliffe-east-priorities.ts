/** Local priorities of Radcliffe East: just begun. */
import { AMINA_AT_WORK, type DemoDocument, IMRAN, JO, turn } from '../script.ts';
import { addPriority, write } from '../writing.ts';

export const radcliffeEastPriorities: DemoDocument = {
  kind: 'priorities',
  placeId: 'radcliffe-east',
  title: 'What matters in Radcliffe East',
  createdBy: 'jo-kowalski',
  turns: [
    turn(JO, 11, (draft) =>
      addPriority(draft, 'tramstop', {
        title: 'A tram stop that welcomes people',
        why: 'It is the front door of the town, and it looks like the back.',
        evidence: '',
        affected: 'Everyone who travels to work, school or hospital.',
        outcome: 'town-centre',
      }),
    ),
    turn(AMINA_AT_WORK, 10, (draft) =>
      addPriority(draft, 'crossing', {
        title: 'A safe crossing by the shops',
        why: 'I see people wait five minutes to cross to the chemist.',
        evidence: 'Counted from the shop window on two Mondays: 46 people an hour.',
        affected: 'Older people, and parents on the way to school.',
        outcome: 'safety',
      }),
    ),
    turn(IMRAN, 2, (draft) => write(draft, ['notes'], 'I have asked the highways team for the traffic count of last spring. Imran\n')),
  ],
};
