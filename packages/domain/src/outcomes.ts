/** The twelve outcomes that Barnsley ties its Deal to, in its order. A borough may name its own. */
export interface Outcome {
  readonly id: string;
  readonly number: number;
  readonly name: string;
}

export const OUTCOMES: readonly Outcome[] = [
  { id: 'jobs', number: 1, name: 'More and better jobs and good business growth' },
  { id: 'skills', number: 2, name: 'Skills to get more people working' },
  { id: 'town-centre', number: 3, name: 'A vibrant town centre' },
  { id: 'visitors', number: 4, name: 'A stronger visitor economy' },
  { id: 'housing', number: 5, name: 'More and better housing' },
  { id: 'schools', number: 6, name: 'Every child in a good school, successful in learning and work' },
  { id: 'early-help', number: 7, name: 'Less demand through early help' },
  { id: 'safety', number: 8, name: 'Children and adults safe from harm' },
  { id: 'health', number: 9, name: 'People healthier, happier, independent and active' },
  { id: 'volunteering', number: 10, name: 'People volunteering and contributing towards stronger communities' },
  { id: 'environment', number: 11, name: 'Protecting the borough for the future: recycling and renewable energy' },
  { id: 'contact', number: 12, name: 'Customers can contact us easily and use more services online' },
];

export function outcomeName(id: string): string | null {
  return OUTCOMES.find((outcome) => outcome.id === id)?.name ?? null;
}
