/** `ginnel doctor`: reads every document and every decision, and says what is not well. */
import { auditHead } from '@ginnel/store/relational/audit';
import { listPlaces } from '@ginnel/store/relational/places';
import { verifyLog } from '@ginnel/store/copy/verify';
import { verifyChain } from '@ginnel/accounts/audit/chain';
import { wholeAudit } from '@ginnel/accounts/audit/entries';
import type { CommandContext, Outcome } from './program.ts';
import { withStore } from './with-store.ts';

export async function doctor({ config }: CommandContext): Promise<Outcome> {
  return await withStore(config, async (store) => {
    const log = await verifyLog(store);
    const chain = verifyChain(await wholeAudit(store.db), await auditHead(store.db));
    const isSetUp = (await listPlaces(store.db)).length > 0;
    const faults = [
      ...log.damaged,
      ...(chain.ok ? [] : [`The audit is ${chain.fault} at entry ${chain.seq}.`]),
      ...(isSetUp ? [] : ['Nothing is set up yet: run ginnel init.']),
      ...(config.smtpUrl === null && !config.demo
        ? ['SMTP_URL is not set, so nobody can be sent a sign-in link; ginnel code gives one by hand.']
        : []),
    ];
    const well = [
      `${log.documents} documents, ${log.rows} rows read.`,
      ...(chain.ok ? [`${chain.entries} decisions, the chain is whole.`] : []),
    ];
    const isWell = log.damaged.length === 0 && chain.ok;
    return { ok: isWell, lines: [...well, ...faults], data: { documents: log.documents, rows: log.rows, faults } };
  });
}
