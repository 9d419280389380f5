import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('ginnel:role');
  return { pack: await need(apiFor(fetch).handover(params.id)) };
};
