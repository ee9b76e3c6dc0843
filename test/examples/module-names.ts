import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from './read-examples.ts';

/** A name that a snippet takes from an entry of the package. */
export interface ImportedName {
  /** `swr-contract/node` */
  readonly entry: string;
  readonly name: string;
}

const STATIC = /import \{([^}]+)\} from '([^']+)'/g;
const AWAITED = /\{([^{}]+)\} = await import\('([^']+)'\)/g;
const THEN = /import\('([^']+)'\)\.then\(\(\{([^}]+)\}\)/g;

/** What a snippet takes from this package, by any of the ways to import. */
export const importedNames = (code: string): ImportedName[] =>
  [
    ...[...code.matchAll(STATIC), ...code.matchAll(AWAITED)].map(([, names = '', entry = '']) => ({ names, entry })),
    ...[...code.matchAll(THEN)].map(([, entry = '', names = '']) => ({ names, entry })),
  ]
    .filter(({ entry }) => entry === manifest.name || entry.startsWith(`${manifest.name}/`))
    .flatMap(({ names, entry }) =>
      names.split(',').map((name) => ({ entry, name: name.trim().replace(/[ :].*/, '') })),
    );

/** The values that an entry of the package exports, by the module that it is made from. */
export const exportedNames = (entry: string): string[] => {
  const exports: Readonly<Record<string, string | { types: string }>> = manifest.exports;
  const given = exports[entry.replace(manifest.name, '.')];
  if (given === undefined || typeof given === 'string') return [];
  const source = given.types.replace('./dist/types/', '').replace(/\.d\.ts$/, '.ts');
  return parseAst(readFileSync(join(ROOT, source), 'utf8'), { lang: 'ts' }).body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') return [];
    const { declaration, specifiers } = statement;
    const declared = declaration?.type === 'VariableDeclaration' ? declaration.declarations : [];
    return [
      ...declared.map(({ id }) => ('name' in id ? id.name : '')),
      ...specifiers
        .filter(({ exportKind }) => exportKind !== 'type')
        .map(({ exported }) => ('name' in exported ? exported.name : '')),
    ];
  });
};
