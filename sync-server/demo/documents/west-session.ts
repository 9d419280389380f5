/** A Coffee Cake Collaborate session in Radcliffe: an evening in a hall about young people and the library. */
import { AMINA, type DemoDocument, DAN, JO, MIA, turn, YUSUF } from '../script.ts';
import { addCard, addCardGroup, write } from '../writing.ts';

export const westSession: DemoDocument = {
  kind: 'session',
  placeId: 'west',
  title: 'Coffee and cake: what could the new library be?',
  createdBy: 'yusuf-patel',
  turns: [
    turn(YUSUF, 9, (draft) => {
      addCardGroup(draft, 'evenings', 'Open when people are free');
      addCardGroup(draft, 'making', 'Somewhere to make things');
      write(
        draft,
        ['notes'],
        'Church hall, 34 people, two kinds of flapjack. Tables by the window typed for those without a phone. Yusuf\n',
      );
    }),
    turn(AMINA, 9, (draft) => addCard(draft, 'lateopen', 'Open until nine once a week, so shift workers can come too.', 'evenings')),
    turn(MIA, 9, (draft) => {
      addCard(draft, 'musicroom', 'A room where you can be loud. We have nowhere to practise.', 'making');
      addCard(draft, 'homework', 'Quiet tables after school with someone who can help.', 'evenings');
    }),
    turn(JO, 9, (draft) =>
      addCard(draft, 'toollibrary', 'Lend tools as well as books: litter pickers, drills, a sewing machine.', 'making'),
    ),
    turn(DAN, 9, (draft) => addCard(draft, 'saferoute', 'Light the path from the tram stop to the door.')),
  ],
};
