/**
 * Protected names, for people whom being found would put at risk. The shown name stands wherever their name stood: in
 * what they wrote before and after, at the table, in everybody's exports. Giving, changing and taking it away are one
 * command, so that the public audit says no more than that some name in this place was changed.
 */
import type { PersonId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import type { Capacity, Person } from '@ginnel/domain/people';
import { guardedName, guardName, isShownName, showRealName } from '@ginnel/store/relational/guarded-names';
import { capacitiesOf, findPerson } from '@ginnel/store/relational/people';
import type { Deciding, Handler } from '../commands/run-command.ts';
import { plainName } from '@ginnel/domain/plain-name';

export interface ChangeShownName {
  readonly personId: string;
  /** `null`: the real one again. */
  readonly name: string | null;
  readonly reason: string;
}

/** By a moderator or administrator where the person takes part; the person may take it away themselves. */
export function changeShownName({ personId, name, reason }: ChangeShownName, renamed: (personId: PersonId) => void): Handler<null> {
  return async (deciding) => {
    const { tx, atMs } = deciding;
    const found = await aboutWhom(deciding, personId, 'person.change-name');
    if (found === null) return err('not-allowed');
    const { person, acting } = found;
    const real = await guardedName(tx, person.id);
    if (name === null) {
      if (real === null) return err('wrong-state');
      await showRealName(tx, person.id, real);
    } else {
      const shown = plainName(name);
      if (found.isOneself) return err('not-allowed');
      if (shown === '' || (await isShownName(tx, shown, person.id))) return err('wrong-state');
      await guardName(tx, person.id, { shown, real: real ?? person.name, atMs });
    }
    return ok({
      acting,
      subject: `place:${acting.placeId}`,
      facts: {},
      detail: { whom: person.id, guarded: name !== null, reason },
      answer: null,
      afterwards: () => renamed(person.id),
    });
  };
}

/** @param shown  is given the real name: it stands in no receipt */
export function lookUpName({ personId, reason }: { personId: string; reason: string }, shown: (name: string) => void): Handler<null> {
  return async (deciding) => {
    const found = await aboutWhom(deciding, personId, 'person.look-up');
    if (found === null) return err('not-allowed');
    const { person, acting } = found;
    const real = (await guardedName(deciding.tx, person.id)) ?? person.name;
    return ok({
      acting,
      subject: `place:${acting.placeId}`,
      facts: {},
      detail: { whom: person.id, reason },
      answer: null,
      afterwards: () => shown(real),
    });
  };
}

interface AboutWhom {
  readonly person: Person;
  readonly acting: Capacity;
  readonly isOneself: boolean;
}

/** `null` for a person who is not there too: who may not ask learns nothing. */
async function aboutWhom(
  { tx, atMs, capacities, may }: Deciding,
  personId: string,
  command: 'person.change-name' | 'person.look-up',
): Promise<AboutWhom | null> {
  const person = await findPerson(tx, personId);
  if (person === null) return null;
  const places = (await capacitiesOf(tx, person.id, atMs)).map(({ placeId }) => placeId);
  const others = capacities.filter((each) => each.personId !== person.id);
  const acting = others.find((each) => places.some((placeId) => may(command, each, placeId)));
  if (acting !== undefined) return { person, acting, isOneself: false };
  const own = capacities.find((each) => each.personId === person.id);
  return own === undefined ? null : { person, acting: own, isOneself: true };
}
