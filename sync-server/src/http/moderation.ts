/** Moderation. */
import { decideReports as decideReportsHandler } from '@ginnel/accounts/commands/decide-reports';
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import { appeal as appealHandler, removePerson as removePersonHandler, restorePerson } from '@ginnel/accounts/commands/remove-person';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import * as routes from '@ginnel/api/routes/moderation';
import type { Removal, Report } from '@ginnel/api/schemas/moderation';
import type { PlaceId } from '@ginnel/base/ids';
import { randomId } from '@ginnel/base/ports';
import { readAuditOf } from '@ginnel/store/relational/audit';
import { findDocument } from '@ginnel/store/relational/documents';
import { addReport, openAppeals, openReports, removalsOf } from '@ginnel/store/relational/moderation';
import { listPlaces } from '@ginnel/store/relational/places';
import type { RemovalRow, ReportRow } from '@ginnel/store/relational/tables';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import type { App } from './environment.ts';
import { command } from './command.ts';
import { problem } from './problem.ts';

const PAGE = 200;
const IN_THE_RECORD = ['report.decide', 'person.remove', 'person.answer-removal', 'person.appeal'];

export function serveModeration(app: App, services: Services): void {
  const { clock, db, limits, news, random } = services;

  app.openapi(routes.report, async (c) => {
    if (!(await limits.reportFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const { documentId, path, quote, reason, words } = c.req.valid('json');
    const document = await findDocument(db, documentId);
    if (document === null) return problem(c, 'not-found');
    const id = randomId(random);
    await addReport(db, {
      id,
      document_id: document.id,
      place_id: document.placeId,
      path,
      quote,
      reason,
      words,
      reporter_id: c.var.signedIn?.person.id ?? null,
      at_ms: clock.nowMs(),
      outcome: null,
      decided_at_ms: null,
    });
    return c.json({ id }, 201);
  });

  app.openapi(routes.readQueue, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const places = await listPlaces(db);
    const { capacities, parentOf, keptAwayFrom } = await actingOf(db, signedIn.person.id, clock.nowMs());
    const mayAt = (id: PlaceId): boolean => !keptAwayFrom(id) && capacities.some((each) => mayInPlace('report.decide', each, id, parentOf));
    const reached = places.map(({ id }) => id).filter(mayAt);
    if (reached.length === 0) return problem(c, 'not-allowed');
    const [reports, appeals] = await Promise.all([openReports(db, reached, PAGE), openAppeals(db, reached)]);
    const urgentFirst = reports.toSorted((a, b) => Number(b.reason === 'safeguarding') - Number(a.reason === 'safeguarding'));
    return c.json({ reports: urgentFirst.map(shownReport), appeals: appeals.map(shownRemoval) }, 200);
  });

  app.openapi(routes.decideReports, async (c) => {
    const input = c.req.valid('json');
    const done = await command(c, services, { name: 'report.decide', input, handler: decideReportsHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt }, 200) : problem(c, done.error);
  });

  app.openapi(routes.removePerson, async (c) => {
    const input = { personId: c.req.valid('param').id, ...c.req.valid('json') };
    const handler = removePersonHandler(input, { random, news });
    const done = await command(c, services, { name: 'person.remove', input, handler });
    return done.ok ? c.json({ receipt: done.value.receipt, removal: shownRemoval(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(routes.answerRemoval, async (c) => {
    const input = { removalId: c.req.valid('param').id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'person.answer-removal', input, handler: restorePerson(input, news) });
    return done.ok ? c.json({ receipt: done.value.receipt, removal: shownRemoval(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(routes.appeal, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const input = { removalId: c.req.valid('param').id, personId: signedIn.person.id, ...c.req.valid('json') };
    const done = await command(c, services, { name: 'person.appeal', input, handler: appealHandler(input) });
    return done.ok ? c.json({ receipt: done.value.receipt, removal: shownRemoval(done.value.answer) }, 200) : problem(c, done.error);
  });

  app.openapi(routes.listOwnRemovals, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    return c.json({ removals: (await removalsOf(db, signedIn.person.id)).map(shownRemoval) }, 200);
  });

  app.openapi(routes.readModerationRecord, async (c) => {
    const entries = await readAuditOf(db, IN_THE_RECORD, c.req.valid('query').after, PAGE);
    const decisions = entries.map(({ seq, at_ms, command: name, subject, facts }) => {
      return { seq, atMs: at_ms, command: name, subject, facts: JSON.parse(facts) as Record<string, unknown> };
    });
    return c.json({ decisions }, 200);
  });
}

function shownReport({ id, document_id, place_id, path, quote, reason, words, at_ms }: ReportRow): Report {
  return { id, documentId: document_id, placeId: place_id, path, quote, reason, words, atMs: at_ms };
}

function shownRemoval(row: RemovalRow): Removal {
  const { id, person_id, place_id, reason, words, from_ms, until_ms, appeal, answered_at_ms } = row;
  return {
    id,
    personId: person_id,
    placeId: place_id,
    reason,
    words,
    fromMs: from_ms,
    untilMs: until_ms,
    appeal,
    answeredAtMs: answered_at_ms,
  };
}
