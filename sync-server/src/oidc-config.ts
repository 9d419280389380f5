/** The OpenID providers in the environment: `OIDC_<NAME>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`; if wanted `_LABEL`, `_DOMAINS`, `_ACR`. */
import type { ProviderConfig } from '@ginnel/accounts/oidc/provider-config';
import { isLoopback } from './loopback.ts';

const VARIABLE = /^OIDC_([A-Z][A-Z0-9]{0,30})_([A-Z_]+)$/;
const NEEDED = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'] as const;
const WANTED = ['LABEL', 'DOMAINS', 'ACR'] as const;

export interface ReadProviders {
  readonly providers: readonly ProviderConfig[];
  /** One plain sentence for each variable that does not fit. */
  readonly faults: readonly string[];
}

export function readProviders(environment: Readonly<Record<string, string | undefined>>): ReadProviders {
  const faults: string[] = [];
  const byName = new Map<string, Map<string, string>>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('OIDC_') || value === undefined) continue;
    const [, name, field] = VARIABLE.exec(variable) ?? [];
    if (name === undefined || field === undefined || !([...NEEDED, ...WANTED] as string[]).includes(field)) {
      faults.push(`${variable} is not a variable that Ginnel knows; they are named like OIDC_COUNCIL_ISSUER.`);
      continue;
    }
    byName.set(name, (byName.get(name) ?? new Map<string, string>()).set(field, value));
  }
  const providers = [...byName].flatMap(([name, fields]) => readProvider(name, fields, faults) ?? []);
  return { providers, faults };
}

function readProvider(name: string, fields: ReadonlyMap<string, string>, faults: string[]): ProviderConfig | null {
  const [given] = fields.keys();
  const missing = NEEDED.filter((field) => !fields.has(field));
  for (const field of missing) faults.push(`OIDC_${name}_${field} must be set, because OIDC_${name}_${given} is.`);
  const issuer = fields.get('ISSUER') ?? '';
  if (issuer !== '' && !isIssuer(issuer)) faults.push(`OIDC_${name}_ISSUER must be an https address such as https://login.example.`);
  const [clientId, clientSecret] = [fields.get('CLIENT_ID'), fields.get('CLIENT_SECRET')];
  if (clientId === undefined || clientSecret === undefined) return null;
  return {
    id: name.toLowerCase(),
    label: fields.get('LABEL') ?? name.toLowerCase(),
    issuer,
    clientId,
    clientSecret,
    domains: (fields.get('DOMAINS') ?? '')
      .split(',')
      .map((domain) => domain.trim().toLowerCase())
      .filter((domain) => domain !== ''),
    acr: fields.get('ACR') ?? null,
  };
}

function isIssuer(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}
