/**
 * The rights tables: path pattern × who × phase → may insert, may delete. Read by admission, by the web (to say why a
 * field cannot be typed in) and by the tests, which generate their matrix from here.
 *
 * A path names an entry's fields with `*` for any id, `{party}` for a party's id and `#` for what stands inside a text
 * or rich text. `insert` at a map path is to set or create; `delete` at a map path is to replace what was there.
 * Containers (entries, their texts and parts) are created once and never deleted or replaced by anyone.
 */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { Standing } from '@ginnel/domain/standing';

/** A standing, or `party`: whoever acts for the party that `{party}` names; or `author`: whoever created the entry. */
export type Who = Standing | 'party' | 'author';

export interface RightsRow {
  readonly path: string;
  readonly insert: readonly Who[];
  readonly delete: readonly Who[];
  /** Phases in which the row gives anything. */
  readonly phases: readonly Phase[];
}

const TABLE: readonly Who[] = ['member', 'moderator'];
const EVERYONE_THERE: readonly Who[] = ['member', 'moderator', 'guest'];
const NOBODY: readonly Who[] = [];
const DRAFTING: readonly Phase[] = ['drafting', 'in-review'];
const ALWAYS: readonly Phase[] = ['drafting', 'consulting', 'agreed', 'published', 'in-review'];

interface ListFields {
  readonly texts: string[];
  readonly riches?: string[];
  readonly values?: string[];
}

/** An entry may be created by anyone of `who`; what stands at its value keys may be set and replaced by anyone of them. */
function list(path: string, { texts, riches = [], values = [] }: ListFields, who: readonly Who[] = TABLE): RightsRow[] {
  return [
    { path: `${path}/*`, insert: who, delete: NOBODY, phases: DRAFTING },
    ...[...texts, ...riches].flatMap((field): RightsRow[] => [
      { path: `${path}/*/${field}`, insert: who, delete: NOBODY, phases: DRAFTING },
      { path: `${path}/*/${field}/#`, insert: who, delete: who, phases: DRAFTING },
    ]),
    ...[...values, 'position', 'removed'].map((field): RightsRow => ({
      path: `${path}/*/${field}`,
      insert: who,
      delete: who,
      phases: DRAFTING,
    })),
  ];
}

/** Anyone who may read may comment, always; a comment is changed by its author alone. A moderator may take one out of sight. */
const ANYONE: readonly Who[] = ['member', 'moderator', 'guest', 'visitor'];
const comments: readonly RightsRow[] = [
  { path: 'comments/*', insert: ANYONE, delete: NOBODY, phases: ALWAYS },
  { path: 'comments/*/body', insert: ['author'], delete: NOBODY, phases: ALWAYS },
  { path: 'comments/*/body/#', insert: ['author'], delete: ['author'], phases: ALWAYS },
  ...['thread', 'anchor', 'quote', 'position'].map((field): RightsRow => ({
    path: `comments/*/${field}`,
    insert: ['author'],
    delete: ['author'],
    phases: ALWAYS,
  })),
  { path: 'comments/*/resolved', insert: [...TABLE, 'author'], delete: [...TABLE, 'author'], phases: ALWAYS },
  { path: 'comments/*/removed', insert: ['moderator', 'author'], delete: ['moderator', 'author'], phases: ALWAYS },
];

const notes: RightsRow = { path: 'notes/#', insert: EVERYONE_THERE, delete: EVERYONE_THERE, phases: ALWAYS };

export const RIGHTS: Readonly<Record<DocumentKind, readonly RightsRow[]>> = {
  priorities: [...list('priorities', { texts: ['title', 'why', 'evidence', 'affected'], values: ['outcome'] }), notes, ...comments],
  plan: [
    { path: 'understanding/#', insert: TABLE, delete: TABLE, phases: DRAFTING },
    { path: 'strengths/#', insert: TABLE, delete: TABLE, phases: DRAFTING },
    ...list('assets', { texts: ['name', 'about'], values: ['kind'] }),
    ...list('priorities', { texts: ['title'], riches: ['why'], values: ['outcome'] }),
    ...list('actions', { texts: ['what'], values: ['priority', 'serviceOwner', 'communityOwner', 'due', 'progress'] }),
    ...list('indicators', { texts: ['name', 'source'], values: ['baseline', 'target', 'latest', 'asOf'] }),
    notes,
    ...comments,
  ],
  deal: [
    ...list('commitments', { texts: ['title'], values: ['outcome'] }),
    { path: 'commitments/*/parts', insert: TABLE, delete: NOBODY, phases: DRAFTING },
    { path: 'commitments/*/parts/{party}', insert: TABLE, delete: NOBODY, phases: DRAFTING },
    { path: 'commitments/*/parts/{party}/text', insert: TABLE, delete: NOBODY, phases: DRAFTING },
    { path: 'commitments/*/parts/{party}/text/#', insert: ['party'], delete: ['party'], phases: DRAFTING },
    { path: 'commitments/*/parts/{party}/position', insert: TABLE, delete: TABLE, phases: DRAFTING },
    // Nobody takes another party's words out of sight; a moderator protects people.
    { path: 'commitments/*/parts/{party}/removed', insert: ['party', 'moderator'], delete: ['party', 'moderator'], phases: DRAFTING },
    notes,
    ...comments,
  ],
  // In a hall everyone writes and sorts, with or without an account.
  session: [
    ...list('groups', { texts: ['title'] }, EVERYONE_THERE),
    ...list('cards', { texts: ['words'], values: ['group'] }, EVERYONE_THERE),
    notes,
    ...comments,
  ],
};
