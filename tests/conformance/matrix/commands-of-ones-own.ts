/** The commands of one's own affairs: appeals, warnings, invitations, leaving. Nobody else can give them, and there is nothing there for others. */
import type { HERE } from './borough.ts';
import type { Actor } from './commands-cast.ts';
import { anybody, because, gone, place, post, type Call, type Row, wrong } from './commands-row.ts';
import type { Things } from './commands-things.ts';

/** Somewhere else again, so that being kept away from there changes nothing for the other cells. */
const ELSEWHERE_AGAIN = 'st-marys';

export function rowsOfOnesOwn(things: Things): readonly Row[] {
  const { cast } = things;
  const removal = async (personId: string, more = {}) => {
    return await cast.keepAway(personId as Actor['personId'], ELSEWHERE_AGAIN as typeof HERE, more);
  };
  const ofOthers = (call: (id: string) => Promise<Call>) => {
    const somebodys = async (): Promise<Call> => await call((await things.somebody()).personId);
    return { ...gone(() => place('', null)), what: 'somebody else’s', call: somebodys };
  };
  const appeal = (id: string) => place(`/api/removals/${id}/appeal`, { words: because });
  const acknowledge = (id: string) => place(`/api/warnings/${id}/acknowledge`, undefined);
  const contest = (id: string) => place(`/api/holds/${id}/appeal`, { words: because });
  const accept = (token: string) => place('/api/invitations/accept', { token });

  /** Looked at before in which capacity. */
  const over = (what: string, call: (actor: Actor) => Promise<Call>) => ({ ...wrong(what, call), first: true });

  return [
    {
      ...post,
      path: '/api/removals/{id}/appeal',
      name: 'person.appeal',
      own: true,
      may: anybody,
      right: async ({ personId }) => appeal(await removal(personId)),
      others: [
        ofOthers(async (personId) => appeal(await removal(personId))),
        over('appealed', async ({ personId }) => appeal(await removal(personId, { appeal: 'Why?', appealed_at_ms: 1 }))),
        gone(appeal),
      ],
    },
    {
      ...post,
      path: '/api/warnings/{id}/acknowledge',
      name: 'person.acknowledge-warning',
      own: true,
      may: anybody,
      right: async ({ personId }) => acknowledge(await things.warning(personId)),
      others: [
        ofOthers(async (personId) => acknowledge(await things.warning(personId))),
        over('acknowledged', async ({ personId }) => acknowledge(await things.warning(personId, { seen: true }))),
        gone(acknowledge),
      ],
    },
    {
      ...post,
      path: '/api/holds/{id}/appeal',
      name: 'words.appeal',
      own: true,
      may: anybody,
      right: async ({ personId }) => contest(await things.held({ author: personId })),
      others: [
        ofOthers(async (personId) => contest(await things.held({ author: personId as Actor['personId'] }))),
        over('restored', async ({ personId }) => contest(await things.held({ author: personId, state: 'restored' }))),
        gone(contest),
      ],
    },
    {
      ...post,
      path: '/api/invitations/accept',
      name: 'invitation.accept',
      own: true,
      actsAs: 'new',
      // Whoever has no address here holds the letter, and has been somebody here before; a guest has not.
      may: ({ role, state }) => state !== 'ended' && role !== 'guest',
      right: async () => accept((await things.invitation({ place: 'tottington' })).token),
      others: [
        {
          ...gone(() => place('', null)),
          what: 'withdrawn',
          call: async () => accept((await things.invitation({ withdrawn: true })).token),
        },
        gone(() => accept('x'.repeat(43))),
      ],
    },
    {
      method: 'DELETE',
      path: '/api/me',
      name: 'person.leave',
      own: true,
      may: () => true,
      signsOut: true,
      right: async () => place('/api/me', undefined),
      others: [],
    },
  ];
}
