/** A guest comes in: with the secret of a QR code or a code that was read aloud, and the name they want to be called by. */
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import { type Clock, type Random, randomId } from '@ginnel/base/ports';
import type { Capacity, Person } from '@ginnel/domain/people';
import { addGuest, guestDocuments, openGuestPass } from '@ginnel/store/relational/guests';
import { addCapacity, addPeople, capacitiesOf } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import { plainName } from '@ginnel/domain/plain-name';
import { hashOf, normaliseCode } from '../secrets.ts';

export interface Joining {
  readonly proof: { readonly secret: string } | { readonly code: string };
  readonly name: string;
  /** Whoever is signed in stays who they are. */
  readonly as: Person | null;
}

export interface Joined {
  readonly person: Person;
  readonly documentId: DocumentId;
  /** Then the guest's time is over. */
  readonly endsAtMs: number;
}

/** `null`: no open pass has this secret or code. */
export async function join(
  { db, clock, random }: { db: Relational; clock: Clock; random: Random },
  { proof, name, as }: Joining,
): Promise<Joined | null> {
  const nowMs = clock.nowMs();
  const [by, hash] =
    'secret' in proof ? (['secret_hash', hashOf(proof.secret)] as const) : (['code_hash', hashOf(normaliseCode(proof.code))] as const);
  return await db.transaction().execute(async (tx) => {
    const pass = await openGuestPass(tx, by, hash, nowMs);
    if (pass === null) return null;
    const joined = { documentId: pass.document_id as DocumentId, endsAtMs: pass.ends_at_ms };
    if (as !== null && (await isGuestIn(tx, as.id, pass.document_id, nowMs))) return { person: as, ...joined };
    const person: Person = as ?? { id: randomId(random) as PersonId, name: plainName(name) || 'Guest', demo: false };
    if (as === null) await addPeople(tx, [{ person, email: null, createdAtMs: nowMs }]);
    const capacity: Capacity = {
      id: `${person.id}.guest.${randomId(random, 8)}` as CapacityId,
      personId: person.id,
      role: 'guest',
      organisationId: null,
      placeId: pass.place_id as PlaceId,
      label: 'guest',
    };
    await addCapacity(tx, capacity, { fromMs: nowMs, untilMs: pass.ends_at_ms });
    await addGuest(tx, { capacity_id: capacity.id, pass_id: pass.id, document_id: pass.document_id });
    return { person, ...joined };
  });
}

/** Who presses twice, or scans the code again, is in already. */
async function isGuestIn(tx: Relational, personId: PersonId, documentId: string, nowMs: number): Promise<boolean> {
  const capacities = await capacitiesOf(tx, personId, nowMs);
  const documents = await guestDocuments(
    tx,
    capacities.map(({ id }) => id),
  );
  return [...documents.values()].includes(documentId);
}
