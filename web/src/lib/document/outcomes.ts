/** The choices of the fields that refer to something outside the document. */
import { OUTCOMES } from '@ginnel/domain/outcomes';

export const OUTCOME_CHOICES = OUTCOMES.map(({ id, number, name }) => ({ value: id, label: `${number}. ${name}` }));

interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

const byName = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label);
const choice = ({ id, name }: Organisation) => ({ value: id, label: name });

/** Services and agencies: the public side. */
export function publicSide(organisations: readonly Organisation[]) {
  return organisations
    .filter(({ kind }) => kind === 'service' || kind === 'agency')
    .map(choice)
    .sort(byName);
}

/** Groups, businesses and the residents themselves: the community side. */
export function communitySide(organisations: readonly Organisation[], residents: string) {
  return [
    { value: 'residents', label: residents },
    ...organisations
      .filter(({ kind }) => kind === 'group' || kind === 'business')
      .map(choice)
      .sort(byName),
  ];
}
