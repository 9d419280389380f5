/**
 * The slow judge: integrates an update into a copy of the document, looks at what Yjs really did, and holds every item that
 * came or went against the shape and the rights table (`policy.ts`). Nothing at the door calls it. It is the measure that the
 * judge of structs is tested against, so it shares with it neither the reading of bytes, nor the resolving of parents, nor
 * the policy.
 */
import { err, ok, type Result } from '@ginnel/base/result';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Refusal } from '@ginnel/domain/refusals';
import type { Admitted, IdRange, Judged } from '@ginnel/merge/contract';
import { openRoots } from '@ginnel/merge/edits/open';
import * as Y from 'yjs';
import { No, Policy, type Trial } from './policy.ts';

/** @param state  the whole document as it stands */
export function judgeByTrial(kind: DocumentKind, state: Uint8Array, update: Uint8Array, by: Judged): Result<Admitted, Refusal> {
  const doc = new Y.Doc({ gc: false });
  // Yjs's own clean-up of superfluous marks is no effect of the update.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false;
  });
  openRoots(kind, doc);
  Y.applyUpdate(doc, state);
  try {
    // Judged before the transaction ends: when it does, Yjs joins structs, and what came is no longer told from what was there.
    return ok(doc.transact((transaction) => tryOut(kind, transaction, update, by)));
  } catch (thrown) {
    if (thrown instanceof No) return err(thrown.refusal);
    return err({ kind: 'malformed', path: '' });
  } finally {
    doc.destroy();
  }
}

function tryOut(kind: DocumentKind, transaction: Y.Transaction, update: Uint8Array, by: Judged): Admitted {
  const { doc } = transaction;
  for (const struct of Y.decodeUpdate(update).structs) if (struct instanceof Y.Skip || struct.length === 0) throw new No('malformed', '');
  if (!repeatsTruly(Y.encodeStateAsUpdate(doc), update)) throw new No('forged-author', '');
  const charactersBefore = charactersOf(doc);
  const trial = integrate(transaction, update);
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new No('gap', '');

  const policy = new Policy(kind, doc, by, trial);
  const claims = new Set<number>();
  for (const struct of trial.inserted) {
    const lease = by.leaseOf(struct.id.client);
    if (struct.id.client === 0 || (lease !== null && lease.personId !== by.author.personId)) throw new No('forged-author', '');
    if (lease === null) claims.add(struct.id.client);
    const actor = lease === null || lease.capacityId === by.author.capacityId ? by.actor : by.actorOf(lease);
    if (actor === null) throw new No('not-allowed', '');
    policy.inserted(struct, actor);
  }
  for (const struct of trial.deleted) policy.deleted(struct);
  policy.sizes();
  for (const [id, character] of charactersOf(doc)) {
    const before = charactersBefore.get(id);
    if (before !== undefined && before.character !== character.character) policy.changed(character.item);
  }
  return {
    inserted: rangesOf(trial.inserted),
    deleted: rangesOf(trial.deleted.filter((struct) => !trial.isNew(struct))),
    claims: [...claims].toSorted((a, b) => a - b),
  };
}

function integrate(transaction: Y.Transaction, update: Uint8Array): Trial {
  const { doc, beforeState } = transaction;
  const stood = new Set<Y.AbstractStruct>();
  for (const structs of doc.store.clients.values()) for (const struct of structs) if (!struct.deleted) stood.add(struct);
  const isNew = ({ id }: Y.AbstractStruct) => id.clock >= (beforeState.get(id.client) ?? 0);
  const readBefore = new Map<unknown, string>();
  for (const item of stood) {
    const type = item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : null;
    if (type instanceof Y.XmlText) readBefore.set(type, readingOf(type));
  }
  Y.applyUpdate(doc, update);
  const deleted: (Y.Item | Y.GC)[] = [];
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => void deleted.push(struct));
  return {
    inserted: [...doc.store.clients.values()].flatMap((structs) => structs.filter(isNew)),
    deleted,
    stood,
    isNew,
    readsAsBefore: (text) => readBefore.get(text) === readingOf(text),
  };
}

/** Ids and marks of a text's characters, and the marks that stand at its end. */
function readingOf(text: Y.XmlText): string {
  const marks: Record<string, unknown> = {};
  const reading: unknown[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) marks[item.content.key] = item.content.value;
    else for (let i = 0; i < item.length; i++) reading.push([item.id.client, item.id.clock + i, sorted(marks)]);
  }
  return JSON.stringify([...reading, sorted(marks)]);
}

function sorted(marks: Record<string, unknown>): unknown {
  return Object.entries(marks)
    .filter(([, value]) => value !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether both say the same under every id that both name. What is deleted in one of them says only where it stood. */
function repeatsTruly(state: Uint8Array, update: Uint8Array): boolean {
  const known = unitsOf(state);
  for (const [id, { where, what }] of unitsOf(update)) {
    const other = known.get(id);
    if (other === undefined) continue;
    if (other.where !== where) return false;
    const isCut = [what, other.what].includes(JSON.stringify('\uFFFD'));
    if (what !== null && other.what !== null && what !== other.what && !isCut) return false;
  }
  return true;
}

/** What an update says under each id: behind and before what it was put, and what it is. */
function unitsOf(update: Uint8Array): Map<string, { readonly where: string; readonly what: string | null }> {
  const units = new Map<string, { where: string; what: string | null }>();
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { id, content, rightOrigin, parent, parentSub } = struct;
    const isDeleted = content instanceof Y.ContentDeleted;
    for (let i = 0; i < struct.length; i++) {
      const origin = i === 0 ? struct.origin : Y.createID(id.client, id.clock + i - 1);
      const root = origin === null && rightOrigin === null ? [parent, parentSub] : null;
      units.set(`${id.client}:${id.clock + i}`, {
        where: JSON.stringify([origin, rightOrigin, root]),
        what: isDeleted ? null : JSON.stringify(content instanceof Y.ContentString ? content.str[i] : whatIn(content, i)),
      });
    }
  }
  return units;
}

function whatIn(content: Y.Item['content'], i: number): unknown {
  if (content instanceof Y.ContentAny) return ['any', content.arr[i] ?? String(content.arr[i])];
  if (content instanceof Y.ContentFormat) return ['mark', content.key, content.value];
  if (!(content instanceof Y.ContentType)) return [content.constructor.name, content.getContent()];
  return ['type', content.type.constructor.name, content.type instanceof Y.XmlElement ? content.type.nodeName : ''];
}

/** Every living character by its id: what an update does not name must stay as it was. */
function charactersOf(doc: Y.Doc): Map<string, { character: string; item: Y.Item }> {
  const characters = new Map<string, { character: string; item: Y.Item }>();
  for (const structs of doc.store.clients.values())
    for (const item of structs) {
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString) || item.deleted) continue;
      const { str } = item.content;
      for (let i = 0; i < item.length; i++) characters.set(`${item.id.client}:${item.id.clock + i}`, { character: str[i]!, item });
    }
  return characters;
}

function rangesOf(structs: readonly (Y.Item | Y.GC)[]): IdRange[] {
  const sorted = structs.toSorted((a, b) => a.id.client - b.id.client || a.id.clock - b.id.clock);
  const ranges: { client: number; clock: number; length: number }[] = [];
  for (const { id, length } of sorted) {
    const last = ranges.at(-1);
    if (last?.client === id.client && last.clock + last.length === id.clock) last.length += length;
    else ranges.push({ client: id.client, clock: id.clock, length });
  }
  return ranges;
}
