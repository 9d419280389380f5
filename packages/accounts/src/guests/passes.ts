/** Passes for guests: opened for one document and some hours, shown as a QR code and read aloud as a code, ended when the room is full. */
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { PlaceId } from '@ginnel/base/ids';
import { findDocument } from '@ginnel/store/relational/documents';
import { addGuestPass, endGuestPass, findGuestPass, renewGuestPass } from '@ginnel/store/relational/guests';
import type { GuestPassRow, Relational } from '@ginnel/store/relational/tables';
import type { Handler } from '../commands/run-command.ts';
import { hashOf, randomCode, randomShortToken } from '../secrets.ts';

export interface OpenedPass {
  readonly id: string;
  readonly documentId: string;
  readonly endsAtMs: number;
}

/** What opens the door: known when the pass is opened, and never again. */
export interface PassSecrets {
  /** For the QR code: 128 bits. */
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
    const acting = capacities.find((capacity) => may('guest-pass.open', capacity, document.placeId, document.id));
    if (acting === undefined) return err('not-allowed');
    const [secret, code] = [randomShortToken(random), randomCode(random)];
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
      afterwards: () => shown({ secret, code: inHalves(code) }),
    });
  };
}

/** A new secret and a new code for an open pass: the old ones let nobody in from now on, and who is in stays. */
export function renewPass(passId: string, random: Random, shown: (secrets: PassSecrets) => void): Handler<OpenedPass> {
  return onOpenPass(passId, async (tx, pass) => {
    const [secret, code] = [randomShortToken(random), randomCode(random)];
    await renewGuestPass(tx, pass.id, { secretHash: hashOf(secret), codeHash: hashOf(code) });
    return { endsAtMs: pass.ends_at_ms, afterwards: () => shown({ secret, code: inHalves(code) }) };
  });
}

/** Nobody else comes in by it; who is in stays. */
export function endPass(passId: string): Handler<OpenedPass> {
  return onOpenPass(passId, async (tx, pass, atMs) => {
    await endGuestPass(tx, pass.id, atMs);
    return { endsAtMs: atMs };
  });
}

type OnPass = (tx: Relational, pass: GuestPassRow, atMs: number) => Promise<{ endsAtMs: number; afterwards?: () => void }>;

function onOpenPass(passId: string, act: OnPass): Handler<OpenedPass> {
  return async ({ tx, atMs, capacities, may }) => {
    const pass = await findGuestPass(tx, passId);
    if (pass === null) return err('not-found');
    const acting = capacities.find((capacity) => may('guest-pass.open', capacity, pass.place_id as PlaceId, pass.document_id));
    if (acting === undefined) return err('not-allowed');
    if (pass.ends_at_ms <= atMs) return err('wrong-state');
    const { endsAtMs, afterwards } = await act(tx, pass, atMs);
    return ok({
      acting,
      subject: `document:${pass.document_id}`,
      facts: { pass: pass.id },
      detail: {},
      answer: { id: pass.id, documentId: pass.document_id, endsAtMs },
      ...(afterwards === undefined ? {} : { afterwards }),
    });
  };
}

function inHalves(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
