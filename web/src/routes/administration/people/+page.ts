import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url, depends }) => {
  depends('ginnel:people');
  const api = apiFor(fetch);
  const [name = '', place = '', role = '', state = '', after = ''] = ['name', 'place', 'role', 'state', 'after'].map(
    (each) => url.searchParams.get(each)?.trim() ?? '',
  );
  const asked = { name: name.slice(0, 100), place, role, state: state === 'ended' ? 'ended' : 'now' } as const;
  const [list, { places }] = await Promise.all([ifThere(api.people({ ...asked, after })), need(api.places())]);
  return { list, places, asked };
};
