/** Why words are taken out for good: a closed list, named on the certificate and in the public record. */

/** `erasure`: the person asked (UK GDPR, article 17). `unlawful`: the words may not be kept. `safeguarding`: they put somebody at risk. */
export const EXPUNGE_REASONS = ['erasure', 'unlawful', 'safeguarding'] as const;
export type ExpungeReason = (typeof EXPUNGE_REASONS)[number];
