import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:mine');
  const { me } = await parent();
  if (me.person === null) return { held: [], warnings: [], removals: [] };
  const api = apiFor(fetch);
  const [held, warnings, removals] = await Promise.all([ifThere(api.ownHeld()), ifThere(api.ownWarnings()), ifThere(api.ownRemovals())]);
  return { held: held?.held ?? [], warnings: warnings?.warnings ?? [], removals: removals?.removals ?? [] };
};
