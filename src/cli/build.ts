import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

import { buildEditions } from './build-editions.ts';
import { buildLibrary, declareLibrary } from './build-library.ts';
import { buildPages } from './build-pages.ts';
import { editionFolder } from './built-editions.ts';
import { packageFolder } from './load-document.ts';
import { writeLicences } from './write-licences.ts';

/** One file a command, so that Node reads a few files instead of some hundred; with `--package` the library, too. */
const build = async (): Promise<void> => {
  const folder = packageFolder();
  const out = join(folder, 'dist');
  // What is made of editions is made again only where they changed.
  for (const name of existsSync(out) ? readdirSync(out) : [])
    if (join(out, name) !== editionFolder()) rmSync(join(out, name), { recursive: true });
  const bundle = await rolldown({
    cwd: folder,
    input: { 'swr-contract': join(folder, 'src', 'cli', 'swr-contract.ts') },
    platform: 'node',
    external: [/^node:/, /^@faker-js\/faker/],
    treeshake: {
      moduleSideEffects: [
        { test: /require-node\.js$|swr-contract\.ts$/, sideEffects: true },
        { external: true, sideEffects: true },
        { test: /./, sideEffects: false },
      ],
    },
  });
  const { output } = await bundle.write({
    dir: out,
    sourcemap: true,
    chunkFileNames: '[name].js',
  });
  await bundle.close();
  // npm sets the mode once, when it links the program.
  chmodSync(join(out, 'swr-contract.js'), 0o755);
  const pages = await buildPages(join(folder, 'src', 'server', 'pages'), join(out, 'pages'));
  await buildEditions();
  // The server needs no more; a package does.
  if (process.argv.includes('--package')) {
    await buildLibrary(folder);
    declareLibrary(folder);
    writeLicences([output, pages], join(out, 'third-party-licences.txt'));
  }
};

// What reads types needs the editions only.
await (process.argv.includes('--editions') ? buildEditions() : build());
