/** Local priorities of Radcliffe West: a list that its people draft together. */
import { setValue } from '@ginnel/merge/edits/entries';
import { AMINA, DAN, type DemoDocument, IMRAN, JO, MAUREEN, MIA, SHEILA, turn } from '../script.ts';
import { addPriority, entryId, write } from '../writing.ts';

export const radcliffeWestPriorities: DemoDocument = {
  kind: 'priorities',
  placeId: 'radcliffe-west',
  title: 'What matters in Radcliffe West',
  createdBy: 'amina-hussain',
  turns: [
    turn(AMINA, 21, (draft) =>
      addPriority(draft, 'ginnels', {
        title: 'Ginnels and back streets that people are glad to walk through',
        why: 'Children take the ginnels to school and to the tram. Where bags and old sofas lie, people walk along the main road instead.',
        evidence: '',
        affected: 'Everyone on foot, most of all children and people with a pram or a wheelchair.',
        outcome: 'environment',
      }),
    ),
    turn(JO, 20, (draft) => {
      write(
        draft,
        ['priorities', entryId('p', 'ginnels'), 'evidence'],
        'On our Saturday picks in October we filled 64 bags in nine ginnels. ',
      );
      write(draft, ['notes'], 'Next litter pick: Saturday at ten, from the market hall. Gloves and grabbers are there.\n');
    }),
    turn(MIA, 18, (draft) =>
      addPriority(draft, 'library', {
        title: 'Young people help to design the new library and civic hub',
        why: 'It will be ours for longest. We want somewhere warm to sit after school that does not ask us to buy anything.',
        evidence: 'Twenty-three of us filled in Youth Voice’s cards: a quiet corner, charging points and late opening came first.',
        affected: 'Young people of eleven to nineteen, and whoever shares the building with us.',
        outcome: 'schools',
      }),
    ),
    turn(SHEILA, 15, (draft) =>
      addPriority(draft, 'work', {
        title: 'A way back into work for those who have been out of it longest',
        why: 'New jobs come with the new buildings. Without help to start, they will go to people from elsewhere.',
        evidence: '',
        affected: 'People who have not worked for years, carers, and people without good English yet.',
        outcome: 'skills',
      }),
    ),
    turn(IMRAN, 12, (draft) =>
      write(
        draft,
        ['priorities', entryId('p', 'ginnels'), 'evidence'],
        'Streets & Parks had 118 reports of dumped rubbish in the ward last year; half were in back streets that our vans cannot enter.',
      ),
    ),
    turn(DAN, 9, (draft) =>
      addPriority(draft, 'evenings', {
        title: 'Evenings that feel safe round the tram stop and the park',
        why: 'People tell us that they stay in after dark. More people about is what makes a place feel safe.',
        evidence: 'Said at four of our last six drop-ins. Reports to us do not show it, because little is reported.',
        affected: 'People who come home late, older people, young women.',
        outcome: 'safety',
      }),
    ),
    turn(MAUREEN, 6, (draft) => {
      write(
        draft,
        ['priorities', entryId('p', 'work'), 'evidence'],
        'At my surgeries, help with forms and travel comes up more often than pay.',
      );
      write(draft, ['notes'], 'Could the Job Centre come to the next session? I will ask. MC\n');
    }),
    turn(AMINA, 3, (draft) => setValue(draft, ['priorities'], entryId('p', 'evenings'), 'outcome', 'safety')),
  ],
};
