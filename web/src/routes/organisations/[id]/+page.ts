import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('ginnel:organisation');
  const api = apiFor(fetch);
  const [view, { organisations }, { places }, { documents }] = await Promise.all([
    need(api.organisation(params.id)),
    need(api.organisations()),
    need(api.places()),
    need(api.documents()),
  ]);
  return { view, organisations, places, documents };
};
