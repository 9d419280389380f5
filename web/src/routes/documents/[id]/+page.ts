import { error } from '@sveltejs/kit';
import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { DocumentView } from '#lib/api/types.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends, parent }) => {
  depends('ginnel:document');
  const api = apiFor(fetch);
  const document = (await need(api.document(params.id))) as unknown as DocumentView;
  const [{ places }, { organisations }] = await Promise.all([need(api.places()), need(api.organisations())]);
  const { me } = await parent();
  const [marks, own] = await Promise.all([ifThere(api.heldMarks(params.id)), me.person === null ? null : ifThere(api.ownHeld())]);
  const held = { marks: marks?.held ?? [], own: own?.held.map(({ id }) => id) ?? [] };
  const place = places.find(({ id }) => id === document.placeId);
  if (place === undefined) error(404);
  return { document, place, places, organisations, held };
};
