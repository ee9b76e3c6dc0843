import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { mockCommand } from '../../../src/cli/mock/mock.ts';
import type { MockOptions } from '../../../src/cli/mock/mock-options.ts';
import { type Mock, openMock } from '../../../src/cli/mock/open-mock.ts';
import type { Exchange } from '../../../src/server/journal/keep-exchange.ts';

/** `swr-contract mock` in this process. */
export interface RunningMock extends Mock {
  readonly origin: string;
  readonly options: MockOptions;
  readonly exchanges: readonly Exchange[];
  /** What was told beside the requests: `warning: …`. */
  readonly told: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Runs the server as the command line would with these arguments, on a free port. */
export const runMockHere = async (...args: readonly string[]): Promise<RunningMock> => {
  const command = mockCommand().action(() => undefined);
  const exchanges: Exchange[] = [];
  const told: string[] = [];
  const options = command.parse(args, { from: 'user' }).opts<MockOptions>();
  const mock = await openMock(options, {
    add: (exchange) => void exchanges.push(exchange),
    warn: (event, text) => void told.push(`${event}: ${text}`),
  });
  mock.server.listen(0, '127.0.0.1');
  await once(mock.server, 'listening');
  const stop = async (): Promise<void> => {
    mock.server.close();
    mock.server.closeAllConnections();
    await once(mock.server, 'close');
    mock.close();
  };
  return {
    ...mock,
    options,
    exchanges,
    told,
    stop,
    origin: `${mock.tls ? 'https' : 'http'}://127.0.0.1:${(mock.server.address() as AddressInfo).port}`,
  };
};
