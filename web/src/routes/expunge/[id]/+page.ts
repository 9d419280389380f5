import { apiFor, ifThere } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, parent, depends, url }) => {
  depends('ginnel:expunge');
  const { me } = await parent();
  const api = apiFor(fetch);
  const found = me.person === null ? null : await ifThere(api.expunge(params.id));
  const certificate = found?.expunge.state === 'done' ? await ifThere(api.expungeCertificate(params.id)) : null;
  return { found, certificate, here: url.pathname };
};
