import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent }) => {
  const { me } = await parent();
  return { found: me.person === null ? null : await ifThere(apiFor(fetch).expunges()) };
};
