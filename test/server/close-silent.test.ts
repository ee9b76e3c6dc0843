import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';

import { trackSilent } from '../../src/server/close-silent.ts';

it('a connection on which nothing was sent does not keep a server from closing', async () => {
  const server = createServer((_request, response) => response.end('answer'));
  const closeSilent = trackSilent(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [silent] = [connect(port, '127.0.0.1'), once(server, 'connection')];
  await once(silent, 'connect');
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('answer');
  const closed = once(server, 'close');
  server.close();
  closeSilent();
  await closed;
});
