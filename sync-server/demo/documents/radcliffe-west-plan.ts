/** The ward plan of Radcliffe West: strengths first, actions with an owner on both sides. */
import { AMINA, DAN, type DemoDocument, GRACE, IMRAN, JO, MIA, SHEILA, turn } from '../script.ts';
import { addAction, addAsset, addIndicator, addPlanPriority, write, writeProse } from '../writing.ts';

export const radcliffeWestPlan: DemoDocument = {
  kind: 'plan',
  placeId: 'radcliffe-west',
  title: 'Radcliffe West ward plan',
  createdBy: 'jo-kowalski',
  turns: [
    turn(SHEILA, 30, (draft) =>
      writeProse(
        draft,
        ['understanding'],
        'Radcliffe West runs from the market and the tram stop down to the river. It was built by paper, cotton and the canal; now a school, a library and a civic hub are being built.',
        'People know each other here. Money is tight for many, and those who have been out of work longest find it hardest to get back.',
      ),
    ),
    turn(JO, 28, (draft) => {
      writeProse(
        draft,
        ['strengths'],
        'Neighbours turn out. A Saturday pick brings thirty people in the rain.',
        'The market hall is a place where people of every age meet, and the traders know who has not been seen for a while.',
      );
      addAsset(draft, 'markethall', {
        name: 'Radcliffe Market Hall',
        about: 'Stalls by day, music and meetings in the evening.',
        kind: 'place',
      });
      addAsset(draft, 'pickers', {
        name: 'Radcliffe Litter Pickers',
        about: 'Every Saturday at ten. Anyone can come; we lend the gear.',
        kind: 'group',
      });
    }),
    turn(AMINA, 25, (draft) => {
      addAsset(draft, 'canal', {
        name: 'The canal towpath',
        about: 'A flat walk or ride to Bury, and the growers’ beds beside it.',
        kind: 'place',
      });
      addPlanPriority(draft, 'streets', {
        title: 'Clean, green back streets and ginnels',
        outcome: 'environment',
        why: ['A cared-for street is used, and a used street is safer. We start with the nine ginnels that children take to school.'],
      });
    }),
    turn(GRACE, 22, (draft) => {
      addPlanPriority(draft, 'work', {
        title: 'A first step back into work',
        outcome: 'skills',
        why: ['Help goes first to those furthest from work: a person to talk to, a course that starts from zero, and a real job to visit.'],
      });
      addAction(draft, 'courses', {
        what: 'Run a ten-week “first step” course in the market hall, with a crèche, twice a year',
        priority: 'work',
        serviceOwner: 'adult-learning',
        communityOwner: 'market-hall-traders',
        due: '2027-03-31',
        progress: 'under-way',
      });
      addIndicator(draft, 'starts', {
        name: 'People from the ward who start a course or a job after “first step”',
        baseline: '0',
        target: '40',
        latest: '11',
        asOf: '2026-10-31',
        source: 'Adult Learning’s own count, with consent',
      });
    }),
    turn(IMRAN, 19, (draft) => {
      addAction(draft, 'nineginnels', {
        what: 'Clear the nine school ginnels, mend the lights, and agree who looks after each',
        priority: 'streets',
        serviceOwner: 'streets-and-parks',
        communityOwner: 'radcliffe-litter-pickers',
        due: '2027-05-31',
        progress: 'under-way',
      });
      addIndicator(draft, 'dumping', {
        name: 'Reports of dumped rubbish in a year',
        baseline: '118',
        target: '60',
        latest: '97',
        asOf: '2026-09-30',
        source: 'Streets & Parks, reports by ward',
      });
    }),
    turn(MIA, 14, (draft) => {
      addPlanPriority(draft, 'youth', {
        title: 'Young people shape what is built',
        outcome: 'schools',
        why: [
          'The library and the civic hub will be ours for longest. We want to be in the room when they are drawn, not shown the drawing.',
        ],
      });
      addAction(draft, 'design', {
        what: 'Three design evenings with the architects, led by Youth Voice',
        priority: 'youth',
        serviceOwner: 'libraries',
        communityOwner: 'radcliffe-youth-voice',
        due: '2027-02-28',
        progress: 'not-started',
      });
    }),
    turn(DAN, 8, (draft) =>
      addAction(draft, 'walks', {
        what: 'Walk with the litter pickers once a month, in uniform, and listen',
        priority: 'streets',
        serviceOwner: 'police-neighbourhood-team',
        communityOwner: 'radcliffe-litter-pickers',
        due: '',
        progress: 'under-way',
      }),
    ),
    turn(AMINA, 5, (draft) =>
      write(draft, ['notes'], 'Please read the two new actions before Thursday. Is anything missing for older people?\n'),
    ),
  ],
};
