import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { isLoopback } from './loopback.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.faults;
}

describe('the environment', () => {
  it('needs nothing: port 3000, on this machine only, without demo people', () => {
    expect(readConfig({})).toMatchObject({
      ok: true,
      config: { port: 3000, origin: 'http://localhost:3000', loopback: true, demo: false, databaseUrl: null, smtpUrl: null },
    });
  });

  it('takes the origin from the port when only the port is set', () => {
    expect(readConfig({ PORT: '4400' })).toMatchObject({ config: { origin: 'http://localhost:4400' } });
  });

  it('counts an empty variable as not set', () => {
    expect(readConfig({ SMTP_URL: '', PORT: '' })).toMatchObject({ ok: true, config: { smtpUrl: null, port: 3000 } });
  });

  const bad: [string, string][] = [
    ['PORT', 'three'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['GINNEL_ORIGIN', 'ginnel.example'],
    ['GINNEL_ORIGIN', 'https://ginnel.example/'],
    ['GINNEL_ORIGIN', 'https://ginnel.example/team'],
    ['GINNEL_ORIGIN', 'ftp://ginnel.example'],
    ['GINNEL_DEMO', 'yes'],
    ['DATABASE_URL', 'mysql://host/ginnel'],
    ['VALKEY_URL', 'host:6379'],
    ['SMTP_URL', 'mail.example'],
    ['GINNEL_TRUSTED_PROXIES', 'caddy'],
    ['GINNEL_TRUSTED_PROXIES', '10.0.0.2, 10.0.0.0/33'],
  ];
  it.each(bad)('names %s when it is %j, in one sentence', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} must be .+\\.$`));
  });

  it('names every variable that does not fit, not only the first', () => {
    expect(faultsOf({ PORT: 'x', GINNEL_DEMO: 'x', SMTP_URL: 'x' })).toHaveLength(3);
  });

  const council = { OIDC_COUNCIL_ISSUER: 'https://login.example', OIDC_COUNCIL_CLIENT_ID: 'ginnel', OIDC_COUNCIL_CLIENT_SECRET: 'secret' };

  it('takes as many OpenID providers as it names, each with a label of its own', () => {
    const police = { OIDC_GMP_ISSUER: 'https://gmp.example/tenant/v2.0', OIDC_GMP_CLIENT_ID: 'x', OIDC_GMP_CLIENT_SECRET: 'y' };
    const more = { OIDC_COUNCIL_LABEL: 'Bury Council', OIDC_COUNCIL_DOMAINS: 'bury.gov.uk, Sixtown.example', OIDC_GMP_ACR: 'mfa' };
    expect(readConfig({ ...council, ...police, ...more })).toMatchObject({
      config: {
        providers: [
          { id: 'council', label: 'Bury Council', clientId: 'ginnel', domains: ['bury.gov.uk', 'sixtown.example'], acr: null },
          { id: 'gmp', label: 'gmp', issuer: 'https://gmp.example/tenant/v2.0', acr: 'mfa', domains: [] },
        ],
      },
    });
  });

  it('names what is missing or wrong of a provider', () => {
    expect(faultsOf({ OIDC_COUNCIL_ISSUER: 'https://login.example' })).toEqual([
      'OIDC_COUNCIL_CLIENT_ID must be set, because OIDC_COUNCIL_ISSUER is.',
      'OIDC_COUNCIL_CLIENT_SECRET must be set, because OIDC_COUNCIL_ISSUER is.',
    ]);
    expect(faultsOf({ ...council, OIDC_COUNCIL_ISSUER: 'http://login.example' })[0]).toMatch(
      /^OIDC_COUNCIL_ISSUER must be an https address/,
    );
    expect(faultsOf({ OIDC_COUNCIL_CLIENT_ID: 'ginnel' })[0]).toMatch(/^OIDC_COUNCIL_ISSUER must be set/);
    expect(faultsOf({ ...council, OIDC_COUNCIL_TENANT: 'x' })[0]).toMatch(/^OIDC_COUNCIL_TENANT is not a variable/);
  });

  it('refuses demo mode where others could reach it', () => {
    expect(faultsOf({ GINNEL_DEMO: '1', GINNEL_ORIGIN: 'https://ginnel.example' })[0]).toContain('GINNEL_DEMO');
    expect(faultsOf({ GINNEL_DEMO: '1', GINNEL_ORIGIN: 'http://192.168.1.20:3000' })[0]).toContain('GINNEL_DEMO');
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(faultsOf({ GINNEL_DEMO: '1', GINNEL_ORIGIN: `http://${host}:3000` })).toEqual([]);
    }
  });

  it('knows the names of this machine from others that look like them', () => {
    for (const name of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'ginnel.localhost']) expect(isLoopback(name)).toBe(true);
    for (const name of ['localhost.example', '127.0.0.1.example', '0.0.0.0', '[::]', '10.0.0.1']) expect(isLoopback(name)).toBe(false);
  });
});
