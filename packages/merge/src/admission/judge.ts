/**
 * The judge at the door: decides from an update's structs, before anything is integrated, whether every one of its effects
 * is allowed. It never alters the document. See SPEC.md (AD…) and docs/how-an-edit-is-judged.md.
 */
import { err, ok, type Result } from '@ginnel/base/result';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Refusal } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import type * as Y from 'yjs';
import { rootType } from '../canonical/project.ts';
import { MAX_UPDATE_BYTES, type Admitted, type IdRange, type Judged } from '../contract.ts';
import { groundsOf } from './grounds.ts';
import { checkRuns, judgeDeletes } from './judge-deletes.ts';
import { advance } from './judge-inserts.ts';
import { Judgement, type Incoming } from './judgement.ts';
import { MAX_CLAIMS } from './limits.ts';
import { Places, type YType } from './places.ts';
import { tidyRanges } from './ranges.ts';
import { checkRepeats } from './repeats.ts';
import { refuse, Refused } from './refused.ts';
import { scanUpdate, type Scanned, type ScannedClient, type ScannedUpdate } from './scan.ts';
import { endOf } from './store.ts';

/** What the judge knows of an update, so that whoever applies it need not read it again. */
interface Known {
  readonly update: Uint8Array;
  readonly inserted: readonly IdRange[];
  /** The only struct that it brings, where it deletes nothing; else null. */
  readonly struct: Scanned | null;
}

export class Judge {
  readonly #kind: DocumentKind;
  readonly #doc: Y.Doc;
  readonly #places: Places;
  /** The update that was admitted last. */
  admitted: Known | null = null;

  constructor(kind: DocumentKind, doc: Y.Doc) {
    const grounds = groundsOf(kind);
    this.#kind = kind;
    this.#doc = doc;
    this.#places = new Places(grounds, (name) => rootType(doc, name, grounds.get(name)!.node) as unknown as YType);
  }

  judge(update: Uint8Array, by: Judged): Result<Admitted, Refusal> {
    const judgement = new Judgement(this.#kind, this.#doc.store, this.#places, by);
    try {
      if (update.length > MAX_UPDATE_BYTES) refuse('too-large');
      const scanned = scanUpdate(update);
      const effects = decide(judgement, update, scanned);
      this.admitted = { update, inserted: effects.inserted, struct: onlyStruct(scanned) };
      return ok(effects);
    } catch (thrown) {
      if (thrown instanceof Refused) return err(thrown.refusal);
      throw thrown;
    } finally {
      judgement.end();
    }
  }

  /** To be told when the document took an update that this judge did not see: what it counted no longer holds. */
  forgetCounts(): void {
    this.#places.forgetCounts();
  }
}

function onlyStruct({ clients, deletes }: ScannedUpdate): Scanned | null {
  const structs = clients.length === 1 && deletes.length === 0 ? clients[0]!.structs : [];
  return structs.length === 1 ? structs[0]! : null;
}

function decide(judgement: Judgement, update: Uint8Array, { clients, deletes }: ScannedUpdate): Admitted {
  judgement.effort.allowFor(update.length);
  const inserted: IdRange[] = [];
  const claims: number[] = [];
  for (const each of clients) {
    const incoming = receive(judgement, update, each, claims);
    judgement.receive(incoming);
    if (!incoming.isKnown) inserted.push({ client: each.client, clock: each.clock, length: each.end - each.clock });
  }
  if (claims.length > MAX_CLAIMS) refuse('too-large');
  for (const incoming of judgement.incoming) advance(judgement, incoming, incoming.end);
  if (inserted.length > 0) judgement.settleValues();
  judgeDeletes(judgement, deletes);
  checkRuns(judgement, deletes);
  judgement.checkTidying();
  judgement.measure();
  const repeats = inserted.length < clients.length;
  // Where updates are merged, Yjs believes the copy that it meets first: a false one beside something new could replace words.
  if (repeats && inserted.length + judgement.deleted.length > 0) refuse('gap');
  return { inserted: tidyRanges(inserted), deleted: tidyRanges(judgement.deleted), claims };
}

/** Whose structs these are, and as what they are judged. */
function receive(judgement: Judgement, update: Uint8Array, { client, clock, structs, end }: ScannedClient, claims: number[]): Incoming {
  const state = endOf(judgement.store, client);
  if (clock < state) checkRepeats(judgement, update, structs, state);
  const isKnown = end <= state;
  if (!isKnown && clock !== state) refuse('gap');
  const actor = isKnown ? judgement.by.actor : authorise(judgement, client, claims);
  return { client, structs, end, isKnown, actor, next: 0, isBusy: false };
}

function authorise({ by }: Judgement, client: number, claims: number[]): Actor {
  // 0 is the server's own, which never writes.
  if (client === 0) refuse('forged-author');
  const lease = by.leaseOf(client);
  if (lease === null) {
    claims.push(client);
    return by.actor;
  }
  if (lease.personId !== by.author.personId) refuse('forged-author');
  if (lease.capacityId === by.author.capacityId) return by.actor;
  return by.actorOf(lease) ?? refuse('not-allowed');
}
