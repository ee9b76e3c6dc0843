import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from 'vite';

import { foundation } from '../../src/ui/foundation.ts';
import { workerScript } from './worker-script.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** One line at the start. */
const sayAddress = (server: ViteDevServer | PreviewServer): void => {
  server.printUrls = () =>
    console.log(`The example runs at ${server.resolvedUrls?.local[0] ?? 'an unknown address'} (Ctrl+C stops it)`);
};
const oneLine: Plugin = { name: 'one-line', configureServer: sayAddress, configurePreviewServer: sayAddress };

/** What all pages of ours start from, before the first paint. */
const sharedLook = (): Plugin => ({
  name: 'shared-look',
  transformIndexHtml: () => [
    { tag: 'script', children: readFileSync(join(ROOT, 'src', 'ui', 'early.js'), 'utf8'), injectTo: 'head-prepend' },
    { tag: 'style', children: foundation, injectTo: 'head-prepend' },
  ],
});

export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  plugins: [workerScript(), sharedLook(), oneLine],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { host: '127.0.0.1', fs: { allow: [ROOT] } },
  preview: { host: '127.0.0.1' },
  build: { outDir: join(ROOT, 'build', 'demo'), emptyOutDir: true, chunkSizeWarningLimit: 2000 },
});
