import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, depends }) => {
  depends('ginnel:administration');
  const api = apiFor(fetch);
  const [view, { places }, { teams }, { organisations }] = await Promise.all([
    ifThere(api.administration()),
    need(api.places()),
    need(api.teams()),
    need(api.organisations()),
  ]);
  return { view, places, teams, organisations };
};
