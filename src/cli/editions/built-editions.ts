import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Document } from '../../openapi/document/document.ts';
import { packageFolder } from '../document/load-document.ts';

/** Where the build puts the documents of editions. */
export const editionFolder = (): string => join(packageFolder(), 'dist', 'editions');

/** The names of the editions of the package, in order. */
export const listEditions = (): string[] =>
  readdirSync(editionFolder())
    .flatMap((file) => (/^\w.*\.json$/.test(file) ? [file.slice(0, -'.json'.length)] : []))
    .sort();

/**
 * The document of an edition.
 *
 * @throws Error for a name that is none.
 */
export const loadEdition = (name: string): Document => {
  const known = listEditions();
  if (!known.includes(name))
    throw new Error(`Failed to load the edition ${name}: there is no such edition (known: ${known.join(', ')}).`);
  return readBuiltEdition(name) as Document;
};

/** What the build made of an edition; undefined where it made nothing. */
export const readBuiltEdition = (name: string): Document | undefined => {
  const file = join(editionFolder(), `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Document) : undefined;
};
