import { setupWorker } from 'msw/browser';

import { handlers } from './handlers.ts';

/** Answers the requests of this page: `await worker.start()`. Needs MSW's worker script (`npx msw init`). */
export const worker = setupWorker(...handlers);
