/** Takes a list in, whole or not at all; and takes an import back while nothing depends on it. By an administrator. */
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Organisation } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import {
  addImport,
  areOrganisationsUsed,
  arePeopleActive,
  arePlacesUsed,
  findImport,
  keepParty,
  markUndone,
  removeUnusedPeople,
} from '@ginnel/store/relational/imports';
import { findMember, findPersonByEmail, setCapacityEnd } from '@ginnel/store/relational/people';
import {
  addOrganisations,
  addPlaces,
  changeOrganisation,
  changePlace,
  findOrganisation,
  findPlace,
  listPlaces,
  removeOrganisations,
  removePlaces,
} from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity, personOf } from '../roles/give.ts';
import { type ImportList, type ImportReport, isClean } from './import-report.ts';
import { type PlannedImport, planImport } from './plan-import.ts';
import type { PlannedRole } from './plan-people.ts';

export interface Imported {
  /** `null`: the list changed nothing. */
  readonly importId: string | null;
  readonly report: ImportReport;
}

/** What taking it back would undo: ids, and things as they were and became. */
type Done =
  | { readonly list: 'places'; readonly added: readonly string[]; readonly changed: readonly { before: Place; after: Place }[] }
  | {
      readonly list: 'organisations';
      readonly added: readonly string[];
      readonly changed: readonly { before: Organisation; after: Organisation }[];
    }
  | {
      readonly list: 'people';
      readonly people: readonly string[];
      readonly added: readonly string[];
      readonly changed: readonly { readonly capacity: string; readonly before: number | null; readonly after: number | null }[];
    };

interface Around {
  readonly random: Random;
  readonly sessionEnded: (handle: string) => void;
}

export function importList({ list, file }: { list: ImportList; file: Uint8Array }, around: Around): Handler<Imported> {
  return async ({ tx, atMs, capacities, may }) => {
    const borough = (await listPlaces(tx)).find(({ tier }) => tier === 'borough');
    if (borough === undefined) return err('not-found');
    const acting = capacities.find((capacity) => capacity.placeId === borough.id && may('installation.import', capacity, borough.id));
    if (acting === undefined) return err('not-allowed');
    const { report, planned } = await planImport(tx, { list, file, atMs });
    if (planned === null || !isClean(report)) return err('wrong-state');
    const count = (state: string): number => report.rows.filter((row) => row.state === state).length;
    const changesNothing = count('new') + count('changed') === 0;
    const importId = changesNothing ? null : randomId(around.random);
    const { done, ended } = await carryOut(tx, planned, atMs, around.random);
    if (importId !== null) {
      await addImport(tx, {
        id: importId,
        list,
        at_ms: atMs,
        by_person_id: acting.personId,
        done: JSON.stringify(done),
        undone_at_ms: null,
      });
    }
    return ok({
      acting,
      subject: `place:${borough.id}`,
      facts: { list, import: importId, added: count('new'), changed: count('changed'), same: count('same') },
      detail: {},
      answer: { importId, report },
      afterwards: () => ended.forEach(around.sessionEnded),
    });
  };
}

async function carryOut(
  tx: Relational,
  { list, plan }: PlannedImport,
  atMs: number,
  random: Random,
): Promise<{ done: Done; ended: readonly string[] }> {
  switch (list) {
    case 'places': {
      if (plan.add.length > 0) await addPlaces(tx, plan.add, { after: (await listPlaces(tx)).length });
      for (const { after } of plan.change) await changePlace(tx, after);
      return { done: { list, added: plan.add.map(({ id }) => id), changed: [...plan.change] }, ended: [] };
    }
    case 'organisations': {
      if (plan.add.length > 0) await addOrganisations(tx, plan.add);
      for (const { after } of plan.change) await changeOrganisation(tx, after);
      return { done: { list, added: plan.add.map(({ id }) => id), changed: [...plan.change] }, ended: [] };
    }
    case 'people': {
      const people: string[] = [];
      const added: string[] = [];
      const ended: string[] = [];
      for (const role of plan.add) {
        const given = await give(tx, role, atMs, random);
        if (given.isNew) people.push(given.personId);
        added.push(given.capacityId);
        ended.push(...given.ended);
      }
      for (const { capacity, after, party } of plan.change) {
        await setCapacityEnd(tx, capacity.id, after);
        if (party !== '') await keepParty(tx, capacity.id, party);
      }
      const changed = plan.change.map(({ capacity, before, after }) => ({ capacity: capacity.id, before, after }));
      return { done: { list, people, added, changed }, ended };
    }
  }
}

async function give(tx: Relational, role: PlannedRole, atMs: number, random: Random) {
  const isNew = (await findPersonByEmail(tx, role.email)) === null;
  const personId = await personOf(tx, role, { atMs, random });
  if (personId === null) throw new Error('Whoever reads mail at an address is always known by it');
  const { capacity, ended } = await giveCapacity(tx, { atMs, random }, { ...role, personId, fromMs: role.fromMs ?? atMs });
  if (role.party !== '') await keepParty(tx, capacity.id, role.party);
  return { personId, capacityId: capacity.id, isNew, ended };
}

/** Refused once a document, a role, words or a sign-in depends on it, or what it changed was changed again. */
export function undoImport(importId: string): Handler<{ readonly importId: string }> {
  return async ({ tx, atMs, capacities, may }) => {
    const batch = await findImport(tx, importId);
    const borough = (await listPlaces(tx)).find(({ tier }) => tier === 'borough');
    if (batch === null || borough === undefined) return err('not-found');
    const acting = capacities.find((capacity) => capacity.placeId === borough.id && may('installation.import', capacity, borough.id));
    if (acting === undefined) return err('not-allowed');
    const done = JSON.parse(batch.done) as Done;
    if (batch.undone_at_ms !== null || !(await isFree(tx, done))) return err('wrong-state');
    await takeBack(tx, done);
    await markUndone(tx, batch.id, atMs);
    return ok({
      acting,
      subject: `place:${borough.id}`,
      facts: { list: batch.list, import: batch.id, removed: done.added.length, restored: done.changed.length },
      detail: {},
      answer: { importId: batch.id },
    });
  };
}

async function isFree(tx: Relational, done: Done): Promise<boolean> {
  switch (done.list) {
    case 'places': {
      for (const { after } of done.changed) if (!isEqual(await findPlace(tx, after.id), after)) return false;
      return !(await arePlacesUsed(tx, done.added));
    }
    case 'organisations': {
      for (const { after } of done.changed) if (!isEqual(await findOrganisation(tx, after.id), after)) return false;
      return !(await areOrganisationsUsed(tx, done.added));
    }
    case 'people': {
      for (const { capacity, after } of done.changed) if (((await findMember(tx, capacity))?.term.untilMs ?? null) !== after) return false;
      return !(await arePeopleActive(tx, done.people, done.added));
    }
  }
}

async function takeBack(tx: Relational, done: Done): Promise<void> {
  switch (done.list) {
    case 'places':
      for (const { before } of done.changed) await changePlace(tx, before);
      return await removePlaces(tx, [...done.added].reverse());
    case 'organisations':
      for (const { before } of done.changed) await changeOrganisation(tx, before);
      return await removeOrganisations(tx, done.added);
    case 'people':
      for (const { capacity, before } of done.changed) await setCapacityEnd(tx, capacity, before);
      return await removeUnusedPeople(tx, done.people, done.added);
  }
}

function isEqual(a: object | null, b: object): boolean {
  const sorted = (value: object | null): string =>
    JSON.stringify(Object.entries(value ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
}
