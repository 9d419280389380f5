/** `ginnel doctor`: looks at the machine, reads every document and every decision, and says what is not well. */
import { resolve } from 'node:path';
import { verifyChain } from '@ginnel/accounts/audit/chain';
import { wholeAudit } from '@ginnel/accounts/audit/entries';
import { examine } from '@ginnel/store/doctor/examine';
import { auditHead } from '@ginnel/store/relational/audit';
import { listPlaces } from '@ginnel/store/relational/places';
import type { Store } from '@ginnel/store/store';
import type { Config } from '../config.ts';
import type { CommandContext, Outcome } from './command.ts';
import { withStore } from './with-store.ts';

interface Found {
  readonly check: string;
  readonly level: 'good' | 'warning' | 'bad';
  readonly words: string;
}

/** @param backups  where `ginnel backup` puts them */
export async function doctor({ config, onProgress = () => {} }: CommandContext, backups: string): Promise<Outcome> {
  return await withStore(config, async (store) => {
    const findings: Found[] = [];
    const asked = { store, folder: config.dataFolder, backups: resolve(backups), origin: new URL(config.origin) };
    const onDocuments = (done: number, of: number): void => onProgress('verified documents', done, of);
    for await (const found of examine({ ...asked, onProgress: onDocuments })) findings.push(found);
    findings.push(await audit(store), ...(await setUp(store, config)));
    const lines = findings.map(({ check, level, words }) => `${level.padEnd(8)}${check}: ${words}`);
    return { ok: findings.every(({ level }) => level !== 'bad'), lines, data: { findings } };
  });
}

async function audit({ db }: Store): Promise<Found> {
  const chain = verifyChain(await wholeAudit(db), await auditHead(db));
  if (chain.ok) return { check: 'audit', level: 'good', words: `${chain.entries} decisions, the chain is whole.` };
  return {
    check: 'audit',
    level: 'bad',
    words: `The chain is broken at entry ${chain.seq}: ${chain.fault}. Compare it with an exported audit.`,
  };
}

async function setUp({ db }: Store, { smtpUrl, demo }: Config): Promise<Found[]> {
  const found: Found[] = [];
  if ((await listPlaces(db)).length === 0)
    found.push({ check: 'set-up', level: 'warning', words: 'Nothing is set up yet: run ginnel init.' });
  if (smtpUrl === null && !demo) {
    const words = 'SMTP_URL is not set, so nobody can be sent a sign-in link; ginnel code gives one by hand.';
    found.push({ check: 'mail', level: 'warning', words });
  }
  return found;
}
