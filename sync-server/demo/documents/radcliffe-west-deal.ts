/** The Deal for Radcliffe West: what each side will do, in its own words. */
import { AMINA, type DemoDocument, GRACE, IMRAN, JO, SHEILA, turn } from '../script.ts';
import { addCommitment, write, addPart } from '../writing.ts';

export const radcliffeWestDeal: DemoDocument = {
  kind: 'deal',
  placeId: 'radcliffe-west',
  title: 'The Radcliffe West Deal',
  createdBy: 'imran-shah',
  turns: [
    turn(IMRAN, 17, (draft) => {
      addCommitment(draft, 'ginnels', {
        title: 'Clean ginnels, kept clean together',
        outcome: 'environment',
      });
      addPart(
        draft,
        'ginnels',
        'streets-and-parks',
        'We clear what is too big to carry within five working days of a report, sweep the nine school ginnels once a fortnight, and lend grabbers, gloves and bags.',
      );
    }),
    turn(JO, 16, (draft) =>
      addPart(
        draft,
        'ginnels',
        'radcliffe-litter-pickers',
        'We walk every ginnel once a month, fill the bags and leave them at the agreed corners, and report what needs a van, with a photo.',
      ),
    ),
    turn(SHEILA, 13, (draft) =>
      addPart(draft, 'ginnels', 'residents', 'We put bins out on the day and take them in again, and we report dumping when we see it.'),
    ),
    turn(GRACE, 10, (draft) => {
      addCommitment(draft, 'firststep', {
        title: 'A first step back into work',
        outcome: 'skills',
      });
      addPart(
        draft,
        'firststep',
        'adult-learning',
        'We hold a place on every course for someone from the ward who has been out of work for two years or more, and we pay the bus fare.',
      );
    }),
    turn(AMINA, 4, (draft) => {
      addPart(draft, 'firststep', 'residents', 'We bring a neighbour along, and go with them the first time.');
      write(draft, ['notes'], 'Market Hall Traders may want to join the second one: two work tasters a month? Ask at the next meeting.\n');
    }),
  ],
};
