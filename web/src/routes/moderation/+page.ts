import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:moderation');
  const { me } = await parent();
  const api = apiFor(fetch);
  const { places } = await need(api.places());
  const queue = me.person === null ? null : await ifThere(api.moderationQueue());
  return { places, queue, nowMs: Date.now() };
};
