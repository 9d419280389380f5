/** The borough's Deal. */
import { AMINA, type DemoDocument, GRACE, IMRAN, JO, turn } from '../script.ts';
import { addCommitment, write, addPart } from '../writing.ts';

export const buryDeal: DemoDocument = {
  kind: 'deal',
  placeId: 'bury',
  title: 'The Bury Deal',
  createdBy: 'grace-adeyemi',
  turns: [
    turn(GRACE, 50, (draft) => {
      addCommitment(draft, 'learning', {
        title: 'Everyone can go on learning',
        outcome: 'skills',
      });
      addPart(
        draft,
        'learning',
        'adult-learning',
        'We offer a free course in English, maths or digital skills within three miles of every home.',
      );
    }),
    turn(AMINA, 45, (draft) =>
      addPart(draft, 'learning', 'residents', 'We tell each other what is on, and we turn up when we have booked.'),
    ),
    turn(IMRAN, 43, (draft) => {
      addCommitment(draft, 'greenspace', {
        title: 'Parks that everybody looks after',
        outcome: 'environment',
      });
      addPart(
        draft,
        'greenspace',
        'streets-and-parks',
        'We cut, plant and mend to a published timetable, and we answer every friends’ group within a week.',
      );
    }),
    turn(JO, 41, (draft) => {
      addPart(
        draft,
        'greenspace',
        'radcliffe-litter-pickers',
        'We show any group in the borough how to start a pick, and lend them our gear for the first one.',
      );
      write(draft, ['notes'], 'Other groups: please add yourselves to a commitment and write your own part.\n');
    }),
  ],
};
