/** Appeals against holding words, and the panels that decide them. */
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import {
  appealHeld as appealHandler,
  convenePanel as conveneHandler,
  votePanel as voteHandler,
} from '@ginnel/accounts/moderation/appeal-panel';
import { panelCandidates } from '@ginnel/accounts/moderation/panel-candidates';
import * as routes from '@ginnel/api/routes/holding';
import type { PanelCase } from '@ginnel/api/schemas/holding';
import type { DocumentId, PlaceId } from '@ginnel/base/ids';
import { findAppeal, panelOf, panelsOf } from '@ginnel/store/relational/appeals';
import { findHeld, findManyHeld } from '@ginnel/store/relational/held';
import { shownAppeal, shownHeld } from '../moderation/views.ts';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

export function servePanels(app: App, services: Services): void {
  const { clock, db, moderation, news, random } = services;

  app.openapi(routes.appealHeld, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const input = { heldId: c.req.valid('param').id, personId: signedIn.person.id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'words.appeal', input, handler: appealHandler(input, random) });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, appeal: await shownAppeal(db, done.value.answer) }, 200);
  });

  app.openapi(routes.listPanelCandidates, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const appeal = await findAppeal(db, c.req.valid('param').id);
    const held = appeal === null ? null : await findHeld(db, appeal.held_id);
    if (appeal === null || held === null) return problem(c, 'not-found');
    const { capacities, parentOf, keptAwayFrom } = await actingOf(db, signedIn.person.id, clock.nowMs());
    const placeId = appeal.place_id as PlaceId;
    const may = !keptAwayFrom(placeId) && capacities.some((each) => mayInPlace('appeal.convene', each, placeId, parentOf));
    if (!may) return problem(c, 'not-allowed');
    const people = await panelCandidates(db, held, { convener: signedIn.person.id, atMs: clock.nowMs() });
    return c.json({ people: people.slice(0, 200) }, 200);
  });

  app.openapi(routes.convenePanel, async (c) => {
    const input = { appealId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'appeal.convene', input, handler: conveneHandler(input) });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer } = done.value;
    const [held] = await shownHeld(db, await findManyHeld(db, [answer.held_id]));
    if (!done.isRepeat) void moderation.notices.panel(input.members, { title: held?.documentTitle ?? '' });
    return c.json({ receipt, appeal: await shownAppeal(db, answer) }, 200);
  });

  app.openapi(routes.listPanels, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const appeals = await panelsOf(db, signedIn.person.id);
    const held = await shownHeld(
      db,
      await findManyHeld(
        db,
        appeals.map(({ held_id: heldId }) => heldId),
      ),
    );
    const { keptAwayFrom } = await actingOf(db, signedIn.person.id, clock.nowMs());
    const cases: PanelCase[] = [];
    for (const appeal of appeals) {
      const about = held.find(({ id }) => id === appeal.held_id);
      const seat = (await panelOf(db, appeal.id)).find(({ person_id: member }) => member === signedIn.person.id);
      if (about === undefined || seat === undefined || keptAwayFrom(appeal.place_id as PlaceId)) continue;
      // What stays hidden is hidden from the panel too, once it has decided.
      const shown = appeal.outcome === 'keep-hidden' ? { ...about, passage: NOTHING } : about;
      cases.push({ appealId: appeal.id, held: shown, mine: seat.vote === null ? null : { vote: seat.vote, words: seat.words ?? '' } });
    }
    return c.json({ cases }, 200);
  });

  app.openapi(routes.votePanel, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const input = { appealId: c.req.valid('param').id, personId: signedIn.person.id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'appeal.vote', input, handler: voteHandler(input) });
    if (!done.ok) return problem(c, done.error);
    const { receipt, answer } = done.value;
    if (answer.held !== null) {
      await moderation.carryOut(answer.held.id);
      news.rightsChanged(answer.held.document_id as DocumentId);
      const [held] = await shownHeld(db, [answer.held]);
      const about = { title: held?.documentTitle ?? '', restored: answer.held.state === 'restored' };
      if (!done.isRepeat) void moderation.notices.appealDecided(answer.held.person_id, about);
    }
    return c.json({ receipt, appeal: await shownAppeal(db, answer.appeal) }, 200);
  });
}

const NOTHING = { before: '', runs: [], after: '', replaced: [] };
