/** The demo documents, in the order in which they are listed. */
import type { DemoDocument } from '../script.ts';
import { buryDeal } from './bury-deal.ts';
import { radcliffeEastPriorities } from './radcliffe-east-priorities.ts';
import { radcliffeWestDeal } from './radcliffe-west-deal.ts';
import { radcliffeWestPlan } from './radcliffe-west-plan.ts';
import { radcliffeWestPriorities } from './radcliffe-west-priorities.ts';
import { westPlan } from './west-plan.ts';
import { westSession } from './west-session.ts';

export const DOCUMENTS: readonly DemoDocument[] = [
  radcliffeWestPriorities,
  radcliffeWestPlan,
  radcliffeWestDeal,
  westPlan,
  buryDeal,
  radcliffeEastPriorities,
  westSession,
];
