import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, type Import, importsOf } from './imports.ts';
import { packageNamed, packageOf, packages, testLayer } from './packages.ts';
import { type FilePath, isTest, scriptFiles } from './source-files.ts';

const imports = scriptFiles.flatMap(importsOf);
const show = ({ from, specifier }: Import) => `${from} imports ${specifier}`;

describe('layers', () => {
  it('every package names its layer', () => {
    expect(packages.filter(({ layer }) => !Number.isInteger(layer)).map(({ folder }) => folder)).toEqual([]);
    expect(packages.length).toBeGreaterThan(10);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('a file imports its own package or a lower layer; a test may import the testkit as well', () => {
    const wrong = imports.filter(({ from, specifier }) => {
      const own = packageOf(from);
      const other = packageNamed(specifier);
      if (own === undefined || other === undefined || own === other || own.layer === testLayer) return false;
      return other.layer >= own.layer && !(isTest(from) && other.layer === testLayer);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('a relative import stays in its package', () => {
    const wrong = imports.filter(({ from, specifier }) => {
      const own = packageOf(from);
      return (
        own !== undefined &&
        own.layer !== testLayer &&
        specifier.startsWith('.') &&
        packageOf(posix.join(posix.dirname(from), specifier)) !== own
      );
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('only tests import tests', () => {
    const wrong = imports.filter((it) => !isTest(it.from) && isTest(fileOf(it) ?? ''));
    expect(wrong.map(show)).toEqual([]);
  });

  it('pages reach data through the HTTP API only', () => {
    const behindTheApi = ['@ginnel/store', '@ginnel/fanout', '@ginnel/accounts', '@ginnel/room', '@ginnel/sync-server'];
    const wrong = imports.filter(
      ({ from, specifier }) => from.startsWith('web/') && behindTheApi.includes(packageNamed(specifier)?.name ?? ''),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('what runs before the install imports nothing but Node', () => {
    const before = (path: FilePath) =>
      !path.includes('.test.') && (path.startsWith('sync-server/launch/') || /^tests\/(run|suite|stages\/.*)\.mjs$/.test(path));
    const wrong = imports.filter(({ from, specifier }) => before(from) && !/^(node:|\.\.?\/)/.test(specifier));
    expect(wrong.map(show)).toEqual([]);
  });

  it('no file imports itself by way of others', () => {
    const next = new Map<FilePath, FilePath[]>();
    for (const one of imports) {
      const to = fileOf(one);
      // A component that shows a tree holds itself.
      const holdsItself = to === one.from && to.endsWith('.svelte');
      if (to !== undefined && !one.typeOnly && !holdsItself) next.set(one.from, [...(next.get(one.from) ?? []), to]);
    }
    const done = new Set<FilePath>();
    const circles: string[] = [];
    const visit = (path: FilePath, way: readonly FilePath[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      if (done.has(path) || way.includes(path)) return;
      for (const to of next.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    };
    for (const path of next.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });
});
