import { join } from 'node:path';

import { packageFolder } from '../document/load-document.ts';
import { makeOnce, type Product, removeOthers } from './make-once.ts';

/** All that the code is made of, and with what. */
const CODE = ['src', 'mocks', 'spec', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

const root = packageFolder();

// What makes something is loaded only where there is something to make.
/** Documents and types of the editions. */
const editions: Product = {
  name: 'editions',
  sources: ['spec', 'src/openapi', 'src/cli/build', 'src/cli/document', 'src/cli/editions', 'package-lock.json'],
  make: async (folder) => (await import('./build-editions.ts')).buildEditions(join(folder, 'editions')),
};

/** The program with its pages. */
const program: Product = {
  name: 'program',
  sources: CODE,
  make: async (folder) => (await import('./build-program.ts')).buildProgram(root, folder),
};

/** The entry points of the package with their types. It reads the editions. */
const library: Product = {
  name: 'library',
  sources: CODE,
  make: async (folder) => (await import('./build-library.ts')).buildLibrary(root, folder),
};

/** By a word behind the script; `program` where there is none. */
const WHAT: Readonly<Record<string, readonly Product[]>> = {
  editions: [editions],
  program: [editions, program],
  package: [editions, program, library],
};

const [word = 'program', tidy] = process.argv.slice(2);
const out = join(root, 'dist');
for (const product of WHAT[word] ?? []) await makeOnce(root, out, product);
removeOthers(out, { all: tidy === '--tidy' });
