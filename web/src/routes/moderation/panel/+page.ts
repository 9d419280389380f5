import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:panel');
  const { me } = await parent();
  const found = me.person === null ? null : await ifThere(apiFor(fetch).panels());
  return { cases: found?.cases ?? [] };
};
