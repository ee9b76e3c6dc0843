import { createBackend } from '../../../mocks/create-backend.ts';
import { createHandlers } from '../../../mocks/handlers.ts';
import { describeBehaviour } from '../behaviour.ts';
import { sendBy } from '../surface.ts';
import { answerBy } from './page-worker.ts';

// In a page of its own: engine, store and worker, and the requests that a browser makes of them.
describeBehaviour('the service worker in a browser', async (options) => {
  const backend = createBackend(options);
  await answerBy(createHandlers({ backend }));
  return {
    backend,
    sendsBy: 'page',
    send: sendBy((path, init) => fetch(`${location.origin}${path}`, init)),
    close: () => undefined,
  };
});
