/** Expunging. */
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import {
  answerToExpunge,
  askToExpunge as askHandler,
  mayExpunge,
  partiesToExpunge,
  reachOf,
  whoMayAnswer,
} from '@ginnel/accounts/expunge/ask';
import type { SignedCertificate } from '@ginnel/accounts/expunge/certificate';
import { previewOf, type Preview } from '@ginnel/accounts/expunge/preview';
import { type AskedTarget, concernedBy, type Target } from '@ginnel/accounts/expunge/target';
import { writersOfWhatGoes } from '@ginnel/accounts/expunge/writers';
import * as routes from '@ginnel/api/routes/expunging';
import type { Expunge, ExpungeCertificate, ExpungePreview } from '@ginnel/api/schemas/expunging';
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import type { Expunged } from '@ginnel/merge/epochs/gone';
import { authorNames } from '@ginnel/store/relational/author-names';
import { findDocument } from '@ginnel/store/relational/documents';
import { findPerson } from '@ginnel/store/relational/people';
import { expungedDocuments, findExpunge, listExpunges } from '@ginnel/store/relational/expunges';
import type { ExpungeRow } from '@ginnel/store/relational/expunge-rows';
import type { Services } from '../services.ts';
import { command } from './command.ts';
import { summaryOf } from './documents.ts';
import type { App } from './environment.ts';
import { isFreshSignIn } from './fresh-sign-in.ts';
import { problem } from './problem.ts';

const PAGE = 200;

