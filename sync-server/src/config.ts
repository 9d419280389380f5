/** The environment, read once at boot. Every variable that does not fit is named in one plain sentence. */
import { resolve } from 'node:path';
import type { ProviderConfig } from '@ginnel/accounts/oidc/provider-config';
import { z } from 'zod';
import { isAddressOrNetwork } from './client-address.ts';
import { isLoopback } from './loopback.ts';
import { readProviders } from './oidc-config.ts';

export interface Config {
  readonly port: number;
  /** The address by which people reach the server, without a path: `http://localhost:3000`. */
  readonly origin: string;
  /** Whether that address can only be reached on this machine: then the server listens on this machine only. */
  readonly loopback: boolean;
  /** The data folder, absolute. */
  readonly dataFolder: string;
  readonly demo: boolean;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly databaseUrl: string | null;
  readonly valkeyUrl: string | null;
  readonly smtpUrl: string | null;
  /** From `OIDC_<NAME>_ISSUER` and the like. */
  readonly providers: readonly ProviderConfig[];
}

export type Configured = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] };

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Configured {
  // An empty variable is one that is not set: that is how Compose files and shells clear them.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const oidc = readProviders(given);
  if (!parsed.success || oidc.faults.length > 0) {
    const issues = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    return { ok: false, faults: [...issues, ...oidc.faults] };
  }
  const {
    PORT: port,
    GINNEL_ORIGIN: origin = `http://localhost:${port}`,
    GINNEL_DATA,
    GINNEL_DEMO,
    GINNEL_TRUSTED_PROXIES,
    ...urls
  } = parsed.data;
  const loopback = isLoopback(new URL(origin).hostname);
  const demo = GINNEL_DEMO === '1';
  if (demo && !loopback) {
    return {
      ok: false,
      faults: ['GINNEL_DEMO is 1, which lets anyone sign in as anyone, and GINNEL_ORIGIN is not this machine: set GINNEL_DEMO=0.'],
    };
  }
  return {
    ok: true,
    config: {
      port,
      origin,
      loopback,
      dataFolder: resolve(GINNEL_DATA),
      demo,
      trustedProxies: GINNEL_TRUSTED_PROXIES,
      databaseUrl: urls.DATABASE_URL ?? null,
      valkeyUrl: urls.VALKEY_URL ?? null,
      smtpUrl: urls.SMTP_URL ?? null,
      providers: oidc.providers,
    },
  };
}

const PORT_FAULT = 'must be a port number from 1 to 65535.';

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_FAULT)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, PORT_FAULT)
    .default(3000),
  GINNEL_ORIGIN: z
    .string()
    .refine(isOrigin, 'must be an address such as https://ginnel.example, without a path or a slash at the end.')
    .optional(),
  GINNEL_DATA: z.string().default('./data'),
  GINNEL_DEMO: z.enum(['0', '1'], 'must be 0 or 1.').default('0'),
  GINNEL_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) => value.split(/[\s,]+/).filter((name) => name !== ''))
    .refine((names) => names.every(isAddressOrNetwork), 'must be addresses or networks such as 127.0.0.1, 172.18.0.0/16.'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'must be an address such as postgres://user:password@host/database.'),
  VALKEY_URL: address(['redis:', 'rediss:', 'valkey:', 'valkeys:'], 'must be an address such as valkey://host:6379.'),
  SMTP_URL: address(['smtp:', 'smtps:'], 'must be an address such as smtp://user:password@host:587.'),
});

function address(protocols: readonly string[], fault: string) {
  const fits = (value: string): boolean => URL.canParse(value) && protocols.includes(new URL(value).protocol);
  return z.string().refine(fits, fault).optional();
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, origin } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && origin === value;
}
