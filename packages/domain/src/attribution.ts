/** How words came into a document. */
export const ROUTES = ['typed', 'suggested', 'captured', 'machine'] as const;
export type Route = (typeof ROUTES)[number];
