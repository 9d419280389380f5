/** Passes for guests: opened for one document and some hours, shown as a QR code and read aloud as a code, ended when the room is full. */
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { PlaceId } from '@ginnel/base/ids';
import { findDocument } from '@ginnel/store/relational/documents';
import { addGuestPass, endGuestPass, findGuestPass } from '@ginnel/store/relational/guests';
import type { Handler } from '../commands/run-command.ts';
import { hashOf, randomCode, randomToken } from '../secrets.ts';

export interface OpenedPass {
  readonly id: string;
  readonly documentId: string;
  readonly endsAtMs: number;
}

/** What opens the door: known when the pass is opened, and never again. */
export interface PassSecrets {
  /** For the QR code: 256 bits. */
  readonly secret: string;
  /** To be read aloud: `k7mp-3xqa`. */
  readonly code: string;
}

/** @param shown  is given the secrets; they are in no receipt and no table */
export function openPass(
  { documentId, hours }: { documentId: string; hours: number },
  random: Random,
  shown: (secrets: PassSecrets) => void,
): Handler<OpenedPass> {
  return async ({ tx, atMs, capacities, may }) => {
    const document = await findDocument(tx, documentId);
    if (document === null) return err('not-found');
    const acting = capacities.find((capacity) => may('guest-pass.open', capacity, document.placeId));
    if (acting === undefined) return err('not-allowed');
    const [secret, code] = [randomToken(random), randomCode(random)];
    const pass: OpenedPass = { id: randomId(random), documentId: document.id, endsAtMs: atMs + hours * 3_600_000 };
    await addGuestPass(tx, {
      id: pass.id,
      document_id: document.id,
      place_id: document.placeId,
      secret_hash: hashOf(secret),
      code_hash: hashOf(code),
      created_at_ms: atMs,
      ends_at_ms: pass.endsAtMs,
      opened_by: acting.personId,
    });
    return ok({
      acting,
      subject: `document:${document.id}`,
      facts: { pass: pass.id, hours },
      detail: {},
      answer: pass,
      afterwards: () => shown({ secret, code: `${code.slice(0, 4)}-${code.slice(4)}` }),
    });
  };
}

/** Nobody else comes in by it; who is in stays. To rotate a pass is to end it and open another. */
export function endPass(passId: string): Handler<OpenedPass> {
  return async ({ tx, atMs, capacities, may }) => {
    const pass = await findGuestPass(tx, passId);
    if (pass === null) return err('not-found');
    const acting = capacities.find((capacity) => may('guest-pass.open', capacity, pass.place_id as PlaceId));
    if (acting === undefined) return err('not-allowed');
    if (pass.ends_at_ms <= atMs) return err('wrong-state');
    await endGuestPass(tx, pass.id, atMs);
    return ok({
      acting,
      subject: `document:${pass.document_id}`,
      facts: { pass: pass.id },
      detail: {},
      answer: { id: pass.id, documentId: pass.document_id, endsAtMs: atMs },
    });
  };
}
