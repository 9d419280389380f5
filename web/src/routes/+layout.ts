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
  return { me, waiting: me.person === null ? { warnings: 0, panels: 0, held: 0 } : await waitingFor(apiFor(fetch)) };
};

/** What moderation asks of somebody: to read a warning, to decide on a panel, to know that words of theirs are held. */
async function waitingFor(api: ReturnType<typeof apiFor>): Promise<{ warnings: number; panels: number; held: number }> {
  const [own, seats, words] = await Promise.all([ifThere(api.ownWarnings()), ifThere(api.panels()), ifThere(api.ownHeld())]).catch(() => [
    null,
    null,
    null,
  ]);
  const warnings = own?.warnings.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null) ?? [];
  const panels = seats?.cases.filter(({ mine, held }) => mine === null && held.appeal?.outcome === null) ?? [];
  const held = words?.held.filter(({ state, appeal }) => state === 'held' && appeal === null) ?? [];
  return { warnings: warnings.length, panels: panels.length, held: held.length };
}
