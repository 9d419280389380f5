import { apiFor, need } from '#lib/api/read.ts';
import type { DocumentView } from '#lib/api/types.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('ginnel:document');
  const api = apiFor(fetch);
  const document = (await need(api.document(params.id))) as unknown as DocumentView;
  const [{ place }, { organisations }] = await Promise.all([need(api.place(document.placeId)), need(api.organisations())]);
  return { document, place, organisations };
};
