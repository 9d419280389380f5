/** The workspace's packages and their layers, as their package.json files state them. */

import { allFiles, type FilePath, textOf } from './source-files.ts';

export interface Package {
  /** `@ginnel/merge` */
  readonly name: string;
  /** `packages/merge` */
  readonly folder: string;
  /** 0 is the lowest; 9 is for tests only. */
  readonly layer: number;
}

/** Packages on this layer are never part of the product. */
export const testLayer = 9;

interface Manifest {
  readonly name: string;
  readonly ginnel?: { readonly layer?: number };
}

export const packages: readonly Package[] = allFiles
  .filter((path) => /^(packages\/[^/]+|web|sync-server|tests)\/package\.json$/.test(path))
  .map((path) => {
    const manifest = JSON.parse(textOf(path)) as Manifest;
    return { name: manifest.name, folder: path.slice(0, -'/package.json'.length), layer: manifest.ginnel?.layer ?? Number.NaN };
  });

export const packageOf = (path: FilePath): Package | undefined => packages.find(({ folder }) => path.startsWith(`${folder}/`));

export const packageNamed = (specifier: string): Package | undefined =>
  packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
