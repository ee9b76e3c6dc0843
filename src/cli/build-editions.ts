import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { editionFolder } from './built-editions.ts';
import { baseUrl, editionFiles, listOverlays, overlayUrl } from './edition-files.ts';
import { packageFolder, shippedFile } from './load-document.ts';

/** Says what the files were made from, beside them. */
const KEY_FILE = '.key';

/**
 * Makes the document and the types of each edition, in dist/editions. Nothing is done where they were made from
 * the same files by the same code.
 *
 * @throws DocumentError if an overlay can't be used; its message names file and line.
 */
export const buildEditions = async (): Promise<void> => {
  const folder = editionFolder();
  const urls = [baseUrl(), ...listOverlays().map(overlayUrl)];
  const key = hashOf(readSources());
  const keyFile = join(folder, KEY_FILE);
  if (existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key) return;

  // What reads YAML and queries is loaded only where there is something to make.
  const [{ closeReadings }, { createEditionResolver }, { writeTypes }] = await Promise.all([
    import('../openapi/close-readings.ts'),
    import('../openapi/editions.ts'),
    import('../openapi/write-types.ts'),
  ]);
  const resolve = createEditionResolver(editionFiles);
  const files = new Map<string, string>();
  for (const url of urls) {
    const document = closeReadings(resolve(url).document);
    const name = document.info.version;
    files.set(`${name}.json`, `${JSON.stringify(document)}\n`);
    files.set(`${name}.d.ts`, writeTypes(document, `${editionFiles.show(url)} by the build`));
  }
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  writeFileSync(keyFile, key);
};

/** What decides what comes out: the documents, and the code. */
const readSources = (): string[] => {
  const folders = [join(packageFolder(), 'spec', 'editions'), join(packageFolder(), 'src', 'openapi')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    ),
  );
  return [shippedFile(), import.meta.filename, ...files.sort()].flatMap((file) => [file, readFileSync(file, 'utf8')]);
};

const hashOf = (texts: readonly string[]): string => createHash('sha256').update(JSON.stringify(texts)).digest('hex');
