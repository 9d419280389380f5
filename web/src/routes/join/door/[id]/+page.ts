import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const api = apiFor(fetch);
  const [document, passes] = await Promise.all([need(api.document(params.id)), ifThere(api.guestPasses(params.id))]);
  return { document: { id: document.id, title: document.title }, passes: passes?.passes ?? null };
};
