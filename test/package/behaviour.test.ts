import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describeBehaviour } from '../behaviour/behaviour.ts';
import { sendBy } from '../behaviour/surface.ts';
import { ROOT } from './installed-package.ts';

// What is shipped, with the document that a page loads; its types are those of the source.
const built = pathToFileURL(join(ROOT, 'dist', 'lib', 'index.js')).href;
const { createBackend } = (await import(built)) as typeof import('../../mocks/index.ts');

describeBehaviour('the built package', (options) => {
  const backend = createBackend(options);
  return {
    backend,
    send: sendBy((path, init) => backend.fetch(new Request(`http://api.test${path}`, init))),
    close: () => undefined,
  };
});
