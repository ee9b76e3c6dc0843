import { setupWorker } from 'msw/browser';

import { createBackend } from '../../mocks/create-backend.ts';
import { createHandlers } from '../../mocks/handlers.ts';
import { describeBehaviour } from './behaviour.ts';

// In a page of its own: engine, store and worker, and the requests that a browser makes of them.
describeBehaviour('the service worker in a browser', async (options) => {
  const backend = createBackend(options);
  const worker = setupWorker(...createHandlers({ backend }));
  await worker.start({ quiet: true });
  return {
    backend,
    sendsBy: 'page',
    send: async ({ method = 'GET', path = '/', headers = {}, body }) => {
      const answer = await fetch(path, { method, headers, body: body ?? null });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    close: () => worker.stop(),
  };
});
