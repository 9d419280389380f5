/** The People & Communities Plan of the neighbourhood West (Radcliffe). */
import { DAN, type DemoDocument, GRACE, JO, RUTH, SHEILA, turn, YUSUF } from '../script.ts';
import { addAction, addAsset, addIndicator, addPlanPriority, write, writeProse } from '../writing.ts';

export const westPlan: DemoDocument = {
  kind: 'plan',
  placeId: 'west',
  title: 'People & Communities Plan for Radcliffe',
  createdBy: 'ruth-ogden',
  turns: [
    turn(RUTH, 40, (draft) => {
      writeProse(
        draft,
        ['understanding'],
        'Radcliffe is being rebuilt: a new school, a library and civic hub, homes. Bricks, glass and carbon fibre are the easier half. This plan is about the other half: the people who will use them.',
        'It follows the LET’S principles: Local neighbourhoods, Enterprising spirit, working Together, Strengths-based approach.',
      );
      addPlanPriority(draft, 'capacity', {
        title: 'Communities grow as the buildings do',
        outcome: 'volunteering',
        why: ['For every new building, a group that is ready to run something in it.'],
      });
    }),
    turn(SHEILA, 35, (draft) =>
      writeProse(
        draft,
        ['strengths'],
        'Three wards that help each other, a market that brings them together, and more choirs than anywhere its size.',
      ),
    ),
    turn(DAN, 33, (draft) => {
      addAsset(draft, 'team', {
        name: 'Public Service Leadership Team',
        about: 'Police, housing, health, hubs and early help around one table, every second Tuesday.',
        kind: 'network',
      });
      addPlanPriority(draft, 'safe', {
        title: 'Streets where people look out for each other',
        outcome: 'safety',
        why: ['Officers walk with the groups that are out already, so that people know a face before they need one.'],
      });
    }),
    turn(GRACE, 27, (draft) =>
      addIndicator(draft, 'hours', {
        name: 'Volunteer hours given in a month',
        baseline: '410',
        target: '600',
        latest: '468',
        asOf: '2026-10-31',
        source: 'Groups’ own counts, gathered by Community Hubs',
      }),
    ),
    turn(JO, 20, (draft) =>
      addAction(draft, 'mentors', {
        what: 'Six community mentors, each paired with a new group for a year',
        priority: 'capacity',
        serviceOwner: 'community-hubs',
        communityOwner: 'radcliffe-litter-pickers',
        due: '2027-09-30',
        progress: 'not-started',
      }),
    ),
    turn(YUSUF, 7, (draft) =>
      write(
        draft,
        ['notes'],
        'From the Coffee Cake session: people asked for a hub that opens on Sundays, and for minibuses from Ainsworth.\n',
      ),
    ),
  ],
};
