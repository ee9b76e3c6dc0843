import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

import { slimDocument } from './slim-document.ts';

/** The package's entry points (`exports` in package.json), by name. */
const ENTRIES = {
  index: 'mocks/index.ts',
  handlers: 'mocks/handlers.ts',
  node: 'mocks/node.ts',
  browser: 'mocks/browser.ts',
  'browser-in-node': 'mocks/browser-in-node.ts',
  contract: 'src/cli/contract-entry.ts',
};

const SLIM = '?slim';

/**
 * Builds the package's entry points as ES modules, with their declarations. What comes from other
 * packages stays an import, so that a user's project has each of them once.
 *
 * @param folder of the package.
 */
export const buildLibrary = async (folder: string): Promise<void> => {
  const bundle = await rolldown({
    cwd: folder,
    input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(folder, file)])),
    platform: 'neutral',
    external: /^(?!\.|\/|[A-Za-z]:)/,
    plugins: [
      {
        name: 'slim-document',
        // A page should not have to load what nobody reads there. Whoever asks for `document` gets it all.
        resolveId: (source, importer) =>
          importer === join(folder, 'mocks', 'document.ts') && source.endsWith('openapi.json')
            ? `${join(folder, 'spec', 'openapi.json')}${SLIM}`
            : null,
        load: (id) =>
          id.endsWith(SLIM)
            ? {
                code: JSON.stringify(slimDocument(JSON.parse(readFileSync(id.slice(0, -SLIM.length), 'utf8')))),
                moduleType: 'json',
              }
            : null,
      },
    ],
  });
  await bundle.write({ dir: join(folder, 'dist', 'lib'), cleanDir: true, chunkFileNames: 'shared-[name].js' });
  await bundle.close();
  // The types of the API have nothing that runs.
  writeFileSync(join(folder, 'dist', 'lib', 'types.js'), 'export {};\n');
};

/** Writes the declarations of the entry points to dist/types. */
export const declareLibrary = (folder: string): void => {
  const compiler = join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.build.json')], { stdio: 'inherit' });
};
