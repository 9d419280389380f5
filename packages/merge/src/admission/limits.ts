/** The bounds that hold before anything is believed. Each is far above what an honest editor sends. */

/** Clocks stay below this: a trillion characters by one client, and safely inside the integers that a double holds. */
export const MAX_CLOCK = 2 ** 40;
/** The id of a struct is a safe integer; clientIDs are 53 bits. */
export const MAX_ID = Number.MAX_SAFE_INTEGER;
/** Structs and deleted ranges of one update, several times those of the longest document that people have recorded. */
export const MAX_STRUCTS = 100_000;
export const MAX_RANGES = 200_000;
/** Clients whose structs one update may bring. */
export const MAX_CLIENTS = 1000;
/** New clientIDs that one update may bring: each stays in the document's state vector for ever, and a person has a handful. */
export const MAX_CLAIMS = 32;
/** Bytes of one map value or one mark's attributes: a link of 2,000 characters fits. */
export const MAX_VALUE_BYTES = 8192;
/** Objects in arrays in objects: deeper values are refused before they are built. */
export const MAX_VALUE_DEPTH = 6;
/** Bytes of a root's name, a map key, a node's or mark's name. */
export const MAX_NAME_BYTES = 256;
/** Nodes within nodes in rich text: lists within lists, six times. */
export const MAX_RICH_DEPTH = 12;
/** Living items that one update may cut in two: a microsecond each. Replacing a word 20,000 times in the words of others is as much. */
export const MAX_CUTS = 50_000;
/** Steps through the histories of map keys, and along the origins of items, that one update may cost: some ten milliseconds each. */
export const MAX_STEPS = 500_000;
/** Items that may be walked over to place what one update brings: five milliseconds, as all budgets together stay under fifty. A text that thousands of edits made has ten thousand. */
export const MAX_WALK = 150_000;
/**
 * Items of the document that a Yjs without `quick-integration.ts`, as some readers have, walks over for items that one update puts before
 * others of its own: each line at the top of a text costs as many as others wrote there meanwhile. Five seconds of theirs: 10,000 such
 * lines by each of two people, who know nothing of each other.
 */
export const MAX_PASSED = 100_000_000;
/** The same among the items of the update itself, counted from above, for updates of more than `MANY_STRUCTS`. */
export const MAX_APART = 2_000_000;
export const MANY_STRUCTS = 300;
