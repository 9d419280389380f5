/** Moderation. */
import { decideReports as decideReportsHandler } from '@ginnel/accounts/commands/decide-reports';
import { countedAs } from '@ginnel/accounts/commands/independence';
import { mayInPlace, type PlaceCommand } from '@ginnel/accounts/commands/policy';
import { appeal as appealHandler, removePerson as removePersonHandler, restorePerson } from '@ginnel/accounts/commands/remove-person';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { holdAtOnce } from '@ginnel/accounts/moderation/hold-at-once';
import type { FoundWords } from '@ginnel/accounts/moderation/hold-words';
import { outOfSight } from '@ginnel/accounts/moderation/out-of-sight';
import { safeguardingLeads } from '@ginnel/accounts/moderation/party';
import { readQueue as readQueueRoute } from '@ginnel/api/routes/holding';
import * as routes from '@ginnel/api/routes/moderation';
import type { Removal } from '@ginnel/api/schemas/moderation';
import type { PlaceId } from '@ginnel/base/ids';
import { randomId } from '@ginnel/base/ports';
import type { DocumentInfo } from '@ginnel/domain/documents';
import { undecidedAppeals } from '@ginnel/store/relational/appeals';
import { readAuditOf } from '@ginnel/store/relational/audit';
import { findDocument } from '@ginnel/store/relational/documents';
import { findManyHeld, hiddenHeld, waitingHeld } from '@ginnel/store/relational/held';
import { addReport, openAppeals, openReports, removalsOf } from '@ginnel/store/relational/moderation';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { listPlaces } from '@ginnel/store/relational/places';
import type { RemovalRow, ReportRow } from '@ginnel/store/relational/tables';
import { wordsAt } from '../moderation/found-words.ts';
import { shownHeld, shownReports } from '../moderation/views.ts';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import type { App } from './environment.ts';
import { command } from './command.ts';
import { problem } from './problem.ts';

const PAGE = 200;
/** In one of these somebody decides on what waits. */
const DECIDES: readonly string[] = ['moderator', 'admin', 'safeguarding-lead'];
/** What readers and the author are told while the lead has not looked. */
const URGENT = 'Somebody has told us that a person may be at risk. It is held until it has been looked at.';
const IN_THE_RECORD = [
  'report.decide',
  'words.hold',
  'words.decide',
  'words.appeal',
  'appeal.convene',
  'appeal.vote',
  'person.warn',
  'person.remove',
  'person.answer-removal',
  'person.appeal',
];

