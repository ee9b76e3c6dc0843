import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type ModuleInfo, type Plugin, rolldown } from 'rolldown';

import { buildPages } from './build-pages.ts';
import { writeLicences } from './write-licences.ts';

/**
 * To import a module of Node's reads each of its exports, and by that loads what they are made of: undici, crypto and
 * HTTP/2 for `node:http`. To ask for it loads it alone, and the start takes 15 ms less.
 */
const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  renderChunk: (code) => ({
    code: code.replace(
      /^import ([\w$]+)?(?:, )?(\{.*\})? from "(node:[\w/]+)";$/gm,
      (_, whole: string | undefined, parts: string | undefined, module: string) =>
        [whole, parts?.replaceAll(' as ', ': ')]
          .flatMap((name) => (name ? [`const ${name} = process.getBuiltinModule("${module}");`] : []))
          .join(' '),
    ),
    // Each line is where it was.
    map: null,
  }),
};

type InfoOf = (id: string) => ModuleInfo | null;

/** A module and all that is loaded with it. */
const loadedWith = (id: string, infoOf: InfoOf, found: Set<string> = new Set()): ReadonlySet<string> => {
  if (found.has(id)) return found;
  found.add(id);
  for (const each of infoOf(id)?.importedIds ?? []) loadedWith(each, infoOf, found);
  return found;
};

/**
 * Says which modules go into the file that a fake starts from: all that are loaded with it. Left to the bundler, what
 * other commands use as well would be 15 files more, and a start would take 5 to 18 ms more.
 */
const ofMock = (root: string): ((id: string, infoOf: InfoOf) => boolean) => {
  let own: ReadonlySet<string> | undefined;
  return (id, infoOf) => {
    if (!own) {
      const before = loadedWith(join(root, 'src', 'cli', 'commands.ts'), infoOf);
      const all = loadedWith(join(root, 'src', 'cli', 'mock', 'run-mock.ts'), infoOf);
      own = new Set([...all].filter((each) => !before.has(each)));
    }
    return own.has(id);
  };
};

/**
 * Bundles the command line, so that Node reads a few files instead of some hundred, and the pages of the server.
 *
 * @param root the folder of the package.
 * @param out where they go.
 */
export const buildProgram = async (root: string, out: string): Promise<void> => {
  const bundle = await rolldown({
    cwd: root,
    input: { 'swr-contract': join(root, 'src', 'cli', 'swr-contract.ts') },
    platform: 'node',
    plugins: [plainBuiltins],
    external: [/^node:/, /^@faker-js\/faker/],
    treeshake: {
      moduleSideEffects: [
        { test: /require-node\.js$|swr-contract\.ts$|commands\.ts$/, sideEffects: true },
        { external: true, sideEffects: true },
        { test: /./, sideEffects: false },
      ],
    },
  });
  const isOfMock = ofMock(root);
  const { output } = await bundle.write({
    dir: out,
    sourcemap: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      groups: [
        {
          name: (id, context) => (isOfMock(id, (each) => context.getModuleInfo(each)) ? 'mock' : null),
          debugName: 'mock',
        },
      ],
    },
  });
  await bundle.close();
  // npm sets the mode once, when it links the program.
  chmodSync(join(out, 'swr-contract.js'), 0o755);
  const pages = await buildPages(join(root, 'src', 'server', 'pages'), join(out, 'pages'));
  writeLicences([output, pages], join(out, 'third-party-licences.txt'));
};
