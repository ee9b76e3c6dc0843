import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '..', '..');
const WORKER = 'mockServiceWorker.js';

/** MSW's worker script beside the page, from the package: a copy of our own would go stale. */
const workerScript = (): Plugin => {
  const read = (): string => readFileSync(join(ROOT, 'node_modules', 'msw', 'lib', WORKER), 'utf8');
  return {
    name: 'msw-worker-script',
    configureServer: (server) => {
      server.middlewares.use(`/${WORKER}`, (_request, response) => {
        response.setHeader('content-type', 'text/javascript');
        response.end(read());
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: WORKER, source: read() });
    },
  };
};

/** One line at the start. */
const oneLine = (): Plugin => {
  const say = (urls: { readonly local: readonly string[] } | null): void =>
    console.log(`The example runs at ${urls?.local[0] ?? 'an unknown address'} (Ctrl+C stops it)`);
  return {
    name: 'one-line',
    configureServer: (server) => {
      server.printUrls = () => say(server.resolvedUrls);
    },
    configurePreviewServer: (server) => {
      server.printUrls = () => say(server.resolvedUrls);
    },
  };
};

export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  plugins: [workerScript(), oneLine()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { host: '127.0.0.1', fs: { allow: [ROOT] } },
  preview: { host: '127.0.0.1' },
  build: { outDir: join(ROOT, 'build', 'demo'), emptyOutDir: true, chunkSizeWarningLimit: 2000 },
});
