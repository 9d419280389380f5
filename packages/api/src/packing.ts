/**
 * Which answers may go out packed. The length of a packed answer tells a listener on the line how well its parts match each other (BREACH):
 * where one part is another's to choose and one is for its reader only, such as a report beside the name of who reported, it could be guessed
 * by many tries. A cookie comes with tries that another site starts; with tokens of programs there are none.
 */

/** What everybody may read. */
const FOR_EVERYBODY =
  /^(?:\/|\/(?:api\/)?(?:places|documents|organisations)(?:\/[^/]+)?|\/documents\/[^/]+\/who|\/api\/documents\/[^/]+\/(?:authors|update)|\/api\/openapi\.json|\/api\/docs\/[^/]+)$/;

/** @returns whether the answer to it may be packed, and who asks can unpack it */
export function mayBePacked(request: Request): boolean {
  return acceptsGzip(request) && (!request.headers.has('cookie') || FOR_EVERYBODY.test(new URL(request.url).pathname));
}

function acceptsGzip({ headers }: Request): boolean {
  const offered = (headers.get('accept-encoding') ?? '').split(',').map((one) => one.trim().toLowerCase());
  return offered.some((one) => /^(?:x-)?gzip(?:\s*;|$)/.test(one) && !/;\s*q=0(?:\.0*)?$/.test(one));
}
