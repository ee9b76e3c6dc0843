import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Where the installed msw has the script that a page registers. */
export const WORKER_SCRIPT = join(
  import.meta.dirname,
  ...['..', '..', 'node_modules', 'msw', 'lib', 'mockServiceWorker.js'],
);

/** Serves MSW's worker script from the installed package: a copy in the repository would grow old. */
export const workerScript = (): Plugin => ({
  name: 'worker-script',
  configureServer: ({ middlewares }) => {
    middlewares.use('/mockServiceWorker.js', (_, response, next) => {
      readFile(WORKER_SCRIPT).then((script) => {
        response.setHeader('content-type', 'text/javascript');
        response.end(script);
      }, next);
    });
  },
});
