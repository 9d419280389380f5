/** What a file imports, read from its syntax tree. */

import { posix } from 'node:path';
import ts from 'typescript';
import { allFiles, type FilePath, textOf } from './source-files.ts';

export interface Import {
  readonly from: FilePath;
  /** As written: `yjs`, `./ids.ts`, `@ginnel/base/ids`. */
  readonly specifier: string;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

const scriptsIn = (path: FilePath): string =>
  path.endsWith('.svelte')
    ? [...textOf(path).matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
    : textOf(path);

export const importsOf = (path: FilePath): readonly Import[] => {
  const found: Import[] = [];
  const note = (node: ts.Expression | undefined, typeOnly: boolean) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ from: path, specifier: node.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal as ts.Expression, true);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, scriptsIn(path), ts.ScriptTarget.Latest, false, path.endsWith('s') ? undefined : ts.ScriptKind.TS));
  return found;
};

const known = new Set(allFiles);

/** The file that an import of one's own package means; undefined for anything else. */
export const fileOf = ({ from, specifier }: Import): FilePath | undefined => {
  const path = specifier.startsWith('#lib/')
    ? `web/src/lib/${specifier.slice('#lib/'.length)}`
    : specifier.startsWith('.')
      ? posix.join(posix.dirname(from), specifier)
      : undefined;
  return path !== undefined && known.has(path) ? path : undefined;
};
