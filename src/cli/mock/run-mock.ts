import type { AddressInfo } from 'node:net';

import { fail, UserError } from '../fail.ts';
import type { MockOptions } from './mock-options.ts';
import { openMock } from './open-mock.ts';
import { createRequestLog } from './request-log.ts';
import { sayListenError, sayStart } from './say-start.ts';
import { watchDocument } from './watch-document.ts';

/**
 * Runs the fake as an HTTP server until the process is asked to end.
 *
 * @throws UserError for options that can't be used.
 */
export const runMock = async (options: MockOptions): Promise<void> => {
  const log = createRequestLog(options.log);
  const { server, backend, credentials, chosen, reload, close } = await openMock(options, log.add);
  if (options.watch && chosen) watchDocument(chosen, await chosen.files(), reload);
  server.on('error', (error: NodeJS.ErrnoException) => fail(new UserError(sayListenError(error, options))));
  server.listen(options.port, options.host, () => {
    const { port } = server.address() as AddressInfo;
    console.log(sayStart(options, credentials, port, backend, chosen));
  });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(0);
    stopping = true;
    await server.stop();
    log.flush();
    close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};
