import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('ginnel:person');
  return { found: await ifThere(apiFor(fetch).personForCare(params.id)) };
};
