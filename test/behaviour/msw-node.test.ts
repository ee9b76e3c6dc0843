import nodeHttp from 'node:http';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import manifest from 'msw/package.json' with { type: 'json' };
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { type Backend, createBackend } from '../../mocks/create-backend.ts';
import { document as base } from '../../mocks/document.ts';
import { backend, createHandlers, type HandlerOptions, handlers } from '../../mocks/handlers.ts';
import { server as shipped } from '../../mocks/node.ts';
import { describeBehaviour } from './behaviour.ts';
import { BEARER, create, reposOf, sendBy } from './surface.ts';

test('the msw under test is the one this project asks for', () => {
  expect(manifest.version.split('.')[0]).toBe(process.env['MSW_MAJOR']);
});

describe('one interception', () => {
  const server = setupServer();
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  describeBehaviour('MSW in Node', (options) => {
    const own = createBackend(options);
    server.resetHandlers(...createHandlers({ backend: own }));
    return {
      backend: own,
      send: sendBy((path, init) => fetch(`http://api.test${path}`, init)),
      close: () => undefined,
    };
  });
});

/** A path at the top of a host. */
const topOf = (operationId: string): object => ({
  parameters: operationId === 'any' ? [{ name: 'any', in: 'path', required: true }] : [],
  get: { operationId, security: [], responses: { 200: { description: 'done' } } },
});

describe('handlers', () => {
  let close = (): void => undefined;
  afterEach(() => {
    close();
    close = () => undefined;
  });
  const listen = (options: HandlerOptions): ReturnType<typeof setupServer> => {
    const server = setupServer(
      ...createHandlers(options),
      http.all('*', () => new Response('passed')),
    );
    server.listen();
    close = () => server.close();
    return server;
  };
  const post = (origin: string, fields: Record<string, string> = {}): Promise<Response> => {
    const { path, ...init } = create(fields);
    return fetch(origin + path, init as RequestInit);
  };

  test('let requests outside of the API pass', async () => {
    listen({});
    for (const url of ['http://app.test/', 'http://app.test/v2/other', 'http://app.test/assets/logo.svg'])
      expect(await (await fetch(url)).text()).toBe('passed');
  });

  test.each(['http://app.test', 'http://app.test/api'])(
    'C9: slashes too many below %s are answered with a hint, and never sent out',
    async (baseUrl) => {
      listen(baseUrl.endsWith('/api') ? { baseUrl } : {});
      for (const path of [`/${reposOf('group')}`, `//${reposOf('group')}`, '/v2//manage/namespaces/']) {
        const answer = await fetch(baseUrl + path, { headers: BEARER });
        expect(await answer.text()).toContain('it has several slashes in a row');
        expect(answer.status).toBe(404);
      }
    },
  );

  test("never answer at the top of a host that may be the page's own", async () => {
    const atTop = { ...base, paths: { ...base.paths, '/': topOf('top'), '/{any}': topOf('any') } } as typeof base;
    const isPassed = async (url: string): Promise<boolean> => (await (await fetch(url)).text()) === 'passed';
    const urls = ['http://app.test/', 'http://app.test/index.html', 'http://app.test/v2/other'];
    listen({ document: atTop });
    for (const url of urls) expect(await isPassed(url), url).toBe(true);
    expect((await post('http://app.test')).status).toBe(201);
  });

  test.each(['http://api.test', 'http://app.test/api'])('answer at the top of a base URL: %s', async (baseUrl) => {
    const atTop = { ...base, paths: { ...base.paths, '/': topOf('top'), '/{any}': topOf('any') } } as typeof base;
    listen({ document: atTop, baseUrl });
    for (const path of ['/', '/v2']) expect((await fetch(baseUrl + path)).status).toBe(200);
    expect(await (await fetch(`${baseUrl}/a/b`)).text()).toBe('passed');
    expect(await (await fetch('http://app.test/')).text()).toBe('passed');
  });

  test('[S1] answer under a base URL only', async () => {
    listen({ baseUrl: 'http://one.test/api/' });
    expect((await post('http://one.test/api')).status).toBe(201);
    expect(await (await post('http://one.test')).text()).toBe('passed');
    expect(await (await post('http://two.test/api')).text()).toBe('passed');
  });

  test('[S1] [S3] read a FormData body and keep their state over requests', async () => {
    listen({});
    const body = new FormData();
    body.set('repository', 'from-form-data');
    body.set('is_public', 'true');
    const send = (): Promise<Response> =>
      fetch(`http://app.test${reposOf('group')}`, { method: 'POST', headers: { 'x-auth-token': 't' }, body });
    expect((await send()).status).toBe(201);
    expect((await send()).status).toBe(409);
  });

  test('give way to a handler that a test puts before them', async () => {
    const server = listen({});
    server.use(http.post(`*${reposOf(':namespace')}`, () => new Response(null, { status: 503 })));
    expect((await post('http://app.test')).status).toBe(503);
  });

  test('[A7] take the options of the fake', async () => {
    listen({ readings: { A7: 'last' }, records: 2 });
    expect((await post('http://app.test')).status).toBe(201);
  });

  test('reject a base URL that has no origin, where no page gives one', () => {
    expect(() => createHandlers({ baseUrl: '/api' })).toThrow(
      'Failed to use baseUrl "/api": it is no URL, and there is no page to complete it. Give one with its origin, e.g. http://localhost/api.',
    );
  });

  test('reject unknown readings at once', () => {
    expect(() => createHandlers({ readings: { A7: 'never' } })).toThrow(
      'unknown reading "never" of A7 (known: reject, first, last).',
    );
  });

  test('[S1] the ones that come ready-made answer, and their backend can be reset', async () => {
    expect(handlers).toHaveLength(1);
    shipped.listen();
    close = () => shipped.close();
    expect((await post('http://app.test')).status).toBe(201);
    expect((await post('http://app.test')).status).toBe(409);
    await backend.reset();
    expect((await post('http://app.test')).status).toBe(201);
    await backend.reset();
  });
});

describe('D9: tests that run side by side, each with a backend of its own', () => {
  const server = setupServer();
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  const withFake = (run: (own: Backend) => Promise<void>): (() => Promise<void>) =>
    server.boundary(async () => {
      const own = createBackend();
      server.use(...createHandlers({ backend: own }));
      await run(own);
    });

  // Sockets that tests share must not lead to the fake of the one that opened them.
  const agent = new nodeHttp.Agent({ keepAlive: true, maxSockets: 2 });
  const sendByNode = (method: string, path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      // By the module, as clients call it: what was imported by name is not MSW's.
      nodeHttp
        .request(`http://api.test${path}`, { method, agent, headers: BEARER }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        })
        .on('error', reject)
        .end();
    });

  describe.concurrent('[S1] [S3] [D1]', () => {
    test.for(Array.from({ length: 8 }, (_, index) => index))('test %i', (number) =>
      withFake(async (own) => {
        const { path, ...init } = create();
        const send = (): Promise<Response> => fetch(`http://api.test${path}`, init as RequestInit);
        expect((await send()).status).toBe(201);
        expect((await send()).status).toBe(409);
        if (number % 2 === 0) expect(await sendByNode('DELETE', `${reposOf('group')}/busybox`)).toBe(204);
        expect(own.store.count('repositories')).toBe(number % 2);
      })(),
    );
  });
});
