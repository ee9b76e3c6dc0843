import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { SourceFiles } from '../../openapi/files/source-files.ts';
import { packageFolder, sayCause, shippedFile } from '../document/load-document.ts';

/** The names of the editions that an overlay in spec/editions makes, in order. */
export const listOverlays = (): string[] => {
  const folder = join(packageFolder(), 'spec', 'editions');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : [])).sort();
};

/** The URL of the overlay that makes an edition. */
export const overlayUrl = (name: string): string =>
  pathToFileURL(join(packageFolder(), 'spec', 'editions', `${name}.yaml`)).href;

/** The URL of the document that all editions are made from. */
export const baseUrl = (): string => pathToFileURL(shippedFile()).href;

/** Files as they lie on this disk, called by their place in the package. */
export const editionFiles: SourceFiles = {
  read: (url) => {
    try {
      return readFileSync(fileURLToPath(url), 'utf8');
    } catch (error) {
      throw new Error(sayCause(error));
    }
  },
  show: (url) => relative(packageFolder(), fileURLToPath(url)).replaceAll('\\', '/'),
};
