import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, depends }) => {
  depends('ginnel:retention');
  const { me } = await parent();
  const api = apiFor(fetch);
  const isAdmin = me.capacities.some(({ role }) => role === 'admin');
  const [{ periods }, preview] = await Promise.all([need(api.retention()), isAdmin ? ifThere(api.previewRetention()) : null]);
  return { periods, preview };
};
