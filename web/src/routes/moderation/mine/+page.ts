import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:mine');
  const { me } = await parent();
  if (me.person === null) return { held: [], warnings: [], removals: [], places: [] };
  const api = apiFor(fetch);
  const [held, warnings, removals, { places }] = await Promise.all([
    ifThere(api.ownHeld()),
    ifThere(api.ownWarnings()),
    ifThere(api.ownRemovals()),
    need(api.places()),
  ]);
  return { held: held?.held ?? [], warnings: warnings?.warnings ?? [], removals: removals?.removals ?? [], places };
};
