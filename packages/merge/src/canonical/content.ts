/** The types of canonical content, one per document kind: what `GET /api/documents/:id` and every page, version and export reads. */

/** ProseMirror JSON as the rich text fields hold it, without empty paragraphs and with marks in a fixed order. */
export interface ProseNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string | number | boolean>>;
  readonly content?: readonly (ProseNode | ProseText)[];
}

export interface ProseText {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, string>> }[];
}

export type Prose = readonly ProseNode[];

/** Entries that were taken out of a list: still there, with all their words, and can be put back. */
type TakenOut<Lists> = { readonly takenOut?: Partial<Lists> };

export interface PriorityContent {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly evidence: string;
  readonly affected: string;
  readonly outcome: string;
}

export type PrioritiesContent = {
  readonly priorities: readonly PriorityContent[];
  readonly notes: string;
} & TakenOut<{ readonly priorities: readonly PriorityContent[] }>;

export interface AssetContent {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly kind: 'network' | 'group' | 'place';
}

export interface PlanPriorityContent {
  readonly id: string;
  readonly title: string;
  readonly why: Prose;
  readonly outcome: string;
}

export interface ActionContent {
  readonly id: string;
  readonly what: string;
  readonly priority: string;
  readonly serviceOwner: string;
  readonly communityOwner: string;
  readonly due: string;
  readonly progress: 'not-started' | 'under-way' | 'done' | 'stopped';
}

export interface IndicatorContent {
  readonly id: string;
  readonly name: string;
  readonly baseline: string;
  readonly target: string;
  readonly latest: string;
  readonly asOf: string;
  readonly source: string;
}

interface PlanLists {
  readonly assets: readonly AssetContent[];
  readonly priorities: readonly PlanPriorityContent[];
  readonly actions: readonly ActionContent[];
  readonly indicators: readonly IndicatorContent[];
}

export type PlanContent = PlanLists & {
  readonly understanding: Prose;
  readonly strengths: Prose;
  readonly notes: string;
} & TakenOut<PlanLists>;

export interface PartContent {
  /** The party: an organisation's id, or `residents`. */
  readonly id: string;
  readonly text: string;
}

export type CommitmentContent = {
  readonly id: string;
  readonly title: string;
  readonly outcome: string;
  readonly parts: readonly PartContent[];
} & TakenOut<{ readonly parts: readonly PartContent[] }>;

export type DealContent = {
  readonly commitments: readonly CommitmentContent[];
  readonly notes: string;
} & TakenOut<{ readonly commitments: readonly CommitmentContent[] }>;

export interface CardContent {
  readonly id: string;
  readonly words: string;
  /** The id of the group that it is in, or empty. */
  readonly group: string;
}

export interface CardGroupContent {
  readonly id: string;
  readonly title: string;
}

interface SessionLists {
  readonly groups: readonly CardGroupContent[];
  readonly cards: readonly CardContent[];
}

export type SessionContent = SessionLists & { readonly notes: string } & TakenOut<SessionLists>;

export interface ContentByKind {
  readonly priorities: PrioritiesContent;
  readonly plan: PlanContent;
  readonly deal: DealContent;
  readonly session: SessionContent;
}
