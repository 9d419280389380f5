import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:own');
  const { me } = await parent();
  if (me.person === null) return { sessions: [], passkeys: [] };
  const api = apiFor(fetch);
  const [own, keys] = await Promise.all([ifThere(api.sessions()), ifThere(api.passkeys())]);
  return { sessions: own?.sessions ?? [], passkeys: keys?.passkeys ?? [] };
};
