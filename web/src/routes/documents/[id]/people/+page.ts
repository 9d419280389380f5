import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('ginnel:called-in');
  const api = apiFor(fetch);
  const [{ id, kind, placeId, title }, view, { organisations }] = await Promise.all([
    need(api.document(params.id)),
    ifThere(api.calledIn(params.id)),
    need(api.organisations()),
  ]);
  return { document: { id, kind, placeId, title }, view, organisations };
};
