import type { AddressInfo } from 'node:net';

import { sayFailure, UserError } from '../fail.ts';
import { outliveReaders } from '../outlive-readers.ts';
import { createMockLog, type MockLog } from './mock-log.ts';
import type { MockOptions } from './mock-options.ts';
import { openMock } from './open-mock.ts';
import { describeStart, sayListenError, sayOpen, sayTlsError, urlOf } from './say-start.ts';
import { watchDocument } from './watch-document.ts';

/** Runs the fake as an HTTP server until the process is asked to end. Ends it with 1 where the options can't be used. */
export const runMock = async (options: MockOptions): Promise<void> => {
  outliveReaders();
  const log = createMockLog(options.log, options.cors ?? '*');
  const fail = (error: unknown): never => {
    log.warn('error', sayFailure(error));
    process.exit(1);
  };
  await serve(options, log, fail).catch(fail);
};

const serve = async (options: MockOptions, log: MockLog, fail: (error: unknown) => never): Promise<void> => {
  const mock = await openMock(options, log);
  const { server, chosen, reload, close } = mock;
  for (const warning of mock.warnings) log.warn('warning', warning);
  if (options.watch && chosen) watchDocument(chosen, reload, log);
  server.on('error', (error: NodeJS.ErrnoException) => {
    // What goes wrong with one connection later, as where there are no descriptors left, ends nothing.
    if (server.listening) log.warn('error', error.message);
    else fail(new UserError(sayListenError(error, options)));
  });
  server.listen(options.port, options.host, () => {
    const { port, address } = server.address() as AddressInfo;
    const open = sayOpen(address, options);
    if (open) log.warn('warning', open);
    const url = urlOf(options.host, port, mock.tls);
    const { text, facts } = describeStart(options, mock, url);
    log.say('listening', text, facts);
    const told = new Set<string>();
    server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
      const said = sayTlsError(error, url);
      if (said !== undefined && !told.has(said)) log.warn('warning', said);
      if (said !== undefined) told.add(said);
    });
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
