import { apiFor, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch }) => await need(apiFor(fetch).organisations());
