import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

import { baseStyle } from '../../ui/base-style.ts';

import type { Output } from './write-licences.ts';

/** The pages, by name, with their titles before a script sets another. */
const PAGES = { console: 'Fake server', docs: 'API reference' };
const STYLES = ['../../ui/controls.css', 'parts/base.css', 'parts/parts.css', 'console/console.css', 'docs/docs.css'];

/**
 * Bundles the server's own pages for browsers: `console`, `docs`, and `early`, which runs before the
 * first paint.
 *
 * @param source src/server/pages
 * @param out where they go.
 * @returns what the bundler says of them.
 */
export const buildPages = async (source: string, out: string): Promise<Output> => {
  mkdirSync(out, { recursive: true });
  const bundle = await rolldown({
    cwd: source,
    input: { console: join(source, 'console', 'console.tsx'), docs: join(source, 'docs', 'docs.tsx') },
    platform: 'browser',
    tsconfig: join(source, '..', '..', '..', 'tsconfig.json'),
  });
  const { output } = await bundle.write({
    dir: out,
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared.js',
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
  });
  await bundle.close();
  copyFileSync(join(source, '..', '..', 'ui', 'early.js'), join(out, 'early.js'));
  const read = (name: string): string => readFileSync(join(source, name), 'utf8');
  writeFileSync(join(out, 'pages.css'), [baseStyle, ...STYLES.map(read)].join('\n'));
  for (const [name, title] of Object.entries(PAGES))
    writeFileSync(join(out, `${name}.html`), read('page.html').replace('{{title}}', title).replace('{{name}}', name));
  return output;
};
