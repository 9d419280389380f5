import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch }) => {
  const api = apiFor(fetch);
  const [{ places }, { documents }] = await Promise.all([need(api.places()), need(api.documents())]);
  return { places, documents };
};
