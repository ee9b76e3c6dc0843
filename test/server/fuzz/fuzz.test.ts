import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { openMock } from '../../../src/cli/mock/open-mock.ts';
import { fuzz } from './fuzz.ts';
import { listTargets } from './make-request.ts';
import { listStatuses } from './statuses.ts';

/** `npm run fuzz` sends two hundred times as many, to a process of its own. */
const SAMPLE = 1500;

it('whatever comes, every answer is well-formed, and its status a documented one', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const options = {
    port: 0,
    host: '127.0.0.1',
    records: 5,
    seed: 1,
    maxBody: 2 ** 20,
    cors: ['*'],
    reading: {},
    allowHost: [],
  };
  const lists = {
    overlay: [],
    token: [],
    tokenFile: [],
    account: [],
    accountFile: [],
    accessKey: [],
    accessKeyFile: [],
  };
  const { server, backend, close } = await openMock(
    { ...options, ...lists, log: 'off', control: true, iam: true },
    { add: () => undefined, warn: () => undefined },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // Without a build the pages are told to be missing.
  const hasPages = existsSync(join(import.meta.dirname, '../../../dist/pages/docs.js'));
  const statuses = listStatuses(backend.document());
  const {
    failures,
    requests,
    statuses: seen,
  } = await fuzz({
    connect: async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
    targets: listTargets(backend.document()),
    statuses: hasPages ? statuses : new Set([...statuses, 503]),
    requests: SAMPLE,
    seed: 20,
  });
  await server.stop();
  close();
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThanOrEqual(SAMPLE);
  // It is no fuzz where nothing gets through, or nothing is refused.
  expect(Object.keys(seen).map(Number)).toEqual(expect.arrayContaining([200, 201, 204, 400, 403, 404, 405]));
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});
