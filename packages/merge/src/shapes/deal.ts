/** The Deal: commitments in which each party writes its own part, joined by the outcome that they serve. */
import { comments, notes } from './common.ts';
import { entries, PARTY_ID, position, reference, removed, text, type DocumentShape } from './shape.ts';

export const dealShape = {
  version: 1,
  roots: {
    commitments: entries({
      title: text(300),
      outcome: reference,
      /** By party: an organisation's id, or `residents`. Anyone at the table may name a party; only the party writes its text. */
      parts: entries({ text: text(20_000), position, removed }, { key: PARTY_ID, max: 40 }),
      position,
      removed,
    }),
    notes,
    comments,
  },
} as const satisfies DocumentShape;
