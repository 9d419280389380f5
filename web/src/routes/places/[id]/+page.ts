import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const api = apiFor(fetch);
  const [view, { places }, { documents }, { teams }] = await Promise.all([
    need(api.place(params.id)),
    need(api.places()),
    need(api.documents()),
    need(api.teams()),
  ]);
  return { ...view, places, all: documents, teams: teams.filter(({ placeId }) => placeId === params.id) };
};
