import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

import { editionFolder, listEditions } from '../editions/built-editions.ts';
import { slimEdition } from './slim-document.ts';

/** The package's entry points (`exports` in package.json), by name. */
const ENTRIES = {
  index: 'mocks/index.ts',
  handlers: 'mocks/handlers.ts',
  node: 'mocks/node.ts',
  browser: 'mocks/browser.ts',
  'browser-in-node': 'mocks/browser-in-node.ts',
  collections: 'mocks/collections.ts',
  contract: 'src/cli/verify/contract-entry.ts',
};

/** The entry points that each edition has of its own. */
const EDITION_ENTRIES = ['handlers', 'node', 'browser'] as const;

/** The modules between those and the document: an edition has them once more, around a document of its own. */
const AROUND_DOCUMENT: ReadonlySet<string> = new Set(
  ['browser.ts', 'create-backend.ts', 'document.ts', 'handlers.ts', 'node.ts'].map((name) => join('mocks', name)),
);

const SLIM = '?slim';
const EDITION = /\?edition=(.+)$/;

/**
 * Builds the package's entry points as ES modules, with their declarations. What comes from other
 * packages stays an import, so that a user's project has each of them once.
 *
 * @param root the folder of the package, its editions made.
 * @param out where they go.
 */
export const buildLibrary = async (root: string, out: string): Promise<void> => {
  const bundle = await rolldown({
    cwd: root,
    input: {
      ...Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(root, file)])),
      ...Object.fromEntries(
        listEditions().flatMap((edition) =>
          EDITION_ENTRIES.map((name) => [
            `editions/${edition}/${name}`,
            `${join(root, ENTRIES[name])}?edition=${edition}`,
          ]),
        ),
      ),
    },
    platform: 'neutral',
    external: /^(?!\.|\/|[A-Za-z]:)/,
    plugins: [slimDocuments(root), editions(root)],
  });
  await bundle.write({ dir: join(out, 'lib'), chunkFileNames });
  await bundle.close();
  // The types of the API have nothing that runs.
  writeFileSync(join(out, 'lib', 'types.js'), 'export {};\n');
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = join(root, 'tsconfig.build.json');
  execFileSync(process.execPath, [compiler, '-p', project, '--outDir', join(out, 'types')], { stdio: 'inherit' });
};

/** What is of one edition lies in its folder. */
const chunkFileNames = ({ moduleIds }: { readonly moduleIds: readonly string[] }): string => {
  const [, edition] = moduleIds.map((id) => EDITION.exec(id)).find((found) => found !== null) ?? [];
  return `${edition === undefined ? '' : `editions/${edition}/`}chunks/[name]-[hash].js`;
};

/** A page should not have to load what nobody reads there. Whoever asks for `document` gets it all. */
const slimDocuments = (folder: string): Plugin => ({
  name: 'slim-document',
  resolveId: (source, importer) =>
    importer === join(folder, 'mocks', 'document.ts') && source.endsWith('openapi.json')
      ? `${join(folder, 'spec', 'openapi.json')}${SLIM}`
      : null,
  load: (id) =>
    id.endsWith(SLIM)
      ? {
          code: JSON.stringify(slimEdition(JSON.parse(readFileSync(id.slice(0, -SLIM.length), 'utf8')))),
          moduleType: 'json',
        }
      : null,
});

/** `mocks/handlers.ts?edition=NAME` is that module, and those around the document, with the document of an edition. */
const editions = (folder: string): Plugin => ({
  name: 'editions',
  resolveId: (source, importer) => {
    if (EDITION.test(source)) return source;
    const [query, edition] = EDITION.exec(importer ?? '') ?? [];
    if (query === undefined || importer === undefined || !source.startsWith('.')) return null;
    if (source.endsWith('openapi.json')) return join(editionFolder(), `${edition}.json${SLIM}`);
    const file = join(dirname(importer), source);
    return AROUND_DOCUMENT.has(relative(folder, file)) ? `${file}${query}` : file;
  },
  load: (id) => {
    const [query] = EDITION.exec(id) ?? [];
    return query === undefined ? null : { code: readFileSync(id.slice(0, -query.length), 'utf8'), moduleType: 'ts' };
  },
});
