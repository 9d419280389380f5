/** The public audit to look something up in, its check, and the whole of it as a file. Nothing in it is personal. */
import { chainCheck, type ChainChecked } from '@ginnel/accounts/audit/check-chain';
import { auditEntries } from '@ginnel/accounts/audit/entries';
import { signHead, type SignedHead } from '@ginnel/accounts/audit/sign-head';
import { checkAudit, exportAudit, lookUpDecisions } from '@ginnel/api/routes/record';
import { DECISIONS } from '@ginnel/domain/decisions';
import { lookUpAudit, namesOf, ownAmong } from '@ginnel/store/relational/audit-record';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

type Facts = Record<string, string | number | boolean | null>;

export function serveRecord(app: App, { clock, db }: Services): void {
  const check = chainCheck({ db, clock });

  app.openapi(lookUpDecisions, async (c) => {
    const { group, document, place, organisation, own, before, limit } = c.req.valid('query');
    const personId = c.var.signedIn?.person.id ?? null;
    if (own !== undefined && personId === null) return problem(c, 'signed-out');
    const found = await lookUpAudit(db, {
      commands: group === undefined ? null : DECISIONS[group],
      about: aboutOf({ document, place, organisation }),
      whose: own === undefined ? null : personId,
      before: before ?? null,
      limit: limit + 1,
    });
    const rows = found.slice(0, limit).map((row) => ({ ...row, facts: JSON.parse(row.facts) as Facts }));
    const yours =
      personId === null ? new Map<number, 'by' | 'about'>() : await ownAmong(db, { personId, seqs: rows.map(({ seq }) => seq) });
    return c.json(
      {
        decisions: rows.map(({ seq, hash, at_ms, command, subject, facts }) => {
          return { seq, hash, atMs: at_ms, command, subject, facts, yours: yours.get(seq) ?? null };
        }),
        names: Object.fromEntries(await namesOf(db, [...new Set(rows.flatMap(namedIn))])),
        before: found.length > limit ? (rows.at(-1)?.seq ?? null) : null,
      },
      200,
    );
  });

  app.openapi(checkAudit, async (c) => c.json(shownCheck(await check()), 200));

  app.openapi(exportAudit, async (c) => {
    const head = await signHead(db, clock.nowMs());
    return c.body(exported(db, head), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="ginnel-decisions-${head.seq}.json"`,
    });
  });
}

function aboutOf(asked: { document?: string | undefined; place?: string | undefined; organisation?: string | undefined }) {
  for (const kind of ['document', 'place', 'organisation'] as const) {
    const id = asked[kind];
    if (id !== undefined) return { kind, id };
  }
  return null;
}

/** What a decision is about, and what its facts name: `document:…`, `place:…`. */
function namedIn({ subject, facts }: { subject: string; facts: Facts }): string[] {
  const { document, place, helper, team } = facts;
  const inFacts = Object.entries({ document, place, organisation: helper, team });
  return [subject, ...inFacts.flatMap(([kind, id]) => (typeof id === 'string' ? [`${kind}:${id}`] : []))];
}

function shownCheck({ checkedAtMs, entries, first, last, broken }: ChainChecked) {
  const end = (entry: ChainChecked['first']) => (entry === null ? null : { seq: entry.seq, atMs: entry.atMs, hash: entry.hash });
  return { checkedAtMs, entries, first: end(first), last: end(last), broken };
}

/** In pieces, so that a long audit is never whole in memory. A decision taken meanwhile is in the next export. */
function exported(db: Relational, head: SignedHead): ReadableStream<Uint8Array> {
  const PIECE = 1000;
  const utf8 = new TextEncoder();
  let after = 0;
  return new ReadableStream({
    start: (out) => out.enqueue(utf8.encode(`{"format":"ginnel-audit-1","head":${JSON.stringify(head)},"entries":[`)),
    async pull(out) {
      const entries = await auditEntries(db, { after, limit: Math.min(PIECE, head.seq - after) });
      out.enqueue(utf8.encode(entries.map((entry) => `${entry.seq === 1 ? '' : ','}\n${JSON.stringify(entry)}`).join('')));
      after += entries.length;
      if (after < head.seq && entries.length > 0) return;
      out.enqueue(utf8.encode('\n]}\n'));
      out.close();
    },
  });
}
