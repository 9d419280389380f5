import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

const ABOUT = /^(document|place|organisation):([a-z0-9-]{1,64})$/;

export const load: PageLoad = async ({ fetch, url, depends }) => {
  depends('ginnel:decisions');
  const api = apiFor(fetch);
  const asked = (name: string): string => url.searchParams.get(name) ?? '';
  const about = ABOUT.test(asked('about')) ? asked('about') : '';
  const [, kind = '', id = ''] = ABOUT.exec(about) ?? [];
  const receipt = /^[1-9]\d{0,8}$/.test(asked('receipt')) ? Number(asked('receipt')) : null;
  const narrowed = { group: asked('group'), own: asked('own'), before: asked('before'), ...(kind === '' ? {} : { [kind]: id }) };
  const wanted = receipt === null ? narrowed : { before: String(receipt + 1), limit: '1' };
  const [record, check, { places }, { documents }, { organisations }] = await Promise.all([
    ifThere(api.decisions(wanted)),
    need(api.auditCheck()),
    need(api.places()),
    need(api.documents()),
    need(api.organisations()),
  ]);
  const found = record ?? { decisions: [], names: {}, before: null };
  const decisions = found.decisions.filter(({ seq }) => receipt === null || seq === receipt);
  return {
    record: { ...found, decisions, before: receipt === null ? found.before : null },
    check,
    places,
    documents,
    organisations,
    asked: { group: narrowed.group, own: narrowed.own, about, receipt },
  };
};
