/** What the people who wrote a document are called, and as what they wrote: also when they have left, or the capacity has ended. */
import type { Author } from '@ginnel/domain/people';
import type { Relational } from './tables.ts';

export interface AuthorName {
  readonly name: string;
  /** "resident of Radcliffe West"; empty when the capacity is not known. */
  readonly label: string;
}

/** In the order asked for; `null` for who was never a person here. At most 30,000 authors. */
export async function authorNames(db: Relational, authors: readonly Author[]): Promise<(AuthorName | null)[]> {
  if (authors.length === 0) return [];
  const personIds = [...new Set(authors.map(({ personId }) => personId))];
  const capacityIds = [...new Set(authors.map(({ capacityId }) => capacityId))];
  const people = await db.selectFrom('person').select(['id', 'name']).where('id', 'in', personIds).execute();
  const capacities = await db.selectFrom('capacity').select(['id', 'label']).where('id', 'in', capacityIds).execute();
  const names = new Map<string, string>(people.map(({ id, name }) => [id, name]));
  const labels = new Map<string, string>(capacities.map(({ id, label }) => [id, label]));
  return authors.map(({ personId, capacityId }) => {
    const name = names.get(personId);
    return name === undefined ? null : { name, label: labels.get(capacityId) ?? '' };
  });
}
