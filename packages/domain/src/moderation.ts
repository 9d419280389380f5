/** What moderation decides, and who may: pure values, for the server and the pages alike. */
import type { Role } from './people.ts';

/** Why something is reported or somebody is asked to stay away: a closed list, shown in the public record of moderation. */
export const MODERATION_REASONS = ['personal-data', 'abuse', 'hate', 'unlawful', 'safeguarding', 'spam', 'off-topic', 'other'] as const;
export type ModerationReason = (typeof MODERATION_REASONS)[number];

/** Who may pause words and say why. Whether they stay out of sight is decided by moderators, and on appeal by a panel. */
export const MAY_HOLD_WORDS = ['officer', 'moderator', 'safeguarding-lead', 'admin'] as const satisfies readonly Role[];

/** Whether readers are told whose words are held: not where the name would accuse somebody before anyone has decided, or endanger them. */
export function namesAuthor(reason: ModerationReason): boolean {
  return reason === 'off-topic' || reason === 'spam' || reason === 'other';
}

/**
 * What becomes of words that a moderator takes out of sight. `held`: somebody looks at them. `hidden`: decided, with a
 * reason. `restored`: they stand again. In every state they are kept, and their author can read and copy them.
 */
export const HELD_STATES = ['held', 'hidden', 'restored'] as const;
export type HeldState = (typeof HELD_STATES)[number];

/** What a panel decides on an appeal. */
export const PANEL_VOTES = ['restore', 'keep-hidden'] as const;
export type PanelVote = (typeof PANEL_VOTES)[number];

/** A panel is odd, so that it decides. */
export const PANEL_SIZES: readonly number[] = [3, 5, 7];

/** Fewer than this are not counted out in public: with the place and the month they would point at somebody. */
export const SMALLEST_PUBLIC_COUNT = 5;

/** What became of a report. `acted`: something was done, by another decision. */
export const REPORT_OUTCOMES = ['no-action', 'acted'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];
