/** First-run set-up by browser, for whoever holds the secret that the terminal shows. Nothing here works once it is done. */
import { isSetUpSecret } from '@ginnel/accounts/set-up/guard';
import { organisationsReport, placesReport, planSetUp, type SetUpAsked } from '@ginnel/accounts/set-up/plan-set-up';
import { carryOutSetUp, keepDraftWhileNeeded } from '@ginnel/accounts/set-up/set-up';
import { randomToken } from '@ginnel/accounts/secrets';
import { finishSetUp, getSetUp, keepSetUp, openSetUp, previewSetUp } from '@ginnel/api/routes/set-up';
import type { SetUpDraft } from '@ginnel/api/schemas/administration';
import { listPlaces } from '@ginnel/store/relational/places';
import { readDraft } from '@ginnel/store/relational/set-up';
import type { Context } from 'hono';
import type { Services } from '../services.ts';
import { addressOf } from './address.ts';
import { setBrowserCookie } from './authenticated.ts';
import type { App, Environment } from './environment.ts';
import { problem } from './problem.ts';
import { shownReport } from './shown-report.ts';
import { signIn } from './signing-in.ts';

export function serveSetUp(app: App, services: Services): void {
  const { db, config, limits, magicLinks, random } = services;

  /** `null`: may go on. */
  async function refusalOf(c: Context<Environment>): Promise<'not-allowed' | 'wrong-state' | 'too-many-tries' | null> {
    if ((await listPlaces(db)).length > 0) return 'wrong-state';
    if (!(await limits.guess(addressOf(c)))) return 'too-many-tries';
    if (!(await isSetUpSecret(db, c.req.header('ginnel-set-up') ?? ''))) return 'not-allowed';
    await limits.guessedRight(addressOf(c));
    return null;
  }

  app.openapi(getSetUp, async (c) => {
    return c.json({ needed: (await listPlaces(db)).length === 0, mail: config.smtpUrl !== null }, 200);
  });

  app.openapi(openSetUp, async (c) => {
    const refusal = await refusalOf(c);
    if (refusal !== null) return problem(c, refusal);
    return c.json({ draft: await draftOf() }, 200);
  });

  app.openapi(keepSetUp, async (c) => {
    const refusal = await refusalOf(c);
    if (refusal !== null) return problem(c, refusal);
    const isKept = await keepDraftWhileNeeded(db, JSON.stringify(c.req.valid('json')));
    return isKept ? c.body(null, 204) : problem(c, 'wrong-state');
  });

  app.openapi(previewSetUp, async (c) => {
    const refusal = await refusalOf(c);
    if (refusal !== null) return problem(c, refusal);
    const { list, borough, file } = c.req.valid('json');
    const bytes = Buffer.from(file, 'base64');
    const { report } = list === 'places' ? placesReport(borough, bytes) : organisationsReport(bytes);
    return c.json(shownReport(report), 200);
  });

  app.openapi(finishSetUp, async (c) => {
    const refusal = await refusalOf(c);
    if (refusal !== null) return problem(c, refusal);
    const { by, draft = await draftOf() } = c.req.valid('json');
    if (draft === null) return problem(c, 'wrong-state');
    const planned = planSetUp(askedIn(draft), random);
    if (!planned.ok) return c.json({ done: false, faults: planned.error.map((fault) => ({ ...fault })) }, 200);
    if (!(await carryOutSetUp(services, planned.value))) return problem(c, 'wrong-state');
    const { person, email } = planned.value.administrator;
    if (by === 'passkey') await signIn(c, services, person, 'passkey');
    else {
      const browser = randomToken(random);
      await magicLinks.ask(email, browser);
      setBrowserCookie(c, browser, config.origin);
    }
    return c.json({ done: true, faults: [] }, 200);
  });

  async function draftOf(): Promise<SetUpDraft | null> {
    const kept = await readDraft(db);
    return kept === null ? null : (JSON.parse(kept) as SetUpDraft);
  }
}

function askedIn({ borough, places, organisations, administrator }: SetUpDraft): SetUpAsked {
  const named = Object.entries(borough.tierNames).flatMap(([tier, name]) => (name === undefined ? [] : [[tier, name] as const]));
  const bytesOf = (file: SetUpDraft['places']): Uint8Array | null => (file === null ? null : Buffer.from(file.bytes, 'base64'));
  return {
    borough: { ...borough, tierNames: Object.fromEntries(named) },
    places: bytesOf(places),
    organisations: bytesOf(organisations),
    administrator,
  };
}
