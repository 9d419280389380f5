/** Holding, hiding and restoring words, and warnings. The decision is one transaction; the document follows before the answer. */
import type { Handler } from '@ginnel/accounts/commands/run-command';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { decideHeld as decideHeldHandler, holdWords as holdWordsHandler } from '@ginnel/accounts/moderation/hold-words';
import { acknowledgeWarning as acknowledgeHandler, warnPerson as warnPersonHandler } from '@ginnel/accounts/moderation/warn-person';
import * as routes from '@ginnel/api/routes/holding';
import type { PublicCount } from '@ginnel/api/schemas/holding';
import type { DocumentId } from '@ginnel/base/ids';
import { err } from '@ginnel/base/result';
import { MAY_HOLD_WORDS, MODERATION_REASONS, SMALLEST_PUBLIC_COUNT } from '@ginnel/domain/moderation';
import { findDocument } from '@ginnel/store/relational/documents';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import { heldIn, heldOfPerson } from '@ginnel/store/relational/held';
import { countsByReason } from '@ginnel/store/relational/moderation';
import { warningsOf } from '@ginnel/store/relational/warnings';
import { wordsAt } from '../moderation/found-words.ts';
import { shownHeld, shownMarks, shownWarning } from '../moderation/views.ts';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

export function serveHolding(app: App, services: Services): void {
  const { clock, db, moderation, news, random } = services;

  app.openapi(routes.holdWords, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { id } = c.req.valid('param');
    const input = c.req.valid('json');
    // Who may decide on nothing at all does not make the server look for words.
    const { capacities } = await actingOf(db, signedIn.person.id, clock.nowMs());
    if (!capacities.some(({ role }) => MAY_HOLD.includes(role))) return problem(c, 'not-allowed');
    const found = await wordsAt(moderation.histories, { documentId: id, ...input }, input.personId ?? null);
    const { reason, words, reports, hide } = input;
    // Sent again under its key, the words are out of sight already: the command is answered as it was.
    const handler: Handler<HeldRow> =
      found === null
        ? async () => err('not-found')
        : holdWordsHandler({ documentId: id, found, reason, words, reports, state: hide ? 'hidden' : 'held' }, random);
    const done = await command(c, services, { name: 'words.hold', input: { id, ...input }, handler });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer } = done.value;
    await moderation.carryOut(answer.id);
    news.rightsChanged(answer.document_id as DocumentId); // so that whoever is at the table hears why
    const [held] = await shownHeld(db, [answer]);
    if (!done.isRepeat) void moderation.notices.held(answer.person_id, { title: held?.documentTitle ?? '', words });
    return c.json({ receipt, held: held! }, 200);
  });

  app.openapi(routes.decideHeld, async (c) => {
    const input = { heldId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'words.decide', input, handler: decideHeldHandler(input) });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer } = done.value;
    await moderation.carryOut(answer.id);
    news.rightsChanged(answer.document_id as DocumentId); // so that whoever is at the table hears why
    const [held] = await shownHeld(db, [answer]);
    return c.json({ receipt, held: held! }, 200);
  });

  app.openapi(routes.listHeldMarks, async (c) => {
    const document = await findDocument(db, c.req.valid('param').id);
    if (document === null) return problem(c, 'not-found');
    return c.json({ held: await shownMarks(db, await heldIn(db, document.id)) }, 200);
  });

  app.openapi(routes.listOwnHeld, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    return c.json({ held: await shownHeld(db, await heldOfPerson(db, signedIn.person.id)) }, 200);
  });

  app.openapi(routes.warnPerson, async (c) => {
    const input = { personId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'person.warn', input, handler: warnPersonHandler(input, random) });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer } = done.value;
    if (!done.isRepeat) void moderation.notices.warned(answer.person_id, { words: answer.words });
    return c.json({ receipt, warning: shownWarning(answer) }, 200);
  });

  app.openapi(routes.acknowledgeWarning, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { id } = c.req.valid('param');
    const handler = acknowledgeHandler(id, signedIn.person.id);
    const done = await command(c, services, { name: 'person.acknowledge-warning', input: { id }, handler });
    return done.ok ? c.json({ receipt: done.value.receipt, warning: shownWarning(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(routes.listOwnWarnings, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    return c.json({ warnings: (await warningsOf(db, signedIn.person.id)).map(shownWarning) }, 200);
  });

  app.openapi(routes.readPublicCounts, async (c) => {
    const sinceMs = clock.nowMs() - YEAR_MS;
    const found = await countsByReason(db, sinceMs);
    const counts = MODERATION_REASONS.map((reason): PublicCount => {
      const count = (what: string): number | null => {
        const number = found.get(what)?.get(reason) ?? 0;
        return number < SMALLEST_PUBLIC_COUNT ? null : number;
      };
      return {
        reason,
        reports: count('reports'),
        held: count('held'),
        hidden: count('hidden'),
        restored: count('restored'),
        warnings: count('warnings'),
        away: count('away'),
      };
    });
    return c.json({ sinceMs, counts }, 200);
  });
}

const MAY_HOLD: readonly string[] = MAY_HOLD_WORDS;
