/** A link works only in the browser that asked for it; the server alone can see whether this one did. */
import type { PageServerLoad } from './$types';

/** Set when a link is asked for, and gone when the link would be too old. */
const BROWSER_COOKIE = 'ginnel_browser';

export const load: PageServerLoad = ({ cookies }) => ({ asked: cookies.get(BROWSER_COOKIE) !== undefined });
