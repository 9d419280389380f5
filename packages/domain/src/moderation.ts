/** Why something is reported or somebody is asked to stay away: a closed list, shown in the public record of moderation. */
export const MODERATION_REASONS = ['personal-data', 'abuse', 'hate', 'unlawful', 'safeguarding', 'spam', 'off-topic', 'other'] as const;
export type ModerationReason = (typeof MODERATION_REASONS)[number];

/** What became of a report. `acted`: something was done, by another decision. */
export const REPORT_OUTCOMES = ['no-action', 'acted'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];
