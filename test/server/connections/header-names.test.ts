import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { createBackend } from '../../../mocks/create-backend.ts';
import type { HttpServer } from '../../../src/server/connections/guard-server.ts';
import { createHttpServer } from '../../../src/server/create-http-server.ts';
import { loadEdition } from '../../load-edition.ts';

let server: HttpServer;
beforeAll(async () => {
  const { engine } = createBackend({ document: await loadEdition('2025-10') });
  server = createHttpServer({ engine });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => server.stop());

/** The names of an answer's headers as they came. */
const namesOf = async (method: string, path: string, headers: Record<string, string>): Promise<string[]> => {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer.rawHeaders.filter((_, index) => index % 2 === 0);
};

// The vendor's client for Java looks for names in this case only.
it.each([
  ['GET', '/v2/manage/repos?offset=0&limit=10', ['Content-Range', 'Content-Type', 'X-Request-Id', 'Content-Length']],
  ['POST', '/v2/manage/utils/secret?projectname=a', ['X-Swr-Dockerlogin', 'X-Swr-Expireat']],
  ['POST', '/v2/manage/utils/authorizationtoken', ['X-Swr-Dockerlogin', 'x-swr-expireat']],
])('%s %s: names are written as the document writes them', async (method, path, names) => {
  expect(await namesOf(method, path, { 'x-auth-token': 't' })).toEqual(expect.arrayContaining(names));
});

it('names that no document has are written as is usual', async () => {
  expect(await namesOf('GET', '/v2/manage/repos', {})).toEqual(
    expect.arrayContaining(['Access-Control-Allow-Origin', 'X-Request-Id', 'Content-Language']),
  );
});
