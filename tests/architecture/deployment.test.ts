import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '@ginnel/sync-server/config';
import { createMetrics } from '@ginnel/sync-server/metrics';
import { root } from './source-files.ts';

const read = (name: string) => readFileSync(join(root, 'docs', 'deploy', name), 'utf8');

/** `NAME=value` lines, as systemd and Compose read them. */
const variables = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

/** `[name, value]` of each setting of a unit file. */
const settings = (unit: string): readonly (readonly [string, string])[] =>
  [...unit.matchAll(/^([A-Za-z]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);

interface Compose {
  readonly services: Record<
    string,
    { readonly build?: { readonly context: string; readonly dockerfile: string }; readonly environment?: Record<string, string> }
  >;
  readonly volumes: Record<string, unknown>;
}

describe('what a town installs', () => {
  it('the example of the environment is one that the server starts with', () => {
    expect(readConfig(variables(read('environment.example')))).toMatchObject({ ok: true, config: { demo: false, loopback: false } });
  });

  it('every variable that is named is one that the server reads', () => {
    const config = readFileSync(join(root, 'sync-server', 'src', 'config.ts'), 'utf8');
    const compose = parse(read('compose.yaml')) as Compose;
    const unit = settings(read('ginnel.service')).filter(([name]) => name === 'Environment');
    const named = [
      ...Object.keys(variables(read('environment.example'))),
      ...Object.keys(compose.services['ginnel']?.environment ?? {}),
      ...unit.map(([, value]) => value.split('=')[0] ?? ''),
    ];
    expect(named.length).toBeGreaterThan(4);
    const ours = named.filter((name) => !name.startsWith('NODE_'));
    expect(ours.filter((name) => !new RegExp(`\\b${name}\\b`).test(config))).toEqual([]);
  });

  it('the unit starts a file that exists, keeps its data in the folder that it may write, and waits for an orderly end', () => {
    const unit = new Map(settings(read('ginnel.service')));
    const program = unit.get('ExecStart')?.split(' ').at(-1) ?? '';
    expect(existsSync(join(root, program)), program).toBe(true);
    expect(read('ginnel.service')).toContain(`GINNEL_DATA=/var/lib/${unit.get('StateDirectory')}\n`);
    expect(unit.get('KillSignal')).toBe('SIGTERM');
    expect([unit.get('Restart'), unit.get('StartLimitIntervalSec')]).toEqual(['on-failure', '0']); // a database may come up later
  });

  it('each keeps compiled code where its user may write and nobody else looks, as npm start does', () => {
    const unit = read('ginnel.service');
    expect(unit).toContain(`NODE_COMPILE_CACHE=/var/cache/${new Map(settings(unit)).get('CacheDirectory')}/`);
    expect(unit).toContain('CacheDirectoryMode=0700');
    expect(read('Dockerfile')).toMatch(/ENV .*NODE_COMPILE_CACHE=\/data\//);
    expect(readFileSync(join(root, 'sync-server', 'launch', 'start.mjs'), 'utf8')).toContain('NODE_COMPILE_CACHE');
  });

  it('the compose file builds from files that exist and mounts volumes that it declares', () => {
    const compose = parse(read('compose.yaml')) as Compose;
    const build = compose.services['ginnel']?.build;
    expect(existsSync(join(root, 'docs/deploy', build?.context ?? '', build?.dockerfile ?? ''))).toBe(true);
    expect(Object.keys(compose.volumes).toSorted()).toEqual(['backups', 'certificates', 'data']);
    expect(read('Dockerfile')).toMatch(/chown node:node \/data \/backup/); // a volume is owned as the folder in the image is
  });

  it('the compose file for several nodes gives each the same database, and sends people to both', () => {
    const { services } = parse(read('compose.nodes.yaml'), { merge: true, logLevel: 'error' }) as Compose; // the tag !reset is Compose's
    const [first, second] = [services['ginnel']?.environment, services['ginnel2']?.environment];
    expect(first).toEqual(second);
    const set = { POSTGRES_PASSWORD: 'secret', ...first };
    const given = Object.fromEntries(
      Object.entries(set).map(([name, value]) => [name, value.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/, 'secret')]),
    );
    expect(readConfig(given)).toMatchObject({ ok: true, config: { databaseUrl: 'postgres://ginnel:secret@postgres/ginnel' } });
    expect(read('compose.nodes.yaml')).toContain('reverse_proxy ginnel:3000 ginnel2:3000');
  });

  it('the proxy shows neither figures nor health to the world, and is the one that is trusted', () => {
    for (const name of ['compose.yaml', 'compose.nodes.yaml']) expect(read(name)).toContain('@inner path /healthz /metrics');
    const { services, networks } = parse(read('compose.yaml')) as Compose & {
      readonly networks: { readonly default: { readonly ipam: { readonly config: readonly { readonly subnet: string }[] } } };
    };
    expect(services['ginnel']?.environment?.['GINNEL_TRUSTED_PROXIES']).toBe(networks.default.ipam.config[0]?.subnet);
  });

  it('the rules for Prometheus ask for figures that the server gives', async () => {
    const gauges = { connections: 0, rooms: 0, liveDocuments: 0, backlogRows: 0, storageWritable: true, unreadableDocuments: 0 };
    const text = await createMetrics({ gauges: () => gauges, newestBackupMs: () => Promise.resolve(null) }).text();
    for (const name of ['alerts.yaml', 'README.md', 'when-something-fails.md']) {
      const asked = [...read(name).matchAll(/\b(?:ginnel|process|nodejs)_[a-z_0-9]+/g)].map(([figure]) => figure.replace(/_bucket$/, ''));
      expect(asked.filter((figure) => !text.includes(`# TYPE ${figure} `))).toEqual([]);
    }
    expect(read('alerts.yaml')).toContain('ginnel_storage_writable == 0');
  });

  it('the command that is installed starts the program, from wherever the unit has it', () => {
    const [, program = ''] = /\/opt\/ginnel\/(\S+\.ts)/.exec(read('ginnel')) ?? [];
    expect(existsSync(join(root, program)), program).toBe(true);
    expect(read('ginnel.service')).toContain('WorkingDirectory=/opt/ginnel\n');
    expect(read('Dockerfile')).toContain(`/opt/ginnel/${program}`);
  });

  it('the image holds no secrets of the machine that it was built on', () => {
    expect(readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')).toContain('**/.env');
  });

  it('the image starts the same program as npm start does', () => {
    const start = readFileSync(join(root, 'sync-server', 'launch', 'start.mjs'), 'utf8');
    expect(start).toContain("inRoot('sync-server', 'src', 'main.ts')");
    expect(read('Dockerfile')).toContain('"sync-server/src/main.ts"');
  });
});
