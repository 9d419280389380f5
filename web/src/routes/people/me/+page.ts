import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:own');
  const { me } = await parent();
  if (me.person === null) return { sessions: [], passkeys: [], signIns: [], name: null };
  const api = apiFor(fetch);
  const answers = [ifThere(api.sessions()), ifThere(api.passkeys()), ifThere(api.signIns()), ifThere(api.ownName())] as const;
  const [own, keys, journal, name] = await Promise.all(answers);
  return { sessions: own?.sessions ?? [], passkeys: keys?.passkeys ?? [], signIns: journal?.entries ?? [], name };
};
