import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

import { readWorkerScript } from '../../mocks/demo/worker-script.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A page on a random port of this machine. */
export interface ServedPage {
  /** With the base path, without a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Bundles a script for the browser and serves it as a page with MSW's worker script beside it, under a
 * strict Content-Security-Policy. What lies elsewhere is answered `not here`.
 *
 * @param script from the project's folder.
 * @param connect another origin that the page may speak to.
 */
export const servePage = async (script: string, base = '', connect = ''): Promise<ServedPage> => {
  const bundle = await rolldown({ input: join(ROOT, script), platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ codeSplitting: false });
  await bundle.close();
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    [`${base}/`]: [
      'text/html',
      '<!doctype html><html lang="en"><title>app</title><body><script type="module" src="app.js"></script>',
    ],
    [`${base}/app.js`]: ['text/javascript', output[0].code],
    [`${base}/mockServiceWorker.js`]: ['text/javascript', readWorkerScript()],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', 'not here'];
    response.writeHead(request.url !== undefined && request.url in files ? 200 : 404, {
      'content-type': type,
      'content-security-policy': `default-src 'none'; script-src 'self'; connect-src 'self' ${connect}; worker-src 'self'`,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
