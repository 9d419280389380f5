/** The commands that protect people: names, expunging, reports, time away, warnings, held words and their panels. */
import type { Role } from '@ginnel/domain/people';
import { HERE } from './borough.ts';
import {
  because,
  either,
  EVERYWHERE,
  gone,
  place,
  post,
  PROTECTORS,
  protectors,
  protectorsOfIt,
  roles,
  type Call,
  type Row,
  type Other,
  UPWARDS,
  wrong,
} from './commands-row.ts';
import type { Things } from './commands-things.ts';

const HOLDERS: readonly Role[] = ['officer', 'moderator', 'safeguarding-lead', 'admin'];

export function rowsOfCare(things: Things): readonly Row[] {
  const { cast } = things;
  const hold = async (reports: readonly string[] = []) => {
    return { quote: 'Begun', reason: 'abuse', words: because, reports };
  };
  const target = (documentId: string) => ({ target: { kind: 'contribution', documentId, path: 'notes' }, reason: 'erasure' });
  /** Who may expunge somewhere is told that there is nothing; others are told nothing. */
  const toProtectors = (call: (id: string) => Call): Other => {
    return { ...gone(call), first: false, to: roles(PROTECTORS, { scopes: EVERYWHERE }) };
  };

  return [
    {
      ...post,
      path: '/api/people/{id}/name',
      name: 'person.change-name',
      policy: 'person.change-name',
      may: protectorsOfIt,
      right: async () => place(`/api/people/${(await things.somebody()).personId}/name`, { name: `Robin ${things.id()}`, reason: because }),
      others: [
        wrong('nothing to take away', async () =>
          place(`/api/people/${(await things.somebody()).personId}/name`, { name: null, reason: because }),
        ),
        gone((id) => place(`/api/people/${id}/name`, { name: 'Robin', reason: because }), 'not-allowed'),
      ],
    },
    {
      ...post,
      path: '/api/people/{id}/real-name',
      name: 'person.look-up',
      policy: 'person.look-up',
      may: protectorsOfIt,
      right: async () => place(`/api/people/${(await things.somebody()).personId}/real-name`, { reason: because }),
      others: [gone((id) => place(`/api/people/${id}/real-name`, { reason: because }), 'not-allowed')],
    },
    {
      ...post,
      path: '/api/expunges',
      name: 'words.ask-to-expunge',
      policy: 'words.expunge',
      may: roles(PROTECTORS, { scopes: UPWARDS }),
      right: async () => place('/api/expunges', target(await things.document())),
      others: [toProtectors((id) => place('/api/expunges', target(`${id}wxyz`)))],
    },
    {
      ...post,
      path: '/api/expunges/{id}/answer',
      name: 'words.answer-expunge',
      policy: 'words.expunge',
      may: roles(PROTECTORS, { scopes: UPWARDS }),
      right: async () => place(`/api/expunges/${await things.expunge()}/answer`, { agree: false }),
      others: [
        wrong('declined', async () => place(`/api/expunges/${await things.expunge({ state: 'declined' })}/answer`, { agree: true })),
        toProtectors((id) => place(`/api/expunges/${id}/answer`, { agree: false })),
      ],
    },
    ...(['abuse', 'safeguarding'] as const).map((reason): Row => {
      const decide = (reports: readonly string[]) =>
        place('/api/moderation/reports/decide', { reports, outcome: 'no-action', words: because });
      return {
        ...post,
        path: '/api/moderation/reports/decide',
        name: 'report.decide',
        policy: reason === 'abuse' ? 'report.decide' : 'safeguarding.decide',
        may: reason === 'abuse' ? protectors : roles(['safeguarding-lead'], { scopes: UPWARDS }),
        right: async () => decide([await things.report({ reason })]),
        others: [wrong('decided', async () => decide([await things.report({ reason, decided: true })])), gone((id) => decide([id]))],
      };
    }),
    {
      ...post,
      path: '/api/people/{id}/removals',
      name: 'person.remove',
      policy: 'person.remove',
      may: protectorsOfIt,
      right: async () => {
        const { personId } = await things.somebody();
        return place(`/api/people/${personId}/removals`, { placeId: HERE, reason: 'abuse', words: because, untilMs: null });
      },
      others: [
        wrong('over already', async () => {
          const { personId } = await things.somebody();
          return place(`/api/people/${personId}/removals`, { placeId: HERE, reason: 'abuse', words: because, untilMs: 1000 });
        }),
        gone((id) => place(`/api/people/${id}/removals`, { placeId: HERE, reason: 'abuse', words: because, untilMs: null })),
      ],
    },
    {
      ...post,
      path: '/api/removals/{id}/answer',
      name: 'person.answer-removal',
      policy: 'person.restore',
      may: protectorsOfIt,
      right: async () => {
        const id = await cast.keepAway((await things.somebody()).personId, HERE);
        return place(`/api/removals/${id}/answer`, { lift: true, words: because });
      },
      others: [
        wrong('over', async () => {
          const id = await cast.keepAway((await things.somebody()).personId, HERE, { until_ms: 1 });
          return place(`/api/removals/${id}/answer`, { lift: true, words: because });
        }),
        gone((id) => place(`/api/removals/${id}/answer`, { lift: true, words: because })),
      ],
    },
    {
      ...post,
      path: '/api/people/{id}/warnings',
      name: 'person.warn',
      policy: 'person.warn',
      may: protectors,
      right: async () =>
        place(`/api/people/${(await things.somebody()).personId}/warnings`, { placeId: HERE, reason: 'abuse', words: because }),
      others: [gone((id) => place(`/api/people/${id}/warnings`, { placeId: HERE, reason: 'abuse', words: because }))],
    },
    {
      ...post,
      path: '/api/documents/{id}/holds',
      name: 'words.hold',
      policy: 'words.hold',
      may: roles(HOLDERS),
      right: async () => place(`/api/documents/${await things.document()}/holds`, await hold()),
      others: [
        wrong('because of a report that is decided', async () => {
          const id = await things.document();
          return place(`/api/documents/${id}/holds`, await hold([await things.report({ about: id, decided: true })]));
        }),
      ],
    },
    {
      ...post,
      path: '/api/documents/{id}/holds',
      name: 'words.hold',
      policy: 'words.hold',
      own: true,
      may: either(roles(HOLDERS), ({ role, state }) => state === 'session' && HOLDERS.includes(role)),
      right: async (actor) => {
        const id = await things.document();
        if (actor.state === 'session') await cast.giveSession(actor, id);
        return place(`/api/documents/${id}/holds`, await hold());
      },
      others: [],
    },
    {
      ...post,
      path: '/api/holds/{id}/decide',
      name: 'words.decide',
      policy: 'words.decide',
      may: protectors,
      right: async () => place(`/api/holds/${await things.held()}/decide`, { to: 'hidden', words: because }),
      others: [
        wrong('restored', async () =>
          place(`/api/holds/${await things.held({ state: 'restored' })}/decide`, { to: 'hidden', words: because }),
        ),
        gone((id) => place(`/api/holds/${id}/decide`, { to: 'hidden', words: because })),
      ],
    },
    {
      ...post,
      path: '/api/appeals/{id}/panel',
      name: 'appeal.convene',
      policy: 'appeal.convene',
      may: protectors,
      right: async () => place(`/api/appeals/${await things.appeal()}/panel`, { members: await three(things) }),
      others: [
        wrong('convened', async () => {
          const members = await three(things);
          return place(`/api/appeals/${await things.appeal({ members })}/panel`, { members });
        }),
        gone((id) => place(`/api/appeals/${id}/panel`, { members: ['x-y', 'x-z', 'x-w'] })),
      ],
    },
    {
      ...post,
      path: '/api/appeals/{id}/vote',
      name: 'appeal.vote',
      own: true,
      may: ({ role, scope, state }) => role !== 'guest' && scope !== 'elsewhere' && ['stands', 'deputy'].includes(state),
      right: async ({ personId }) => {
        const members = [personId, ...(await three(things)).slice(1)];
        return place(`/api/appeals/${await things.appeal({ members })}/vote`, { vote: 'restore', words: because });
      },
      others: [
        {
          ...gone(() => place('', null)),
          what: 'of a panel of others',
          call: async () =>
            place(`/api/appeals/${await things.appeal({ members: await three(things) })}/vote`, { vote: 'restore', words: because }),
        },
        gone((id) => place(`/api/appeals/${id}/vote`, { vote: 'restore', words: because })),
      ],
    },
  ];
}

async function three(things: Things): Promise<string[]> {
  const people = await Promise.all([things.somebody(), things.somebody(), things.somebody()]);
  return people.map(({ personId }) => personId);
}