export function serveExpunging(app: App, services: Services): void {
  const { clock, db, documentLog: log, expunging, limits, random } = services;
  const parts = { db, log, random };

  /** Whether somebody may ask for, agree to and see expunges there, and as what. */
  async function allowed(personId: PersonId, places: readonly PlaceId[] | 'all') {
    return await mayExpunge(await actingAs(personId), places);
  }

  async function actingAs(personId: PersonId): Promise<Parameters<typeof mayExpunge>[0]> {
    const { capacities, parentOf, keptAwayFrom } = await actingOf(db, personId, clock.nowMs());
    const may: Parameters<typeof mayExpunge>[0]['may'] = (name, capacity, placeId) =>
      !keptAwayFrom(placeId) && mayInPlace(name, capacity, placeId, parentOf);
    return { tx: db, capacities, may };
  }

  /** What would go now. */
  async function previewNow(row: ExpungeRow, by: Author): Promise<Preview> {
    const documents = (await expungedDocuments(db, row.id)).map(({ document_id: id, what, asked_epoch: askedEpoch }) => {
      return { documentId: id as DocumentId, what: JSON.parse(what) as Expunged[], askedEpoch };
    });
    return await previewOf(parts, { target: targetOf(row), documents, by, atMs: clock.nowMs() });
  }

  /** One that somebody may see. */
  async function found(personId: PersonId, id: string) {
    const row = await findExpunge(db, id);
    if (row === null) return { row: null, problem: 'not-found' } as const;
    const acting = await allowed(personId, reachOfRow(row));
    return acting === null ? ({ row: null, problem: 'not-allowed' } as const) : ({ row, acting: acting.acting } as const);
  }

  app.openapi(routes.previewExpunge, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    // Before anything is looked up: what is not theirs to expunge is not theirs to preview.
    if (!(await mayAnywhere(signedIn.person.id))) return problem(c, 'not-allowed');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    const concerned = await concernedBy(parts, c.req.valid('json') as AskedTarget);
    if (concerned === null) return problem(c, 'not-found');
    const may = await allowed(signedIn.person.id, reachOf(concerned));
    if (may === null) return problem(c, 'not-allowed');
    const documents = concerned.documents.map(({ info, what, askedEpoch = info.epoch }) => ({ documentId: info.id, what, askedEpoch }));
    const { target } = concerned;
    return c.json(shownPreview(await previewOf(parts, { target, documents, by: authorOf(may.acting), atMs: clock.nowMs() })), 200);
  });

  app.openapi(routes.askToExpunge, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await mayAnywhere(signedIn.person.id))) return problem(c, 'not-allowed');
    if (!isFreshSignIn(signedIn, clock)) return problem(c, 'sign-in-again');
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    const { target, reason } = c.req.valid('json');
    const concerned = await concernedBy(parts, target as AskedTarget);
    if (concerned === null) return problem(c, 'not-found');
    // The quote is not kept, not even as a hash that could be guessed at.
    const input = { target: concerned.target, reason };
    const done = await command(c, services, { name: 'words.ask-to-expunge', input, handler: askHandler(concerned, { reason, random }) });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, expunge: await shown(done.value.answer) }, 200);
  });

  app.openapi(routes.answerExpunge, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await mayAnywhere(signedIn.person.id))) return problem(c, 'not-allowed');
    if (!isFreshSignIn(signedIn, clock)) return problem(c, 'sign-in-again');
    const input = { expungeId: c.req.valid('param').id, ...c.req.valid('json') };
    const asked = input.agree ? await found(signedIn.person.id, input.expungeId) : null;
    const writers =
      asked?.acting !== undefined && asked.row.state === 'asked'
        ? await writersOfWhatGoes(db, await previewNow(asked.row, authorOf(asked.acting)))
        : [];
    const handler = answerToExpunge({ ...input, writers }, () => expunging.wake());
    const done = await command(c, services, { name: 'words.answer-expunge', input, handler });
    if (!done.ok) return problem(c, done.error);
    return c.json({ receipt: done.value.receipt, expunge: await shown(done.value.answer) }, 200);
  });

  app.openapi(routes.listExpunges, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    if (!(await mayAnywhere(signedIn.person.id))) return problem(c, 'not-allowed');
    const expunges: Expunge[] = [];
    for (const row of await listExpunges(db, PAGE)) {
      if ((await allowed(signedIn.person.id, reachOfRow(row))) !== null) expunges.push(await shown(row));
    }
    return c.json({ expunges }, 200);
  });

  app.openapi(routes.readExpunge, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { row, ...rest } = await found(signedIn.person.id, c.req.valid('param').id);
    if (row === null) return problem(c, 'problem' in rest ? rest.problem : 'not-found');
    if (row.state !== 'asked' || !('acting' in rest)) return c.json({ expunge: await shown(row), preview: null, mayAgree: false }, 200);
    if (!(await limits.ownDataOf(signedIn.person.id))) return problem(c, 'too-many-tries');
    const preview = await previewNow(row, authorOf(rest.acting));
    const parties = partiesToExpunge(row, await writersOfWhatGoes(db, preview));
    const chosen = await whoMayAnswer(await actingAs(signedIn.person.id), { places: reachOfRow(row), parties });
    return c.json({ expunge: await shown(row), preview: shownPreview(preview), mayAgree: chosen.ok }, 200);
  });

  app.openapi(routes.readExpungeCertificate, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { row, ...rest } = await found(signedIn.person.id, c.req.valid('param').id);
    if (row === null) return problem(c, 'problem' in rest ? rest.problem : 'not-found');
    if (row.state !== 'done' || row.certificate === null) return problem(c, 'wrong-state');
    return c.json(JSON.parse(row.certificate) as SignedCertificate as unknown as ExpungeCertificate, 200);
  });

  async function mayAnywhere(personId: PersonId): Promise<boolean> {
    return (await allowed(personId, [])) !== null;
  }

  async function aboutOf(target: Target): Promise<Expunge['about']> {
    const person = target.kind === 'person' ? await findPerson(db, target.personId) : null;
    const document = target.documentId === null ? null : await findDocument(db, target.documentId);
    return { person: person?.name ?? null, document: document?.title ?? null };
  }

  async function shown(row: ExpungeRow): Promise<Expunge> {
    const who = [authorBy(row.asked_by, row.asked_as), authorBy(row.answered_by ?? '', row.answered_as ?? '')] as const;
    const [asked, answered] = await authorNames(db, who);
    const named = (author: Author, name: typeof asked | undefined) => {
      return { personId: author.personId, name: name?.name ?? '', label: name?.label ?? '' };
    };
    return {
      id: row.id,
      state: row.state,
      placeId: row.place_id,
      target: targetOf(row),
      reason: row.reason,
      askedBy: named(who[0], asked),
      askedAtMs: row.asked_at_ms,
      answeredBy: row.answered_by === null ? null : named(who[1], answered),
      answeredAtMs: row.answered_at_ms,
      doneAtMs: row.done_at_ms,
      about: await aboutOf(targetOf(row)),
    };
  }
}

function shownPreview({ target, documents, beside }: Preview): ExpungePreview {
  return {
    target,
    documents: documents.map(({ info, going, ...outcome }) => ({ ...outcome, document: summaryOf(info), going: [...going] })),
    beside,
  };
}

function targetOf({ target }: ExpungeRow): Target {
  return JSON.parse(target) as Target;
}

function reachOfRow(row: ExpungeRow): readonly PlaceId[] | 'all' {
  const target = targetOf(row);
  return target.kind === 'person' && target.documentId === null ? 'all' : [row.place_id as PlaceId];
}

function authorOf({ personId, id }: { readonly personId: PersonId; readonly id: CapacityId }): Author {
  return { personId, capacityId: id };
}

function authorBy(personId: string, capacityId: string): Author {
  return { personId: personId as PersonId, capacityId: capacityId as CapacityId };
}
