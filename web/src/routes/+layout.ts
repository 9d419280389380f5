/** Who is here: read once for every page. */
import type { Me } from '@ginnel/api/schemas/people';
import { apiFor, ifThere } from '#lib/api/read.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, depends }) => {
  depends('ginnel:me');
  const nobody: Me = { person: null, capacities: [] };
  // Without a connection a page can still be read; it is then nobody's.
  const me = await apiFor(fetch)
    .me()
    .then((answer) => (answer.ok ? answer.value : nobody))
    .catch(() => nobody);
  return { me, waiting: me.person === null ? { warnings: 0, panels: 0 } : await waitingFor(apiFor(fetch)) };
};

/** What moderation asks of somebody: to read a warning, to decide on a panel. */
async function waitingFor(api: ReturnType<typeof apiFor>): Promise<{ warnings: number; panels: number }> {
  const [own, seats] = await Promise.all([ifThere(api.ownWarnings()), ifThere(api.panels())]).catch(() => [null, null]);
  const warnings = own?.warnings.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null) ?? [];
  const panels = seats?.cases.filter(({ mine, held }) => mine === null && held.appeal?.outcome === null) ?? [];
  return { warnings: warnings.length, panels: panels.length };
}
