import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
  const api = apiFor(fetch);
  const [demo, staff] = await Promise.all([ifThere(api.demoPeople()), ifThere(api.providers())]);
  return {
    people: demo?.people ?? null,
    providers: staff?.providers ?? [],
    to: url.searchParams.get('to'),
    problem: url.searchParams.get('problem'),
  };
};
