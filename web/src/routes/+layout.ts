/** Who is here: read once for every page. */
import type { Me } from '@ginnel/api/schemas/people';
import { apiFor } from '#lib/api/read.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, depends }) => {
  depends('ginnel:me');
  const nobody: Me = { person: null, capacities: [] };
  // Without a connection a page can still be read; it is then nobody's.
  const me = await apiFor(fetch)
    .me()
    .then((answer) => (answer.ok ? answer.value : nobody))
    .catch(() => nobody);
  return { me };
};
