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
/**
 * What one update may cost beyond reading it, judged and taken, in tenths of a microsecond: thirty milliseconds, so that a slow machine
 * stays under fifty. A walk over a text that thousands of edits made is a tenth of it.
 */
export const MAX_EFFORT = 300_000;
/** Whoever sends more may ask for more: 20,000 words replaced in the words of others are 40,000 cuts, and 400 kB. */
export const EFFORT_PER_BYTE = 2;
export const MAX_PAID_BYTES = 500_000;
/** An item that is cut in two: Yjs moves all that its client wrote later by one, 800 of them in a tenth of a microsecond. */
export const CUT = 10;
export const CUT_SHARE = 800;
/** A living item that is deleted, and a dead one that is collected with the block around it. */
export const DELETION = 5;
export const COLLECTION = 2;
/** One item along the origins of another. */
export const ANCESTOR = 2;
/** One value of a key's history, read and walked over; replicas that collect nothing hold each dead one apart. */
export const KEY_VALUE = 3;
/** Dead clocks that are walked over at once count as one step for sixteen: a replica that collects nothing may take one for each. */
export const DEAD_SHARE = 16;
/** No run of dead clocks counts for more: one tombstone may claim a trillion, and is one step everywhere. */
export const MAX_DEAD_STEPS = 10_000;
/**
 * Items that a Yjs without `quick-integration.ts`, as some readers have, walks over for items that one update puts before
 * others of its own: each line at the top of a text costs as many as others wrote there meanwhile. Five seconds of theirs: 10,000 such
 * lines by each of two people, who know nothing of each other.
 */
export const MAX_PASSED = 100_000_000;
