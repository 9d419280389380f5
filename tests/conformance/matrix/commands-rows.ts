/** The commands of administering: documents, roles, organisations, teams, guests, lists. */
import { HERE } from './borough.ts';
import { GROUP } from './commands-cast.ts';
import { ADMIN, anybody, because, either, EVERYWHERE, gone, place, post, roles, type Row, UPWARDS, wrong } from './commands-row.ts';
import { LATER, type Things } from './commands-things.ts';

const LEAD = roles(['group-lead'], { scopes: EVERYWHERE });
const LEAD_OF_IT = roles(['group-lead'], { scopes: UPWARDS });
const BOROUGH_ADMIN = roles(['admin'], { scopes: ['above'], ofBorough: true });
const TEAM = roles(['system-leader', 'admin'], { scopes: UPWARDS });
const LET_IN = roles(['facilitator', 'group-lead', 'councillor', 'officer', 'practitioner', 'moderator', 'system-leader', 'admin']);

export function rowsOfAdministering(things: Things, placesCsv: string): readonly Row[] {
  const { cast } = things;
  const whom = async () => ({ personId: (await things.somebody()).personId });
  const facilitator = async () => (await cast.settle('facilitator', 'here')).capacityId;
  const places = (text: string) => ({ list: 'places', file: Buffer.from(text).toString('base64') });

  return [
    {
      ...post,
      path: '/api/documents/{id}/phase',
      name: 'document.change-phase',
      policy: 'document.change-phase',
      may: roles(['officer', 'moderator', 'system-leader', 'admin']),
      right: async () => place(`/api/documents/${await things.document()}/phase`, { phase: 'consulting', reason: because }),
      others: [
        wrong('not the next phase', async () =>
          place(`/api/documents/${await things.document()}/phase`, { phase: 'agreed', reason: because }),
        ),
        gone((id) => place(`/api/documents/${id}wxyz/phase`, { phase: 'consulting', reason: because })),
      ],
    },
    {
      ...post,
      path: '/api/places/{id}/roles',
      name: 'place.grant-role',
      policy: 'place.grant-role',
      may: ADMIN,
      right: async () => place(`/api/places/${HERE}/roles`, { whom: await whom(), role: 'facilitator' }),
      others: [
        wrong('a role for an organisation', async () => place(`/api/places/${HERE}/roles`, { whom: await whom(), role: 'officer' })),
        gone(() => place('/api/places/nowhere/roles', { whom: { personId: 'nobody-there' }, role: 'facilitator' })),
      ],
    },
    {
      ...post,
      path: '/api/organisations/{id}/members',
      name: 'organisation.grant-role',
      policy: 'organisation.grant-role',
      may: either(ADMIN, LEAD_OF_IT),
      right: async () => place(`/api/organisations/${GROUP}/members`, { whom: await whom(), role: 'group-member', placeId: HERE }),
      others: [
        wrong('a role that does not fit', async () =>
          place(`/api/organisations/${GROUP}/members`, { whom: await whom(), role: 'officer', placeId: HERE }),
        ),
        gone(() => place('/api/organisations/none-such/members', { whom: { personId: 'x-y' }, role: 'group-member', placeId: HERE })),
      ],
    },
    {
      ...post,
      path: '/api/capacities/{id}/end',
      name: 'capacity.end',
      may: ADMIN,
      right: async () => place(`/api/capacities/${(await things.somebody()).capacityId}/end`, { reason: because }),
      others: [gone((id) => place(`/api/capacities/${id}/end`, { reason: because }))],
    },
    {
      ...post,
      path: '/api/capacities/{id}/end',
      name: 'capacity.end',
      may: either(ADMIN, LEAD),
      right: async () => place(`/api/capacities/${(await cast.settle('group-member', 'here')).capacityId}/end`, { reason: because }),
      others: [],
    },
    {
      ...post,
      path: '/api/capacities/{id}/deputies',
      name: 'deputy.name',
      may: roles(['admin'], { scopes: UPWARDS, deputies: false }),
      right: async () => place(`/api/capacities/${await facilitator()}/deputies`, { whom: await whom(), untilMs: LATER }),
      others: [
        wrong('over before it begins', async () =>
          place(`/api/capacities/${await facilitator()}/deputies`, { whom: await whom(), untilMs: 1000 }),
        ),
        gone((id) => place(`/api/capacities/${id}/deputies`, { whom: { personId: 'x-y' }, untilMs: LATER })),
      ],
    },
    {
      ...post,
      path: '/api/capacities/{id}/hand-over',
      name: 'role.hand-over',
      may: roles(['admin'], { scopes: UPWARDS, deputies: false }),
      right: async () => place(`/api/capacities/${await facilitator()}/hand-over`, { whom: await whom() }),
      others: [
        wrong('over before it begins', async () =>
          place(`/api/capacities/${await facilitator()}/hand-over`, { whom: await whom(), untilMs: 1000 }),
        ),
        gone((id) => place(`/api/capacities/${id}/hand-over`, { whom: { personId: 'x-y' } })),
      ],
    },
    {
      ...post,
      path: '/api/capacities/{id}/handover',
      name: 'role.write-handover',
      own: true,
      may: (actor) => anybody(actor) && !(actor.state === 'away' && actor.scope === 'here'),
      right: async ({ capacityId }) => place(`/api/capacities/${capacityId}/handover`, { words: because }),
      others: [
        {
          what: 'somebody else’s',
          call: async () => place(`/api/capacities/${await facilitator()}/handover`, { words: because }),
          answer: 'not-allowed',
        },
        gone((id) => place(`/api/capacities/${id}/handover`, { words: because })),
      ],
    },
    {
      ...post,
      path: '/api/documents/{id}/topic-members',
      name: 'topic.call-in',
      policy: 'team.manage',
      may: TEAM,
      right: async () =>
        place(`/api/documents/${await things.document()}/topic-members`, { whom: await whom(), topic: 'Bins', untilMs: LATER }),
      others: [
        wrong('over already', async () =>
          place(`/api/documents/${await things.document()}/topic-members`, { whom: await whom(), topic: 'Bins', untilMs: 1000 }),
        ),
        gone((id) => place(`/api/documents/${id}wxyz/topic-members`, { whom: { personId: 'x-y' }, topic: 'Bins', untilMs: LATER })),
      ],
    },
    {
      ...post,
      path: '/api/places/{id}/teams',
      name: 'team.make',
      policy: 'team.manage',
      may: TEAM,
      right: async () => place(`/api/places/${HERE}/teams`, { name: things.id(), quorum: 1, seats: [{ name: 'Seat' }] }),
      others: [
        wrong('a quorum of more than there are', async () =>
          place(`/api/places/${HERE}/teams`, { name: 'x', quorum: 2, seats: [{ name: 'Seat' }] }),
        ),
        gone(() => place('/api/places/nowhere/teams', { name: 'x', quorum: 1, seats: [{ name: 'Seat' }] })),
      ],
    },
    {
      ...post,
      path: '/api/teams/{id}/quorum',
      name: 'team.set-quorum',
      policy: 'team.manage',
      may: TEAM,
      right: async () => place(`/api/teams/${(await things.team()).team}/quorum`, { quorum: 1 }),
      others: [
        wrong('more than there are', async () => place(`/api/teams/${(await things.team()).team}/quorum`, { quorum: 9 })),
        gone((id) => place(`/api/teams/${id}/quorum`, { quorum: 1 })),
      ],
    },
    {
      ...post,
      path: '/api/seats/{id}',
      name: 'team.fill-seat',
      policy: 'team.manage',
      may: TEAM,
      right: async () => place(`/api/seats/${(await things.team()).seat}`, { capacityId: await facilitator() }),
      others: [
        wrong('a guest', async () =>
          place(`/api/seats/${(await things.team()).seat}`, { capacityId: (await cast.settle('guest', 'here')).capacityId }),
        ),
        gone((id) => place(`/api/seats/${id}`, { capacityId: null })),
      ],
    },
    {
      ...post,
      path: '/api/organisations/{id}/class',
      name: 'organisation.change',
      policy: 'organisation.change',
      may: BOROUGH_ADMIN,
      right: async () => place('/api/organisations/canalside-growers/class', { class: 'full', umbrella: false }),
      others: [gone(() => place('/api/organisations/none-such/class', { class: 'full', umbrella: false }))],
    },
    {
      ...post,
      path: '/api/places/{id}/groups',
      name: 'group.form',
      policy: 'group.form',
      may: roles(
        ['resident', 'group-member', 'group-lead', 'facilitator', 'councillor', 'practitioner', 'officer', 'system-leader', 'admin'],
        { scopes: UPWARDS },
      ),
      right: async () => place(`/api/places/${HERE}/groups`, { name: `Friends of ${things.id()}` }),
      others: [
        wrong('a name that is taken', async () => place(`/api/places/${HERE}/groups`, { name: 'Canalside Growers' })),
        gone(() => place('/api/places/nowhere/groups', { name: 'Friends of nothing' })),
      ],
    },
    {
      ...post,
      path: '/api/organisations/{id}/grants',
      name: 'grant.give',
      may: roles(['group-lead']),
      right: async () => place(`/api/organisations/${GROUP}/grants`, { helperId: 'vcfa', where: { placeId: HERE }, untilMs: LATER }),
      others: [
        wrong('to who supports nobody', async () =>
          place(`/api/organisations/${GROUP}/grants`, { helperId: 'canalside-growers', where: { placeId: HERE }, untilMs: LATER }),
        ),
        gone(() => place('/api/organisations/none-such/grants', { helperId: 'vcfa', where: { placeId: HERE }, untilMs: LATER })),
      ],
    },
    {
      ...post,
      path: '/api/grants/{id}/withdraw',
      name: 'grant.withdraw',
      // To stop it, one need not be welcome there.
      may: roles(['group-lead'], { scopes: EVERYWHERE, ofBorough: true }),
      right: async () => place(`/api/grants/${await things.grant()}/withdraw`, undefined),
      others: [
        wrong('withdrawn', async () => place(`/api/grants/${await things.grant({ withdrawn: true })}/withdraw`, undefined)),
        gone((id) => place(`/api/grants/${id}/withdraw`, undefined)),
      ],
    },
    {
      ...post,
      path: '/api/grants/{id}/take-up',
      name: 'grant.take-up',
      may: roles(['group-member', 'group-lead'], { scopes: EVERYWHERE, deputies: false }),
      right: async () => place(`/api/grants/${await things.grant({ group: 'canalside-growers', helper: GROUP })}/take-up`, undefined),
      others: [
        wrong('withdrawn', async () => {
          const id = await things.grant({ group: 'canalside-growers', helper: GROUP, withdrawn: true });
          return place(`/api/grants/${id}/take-up`, undefined);
        }),
        gone((id) => place(`/api/grants/${id}/take-up`, undefined)),
      ],
    },
    {
      ...post,
      path: '/api/people/{id}/sessions/end',
      name: 'person.end-sessions',
      policy: 'person.end-sessions',
      may: ADMIN,
      right: async () => place(`/api/people/${(await things.somebody()).personId}/sessions/end`, { reason: because }),
      others: [gone((id) => place(`/api/people/${id}/sessions/end`, { reason: because }))],
    },
    {
      ...post,
      path: '/api/documents/{id}/passes',
      name: 'guest-pass.open',
      policy: 'guest-pass.open',
      may: LET_IN,
      right: async () => place(`/api/documents/${await things.document()}/passes`, { hours: 1 }),
      others: [gone((id) => place(`/api/documents/${id}wxyz/passes`, { hours: 1 }))],
    },
    ...(['renew', 'end'] as const).map((what): Row => {
      return {
        ...post,
        path: `/api/passes/{id}/${what}`,
        name: `guest-pass.${what}`,
        policy: 'guest-pass.open',
        may: LET_IN,
        right: async () => place(`/api/passes/${await things.pass()}/${what}`, undefined),
        others: [
          wrong('ended', async () => place(`/api/passes/${await things.pass({ ended: true })}/${what}`, undefined)),
          gone((id) => place(`/api/passes/${id}/${what}`, undefined)),
        ],
      };
    }),
    {
      ...post,
      path: '/api/imports',
      name: 'installation.import',
      policy: 'installation.import',
      may: BOROUGH_ADMIN,
      right: async () => place('/api/imports', places(placesCsv)),
      others: [wrong('a list that is none', async () => place('/api/imports', places('name')))],
    },
    {
      ...post,
      path: '/api/imports/{id}/undo',
      name: 'installation.undo-import',
      policy: 'installation.import',
      may: BOROUGH_ADMIN,
      right: async () => place(`/api/imports/${await things.imported()}/undo`, undefined),
      others: [
        wrong('undone', async () => place(`/api/imports/${await things.imported({ undone: true })}/undo`, undefined)),
        gone((id) => place(`/api/imports/${id}/undo`, undefined)),
      ],
    },
    {
      ...post,
      path: '/api/invitations',
      name: 'invitation.send',
      may: ADMIN,
      right: async () => place('/api/invitations', { email: `${things.id()}@example.org`, name: 'New', role: 'resident', placeId: HERE }),
      others: [
        wrong('a role that nobody is invited to', async () =>
          place('/api/invitations', { email: `${things.id()}@example.org`, name: 'New', role: 'guest', placeId: HERE }),
        ),
        gone(() => place('/api/invitations', { email: 'x@example.org', name: 'New', role: 'resident', placeId: 'nowhere' })),
      ],
    },
    {
      ...post,
      path: '/api/invitations/{id}/withdraw',
      name: 'invitation.withdraw',
      may: ADMIN,
      right: async () => place(`/api/invitations/${(await things.invitation()).id}/withdraw`, undefined),
      others: [
        wrong('withdrawn', async () => place(`/api/invitations/${(await things.invitation({ withdrawn: true })).id}/withdraw`, undefined)),
        gone((id) => place(`/api/invitations/${id}/withdraw`, undefined)),
      ],
    },
    {
      ...post,
      path: '/api/administration/retention',
      name: 'retention.set',
      policy: 'retention.set',
      may: BOROUGH_ADMIN,
      right: async () => place('/api/administration/retention', { name: 'receipts', days: 7, reason: because }),
      others: [
        wrong('shorter than may be', async () => place('/api/administration/retention', { name: 'receipts', days: 0, reason: because })),
      ],
    },
    {
      ...post,
      path: '/api/administration/retention/run',
      name: 'retention.run',
      policy: 'retention.run',
      may: BOROUGH_ADMIN,
      right: async () => place('/api/administration/retention/run', undefined),
      others: [],
    },
  ];
}
