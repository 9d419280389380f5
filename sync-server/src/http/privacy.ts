/** One's own data: export, preview of leaving, leaving. */
import type { SignedIn } from '@ginnel/accounts/authentication';
import { isLastOfItsKind } from '@ginnel/accounts/commands/last-of-its-kind';
import { leave as leaveHandler } from '@ginnel/accounts/privacy/leave';
import { ownWords } from '@ginnel/accounts/privacy/own-words';
import { exportOwnArchive, exportOwnData, leave, type OwnData, previewDeletion } from '@ginnel/api/routes/privacy';
import { heldAbout } from '@ginnel/store/relational/privacy';
import type { CapacityRow, RemovalRow } from '@ginnel/store/relational/tables';
import { strToU8, zipSync } from 'fflate';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { clearSessionCookie } from './authenticated.ts';
import { command } from './command.ts';
import { isFreshSignIn } from './fresh-sign-in.ts';
import { ownDataPage } from './own-data-page.ts';
import { problem } from './problem.ts';

export function servePrivacy(app: App, services: Services): void {
  const { clock, config, documentLog, db, journal, limits, news, passkeys, sessions } = services;

  async function dataOf({ person }: SignedIn): Promise<OwnData> {
    const [held, words, keys, listed, signIns] = await Promise.all([
      heldAbout(db, person.id),
      ownWords({ db, log: documentLog }, person.id),
      passkeys.list(person.id),
      sessions.list(person.id),
      journal.read(person.id),
    ]);
    if (held === null) throw new Error('Somebody who is signed in has left meanwhile');
    const labels = new Map(held.capacities.map(({ id, label }) => [id, label]));
    return {
      person,
      realName: held.realName,
      email: held.email,
      createdAtMs: held.createdAtMs,
      exportedAtMs: clock.nowMs(),
      capacities: held.capacities.map(shownHeld),
      sessions: listed.map(({ device, createdAtMs, expiresAtMs }) => ({ device, createdAtMs, expiresAtMs })),
      signIns: signIns.map(({ what, device, atMs }) => ({ what, device, atMs })),
      passkeys: keys.map(({ name, createdAtMs, usedAtMs }) => ({ name, createdAtMs, usedAtMs })),
      identities: [...held.identities],
      reports: held.reports.map(({ document_id, reason, words: said, quote, at_ms, outcome, reporter_as: capacityId }) => {
        return { documentId: document_id, reason, words: said, quote, atMs: Number(at_ms), outcome, capacityId };
      }),
      decisions: [...held.decisions],
      about: held.about.map((decided) => ({ ...decided, detail: withoutDecider(decided.detail) })),
      removals: held.removals.map(shownRemoval),
      more: [...held.more],
      passes: [...held.passes],
      words: words.map((run) => ({ ...run, as: labels.get(run.capacityId) ?? '' })),
    };
  }

  app.openapi(exportOwnData, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    return c.json(await dataOf(signedIn), 200, { 'content-disposition': 'attachment; filename="ginnel-my-data.json"' });
  });

  app.openapi(exportOwnArchive, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    const data = await dataOf(signedIn);
    const files = { 'ginnel-my-data.html': strToU8(ownDataPage(data)), 'ginnel-my-data.json': strToU8(JSON.stringify(data, null, 2)) };
    const headers = { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="ginnel-my-data.zip"' };
    return c.body(Uint8Array.from(zipSync(files)), 200, headers);
  });

  app.openapi(previewDeletion, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    const data = await dataOf(signedIn);
    const goes = {
      email: data.email,
      capacities: signedIn.capacities.length,
      sessions: data.sessions.length,
      passkeys: data.passkeys.length,
      identities: data.identities.length,
      namesOnReports: data.reports.length,
      reasonsOfDecisions: data.decisions.length,
      signIns: data.signIns.length,
    };
    const stays = {
      characters: data.words.reduce((sum, { text }) => sum + text.length, 0),
      documents: new Set(data.words.map(({ documentId }) => documentId)).size,
      decisionsWithoutName: data.decisions.length,
      decisionsAbout: data.about.length,
      reportsWithoutName: data.reports.length,
    };
    const handOverFirst: string[] = [];
    for (const capacity of signedIn.capacities) {
      if (await isLastOfItsKind(db, capacity, clock.nowMs())) handOverFirst.push(capacity.label);
    }
    return c.json({ goes, stays, handOverFirst, freshSignIn: isFreshSignIn(signedIn, clock) }, 200);
  });

  app.openapi(leave, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!isFreshSignIn(signedIn, clock)) return problem(c, 'sign-in-again');
    const done = await command(c, services, { name: 'person.leave', input: {}, handler: leaveHandler(signedIn.person.id, news) });
    if (!done.ok) return problem(c, done.error);
    services.expunging.wake(); // the files still hold what was deleted
    clearSessionCookie(c, config.origin);
    return c.json({ receipt: done.value.receipt }, 200);
  });
}

function shownHeld(row: CapacityRow) {
  const { id, role, label, held, organisation_id: organisationId, place_id: placeId, within_document: within } = row;
  const untilMs = row.ends_at_ms === null ? null : Number(row.ends_at_ms);
  return { id, role, label, held, organisationId, placeId, within, fromMs: Number(row.starts_at_ms), untilMs };
}

function shownRemoval(row: RemovalRow) {
  const { place_id: placeId, reason, words, appeal, from_ms: fromMs, until_ms: untilMs } = row;
  return { placeId, reason, words, appeal, fromMs: Number(fromMs), untilMs: untilMs === null ? null : Number(untilMs) };
}

/** Who decided is somebody else's. */
function withoutDecider(detail: string): string {
  const { personId: _who, capacityId: _as, ...rest } = JSON.parse(detail) as Record<string, unknown>;
  return JSON.stringify(rest);
}
