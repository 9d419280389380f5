import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('ginnel:team');
  const api = apiFor(fetch);
  const [view, { places }] = await Promise.all([need(api.team(params.id)), need(api.places())]);
  return { view, places };
};
