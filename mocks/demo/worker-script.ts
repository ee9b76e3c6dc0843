import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const NAME = 'mockServiceWorker.js';

/** MSW's worker script, from the installed package: a copy of our own would grow old. */
export const readWorkerScript = (): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'msw', 'lib', NAME), 'utf8');

/** Puts MSW's worker script beside the page, in development and in a build. */
export const workerScript = (): Plugin => ({
  name: 'worker-script',
  configureServer: ({ middlewares }) => {
    middlewares.use(`/${NAME}`, (_request, response) => {
      response.setHeader('content-type', 'text/javascript');
      response.end(readWorkerScript());
    });
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: NAME, source: readWorkerScript() });
  },
});
