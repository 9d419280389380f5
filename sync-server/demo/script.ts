/** What a demo document is made from: turns, each one edit by one person in one capacity, some days ago. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { writeEdit } from '@ginnel/merge/edits/write-edit';

/** A document under the hands of an author. */
export type Draft = Parameters<Parameters<typeof writeEdit>[3]>[0];

export interface Turn {
  /** `imran-shah.officer.streets-and-parks` */
  readonly by: string;
  readonly daysAgo: number;
  readonly edit: (draft: Draft) => void;
}

export interface DemoDocument {
  readonly kind: DocumentKind;
  readonly placeId: string;
  readonly title: string;
  readonly createdBy: string;
  readonly turns: readonly Turn[];
}

export function turn(by: string, daysAgo: number, edit: Turn['edit']): Turn {
  return { by, daysAgo, edit };
}

/** The capacities in which the demo people write. */
export const AMINA = 'amina-hussain.resident.radcliffe-west';
export const AMINA_AT_WORK = 'amina-hussain.resident.radcliffe-east';
export const JO = 'jo-kowalski.group-lead.radcliffe-litter-pickers';
export const IMRAN = 'imran-shah.officer.streets-and-parks';
export const SHEILA = 'sheila-entwistle.resident.west';
export const GRACE = 'grace-adeyemi.officer.adult-learning';
export const DAN = 'dan-okafor.practitioner.police-neighbourhood-team';
export const MIA = 'mia-lomax.group-member.radcliffe-youth-voice';
export const YUSUF = 'yusuf-patel.facilitator.west';
export const RUTH = 'ruth-ogden.system-leader.west';
export const MAUREEN = 'maureen-clegg.councillor.radcliffe-west';
