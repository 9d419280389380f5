import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
  const demo = await ifThere(apiFor(fetch).demoPeople());
  return { people: demo?.people ?? null, to: url.searchParams.get('to') };
};
