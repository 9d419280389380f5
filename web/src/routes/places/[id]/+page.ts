import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const api = apiFor(fetch);
  const [view, { places }, { documents }] = await Promise.all([need(api.place(params.id)), need(api.places()), need(api.documents())]);
  return { ...view, places, all: documents };
};
