import { setupServer } from 'msw/node';

import { handlers } from './handlers.ts';

/** Answers the requests of this Node process: `server.listen()` before, `server.close()` after. */
export const server = setupServer(...handlers);
