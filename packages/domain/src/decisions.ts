/** Every kind of decision by the name under which the audit keeps it, and the groups in which people look for one. A name is never used for anything else later. */
export const DECISIONS = {
  documents: ['document.change-phase'],
  people: [
    'place.grant-role',
    'organisation.grant-role',
    'capacity.end',
    'topic.call-in',
    'deputy.name',
    'role.hand-over',
    'role.write-handover',
    'invitation.send',
    'invitation.withdraw',
    'invitation.accept',
    'person.leave',
    'person.end-sessions',
    'person.change-name',
    'person.look-up',
  ],
  organisations: [
    'group.form',
    'organisation.change',
    'grant.give',
    'grant.take-up',
    'grant.withdraw',
    'team.make',
    'team.set-quorum',
    'team.fill-seat',
  ],
  guests: ['guest-pass.open', 'guest-pass.renew', 'guest-pass.end'],
  moderation: [
    'report.decide',
    'words.hold',
    'words.decide',
    'words.appeal',
    'appeal.convene',
    'appeal.vote',
    'words.ask-to-expunge',
    'words.answer-expunge',
    'words.expunged',
    'person.warn',
    'person.acknowledge-warning',
    'person.remove',
    'person.answer-removal',
    'person.appeal',
  ],
  installation: ['installation.set-up', 'installation.import', 'installation.undo-import', 'retention.set', 'retention.run'],
} as const;

export type DecisionGroup = keyof typeof DECISIONS;
/** `document.change-phase` */
export type DecisionName = (typeof DECISIONS)[DecisionGroup][number];

export const DECISION_GROUPS = Object.keys(DECISIONS) as readonly DecisionGroup[];
