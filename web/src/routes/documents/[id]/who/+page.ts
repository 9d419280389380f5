import { error } from '@sveltejs/kit';
import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const api = apiFor(fetch);
  const [document, written, { places }, { organisations }] = await Promise.all([
    need(api.document(params.id)),
    need(api.documentAuthors(params.id)),
    need(api.places()),
    need(api.organisations()),
  ]);
  const place = places.find(({ id }) => id === document.placeId);
  if (place === undefined) error(404);
  const { id, kind, placeId, title, phase } = document;
  return { document: { id, kind, placeId, title, phase }, place, written, organisations };
};
