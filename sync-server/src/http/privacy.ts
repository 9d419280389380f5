/** One's own data: export, preview of leaving, leaving. */
import type { SignedIn } from '@ginnel/accounts/authentication';
import { leave as leaveHandler } from '@ginnel/accounts/privacy/leave';
import { ownWords } from '@ginnel/accounts/privacy/own-words';
import { exportOwnData, leave, type OwnData, previewDeletion } from '@ginnel/api/routes/privacy';
import { heldAbout } from '@ginnel/store/relational/privacy';
import type { CapacityRow } from '@ginnel/store/relational/tables';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { clearSessionCookie } from './authenticated.ts';
import { command } from './command.ts';
import { isFreshSignIn } from './fresh-sign-in.ts';
import { problem } from './problem.ts';

export function servePrivacy(app: App, services: Services): void {
  const { clock, config, documentLog, db, limits, news, passkeys, sessions } = services;

  async function dataOf({ person }: SignedIn): Promise<OwnData> {
    const [held, words, keys, listed] = await Promise.all([
      heldAbout(db, person.id),
      ownWords({ db, log: documentLog }, person.id),
      passkeys.list(person.id),
      sessions.list(person.id),
    ]);
    if (held === null) throw new Error('Somebody who is signed in has left meanwhile');
    return {
      person,
      email: held.email,
      createdAtMs: held.createdAtMs,
      capacities: held.capacities.map(shownHeld),
      sessions: listed.map(({ device, createdAtMs, expiresAtMs }) => ({ device, createdAtMs, expiresAtMs })),
      passkeys: keys.map(({ name, createdAtMs, usedAtMs }) => ({ name, createdAtMs, usedAtMs })),
      identities: [...held.identities],
      reports: held.reports.map(({ document_id, reason, words: said, quote, at_ms }) => {
        return { documentId: document_id, reason, words: said, quote, atMs: Number(at_ms) };
      }),
      decisions: held.decisions.map(({ seq, detail }) => ({ seq, detail })),
      words,
    };
  }

  app.openapi(exportOwnData, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    return c.json(await dataOf(signedIn), 200, { 'content-disposition': 'attachment; filename="ginnel-my-data.json"' });
  });

  app.openapi(previewDeletion, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    const data = await dataOf(signedIn);
    const goes = {
      email: data.email,
      capacities: data.capacities.filter(({ untilMs }) => untilMs === null).length,
      sessions: data.sessions.length,
      passkeys: data.passkeys.length,
      identities: data.identities.length,
      namesOnReports: data.reports.length,
      reasonsOfDecisions: data.decisions.length,
    };
    const characters = data.words.reduce((sum, { text }) => sum + text.length, 0);
    const documents = new Set(data.words.map(({ documentId }) => documentId)).size;
    return c.json({ goes, stays: { characters, documents, decisionsWithoutName: data.decisions.length } }, 200);
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
  const { id, role, label, organisation_id: organisationId, place_id: placeId, starts_at_ms: fromMs, ends_at_ms: untilMs } = row;
  return { id, role, label, organisationId, placeId, fromMs: Number(fromMs), untilMs: untilMs === null ? null : Number(untilMs) };
}
