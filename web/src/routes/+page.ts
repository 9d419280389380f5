import { apiFor, need } from '#lib/api/read.ts';
import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch }) => {
  const api = apiFor(fetch);
  const [{ places }, { documents }] = await Promise.all([need(api.places()), need(api.documents())]);
  // Nothing is there yet: this installation has to be set up.
  if (places.length === 0) redirect(307, '/set-up');
  return { places, documents };
};