export function serveModeration(app: App, services: Services): void {
  const { clock, db, limits, moderation, news, random } = services;

  app.openapi(routes.report, async (c) => {
    if (!(await limits.reportFromAddress(addressOf(c)))) return problem(c, 'too-many-tries');
    const { documentId, path, quote, reason, words } = c.req.valid('json');
    const reporter = await reporterOf(c.var.signedIn?.person.id ?? null, c.req.valid('header')['ginnel-capacity']);
    if (reporter === null) return problem(c, 'not-allowed');
    const document = await findDocument(db, documentId);
    if (document === null) return problem(c, 'not-found');
    const found = await wordsAt(moderation.histories, { documentId, path, quote }, null);
    // Held or hidden meanwhile: it stands with what was decided.
    const [hidden] = found === null ? await outOfSight(db, document.id, { path, text: quote }) : [];
    const id = randomId(random);
    await addReport(db, {
      id,
      document_id: document.id,
      place_id: document.placeId,
      path: found?.path ?? path,
      quote,
      reason,
      words,
      ...reporter,
      at_ms: clock.nowMs(),
      outcome: null,
      decided_at_ms: null,
      about_id: found?.author.personId ?? hidden?.person_id ?? null,
      held_id: hidden?.id ?? null,
    });
    if (reason === 'safeguarding') await protect({ document, found, report: id, mayHold: await limits.urgentFromAddress(addressOf(c)) });
    return c.json({ id }, 201);
  });

  /** `null`: the capacity that was named is not theirs. */
  async function reporterOf(
    personId: string | null,
    chosen: string | undefined,
  ): Promise<Pick<ReportRow, 'reporter_id' | 'reporter_as'> | null> {
    if (personId === null) return { reporter_id: null, reporter_as: null };
    const standing = await capacitiesOf(db, personId, clock.nowMs());
    const acting = chosen === undefined ? standing[0] : standing.find(({ id }) => id === chosen);
    return chosen !== undefined && acting === undefined ? null : { reporter_id: personId, reporter_as: acting?.id ?? null };
  }

  /** A safeguarding report reaches its leads at once, and the words it points at are held before they have looked. */
  async function protect({ document, found, report, mayHold }: Protecting): Promise<void> {
    const leads = (await safeguardingLeads(db, document.placeId, clock.nowMs())).filter(
      ({ personId }) => personId !== found?.author.personId,
    );
    const [lead] = leads;
    const asked = { documentId: document.id, found, words: URGENT, report, lead };
    const held = lead === undefined || found === null || !mayHold ? null : await holdAtOnce(services, { ...asked, found, lead });
    if (held !== null) await moderation.carryOut(held.id);
    news.rightsChanged(document.id);
    const whom = leads.map(({ personId }) => personId);
    void moderation.notices.safeguarding([...new Set(whom)], { title: document.title, held: held !== null });
    if (held !== null) void moderation.notices.held(held.person_id, { title: document.title, words: URGENT });
  }

  app.openapi(readQueueRoute, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const me = signedIn.person.id;
    const nowMs = clock.nowMs();
    const places = await listPlaces(db);
    const { capacities, parentOf, keptAwayFrom } = await actingOf(db, me, nowMs);
    const reached = (name: PlaceCommand): PlaceId[] =>
      places.map(({ id }) => id).filter((id) => !keptAwayFrom(id) && capacities.some((each) => mayInPlace(name, each, id, parentOf)));
    const ordinary = reached('report.decide');
    const guarded: PlaceId[] = [];
    for (const { id } of places) {
      if (keptAwayFrom(id)) continue;
      const leads = await safeguardingLeads(db, id, nowMs);
      if (leads.some(({ capacityId }) => capacities.some((each) => each.id === capacityId))) guarded.push(id);
    }
    const all = [...new Set([...ordinary, ...guarded])];
    if (all.length === 0) return problem(c, 'not-allowed');
    // Nobody sees what is about themselves; nor does a deputy see what is about whom they count as.
    const deciding = capacities.filter(({ role }) => DECIDES.includes(role));
    const inOwnRight = deciding.some(({ held }) => held !== 'deputy');
    const standIns = inOwnRight ? [] : deciding.map(({ id, personId }) => ({ personId, capacityId: id }));
    const selves = await countedAs(db, [{ personId: me }, ...standIns]);
    const isMine = ({ reason, place_id }: { reason: string; place_id: string }): boolean =>
      (reason === 'safeguarding' ? guarded : ordinary).includes(place_id as PlaceId);
    const reports = (await openReports(db, all, PAGE)).filter((row) => isMine(row) && !selves.has(row.about_id ?? ''));
    const waiting = (await waitingHeld(db, all)).filter((row) => isMine(row) && !selves.has(row.person_id));
    const hidden = (await hiddenHeld(db, all, PAGE)).filter((row) => isMine(row) && !selves.has(row.person_id));
    const undecided = await undecidedAppeals(db, all);
    const contested = await findManyHeld(
      db,
      undecided.map(({ held_id: heldId }) => heldId),
    );
    const behind = new Set(reports.map(({ held_id: heldId }) => heldId));
    const isContested = new Set(contested.map(({ id }) => id));
    const urgentFirst = reports.toSorted((a, b) => Number(b.reason === 'safeguarding') - Number(a.reason === 'safeguarding'));
    return c.json(
      {
        reports: await shownReports(db, moderation.histories, urgentFirst),
        held: await shownHeld(
          db,
          waiting.filter(({ id }) => !behind.has(id) && !isContested.has(id)),
        ),
        contested: await shownHeld(
          db,
          contested.filter((row) => isMine(row) && !selves.has(row.person_id)),
        ),
        hidden: (await shownHeld(db, hidden)).filter(({ appeal }) => appeal === null),
        appeals: (await openAppeals(db, ordinary)).filter((row) => !selves.has(row.person_id)).map(shownRemoval),
      },
      200,
    );
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

interface Protecting {
  readonly document: DocumentInfo;
  readonly found: FoundWords | null;
  readonly report: string;
  readonly mayHold: boolean;
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
