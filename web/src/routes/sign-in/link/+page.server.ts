/** A link works only in the browser that asked for it; the server alone can see whether this one did. */
import type { PageServerLoad } from './$types';

/** Set when a link is asked for, and gone when the link would be too old; on https under the second name. */
const BROWSER_COOKIES = ['ginnel_browser', '__Host-ginnel_browser'];

export const load: PageServerLoad = ({ cookies }) => ({
  asked: BROWSER_COOKIES.some((name) => cookies.get(name) !== undefined),
});
