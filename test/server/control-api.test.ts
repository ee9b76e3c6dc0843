import { describe, expect, it } from 'vitest';

import { openControl } from './open-control.ts';

describe('endpoints', () => {
  it('lists them all at its root', async () => {
    const { call } = openControl();
    expect((await call('GET', '')).json).toEqual({
      endpoints: [
        'GET /__mock/',
        'GET /__mock/health',
        'POST /__mock/reset',
        'GET /__mock/state',
        'PUT /__mock/state',
        'GET /__mock/records',
        'POST /__mock/records',
        'DELETE /__mock/records',
        'GET /__mock/requests',
        'DELETE /__mock/requests',
        'GET /__mock/events',
        'GET /__mock/faults',
        'PUT /__mock/faults',
        'DELETE /__mock/faults',
        'GET /__mock/openapi.yaml',
        'GET /__mock/openapi.json',
        'GET /__mock/openapi.plain.json',
      ],
    });
  });

  it('health tells the status and the facts', async () => {
    expect(await openControl().call('GET', 'health')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      json: { status: 'ok', version: '1.2.3' },
    });
  });

  it('takes a query along', async () => {
    expect((await openControl().call('GET', 'health?a=b')).status).toBe(200);
  });

  it('reset resets, then answers', async () => {
    const { call, calls } = openControl();
    expect(await call('POST', 'reset')).toMatchObject({ status: 200, json: { status: 'reset', version: '1.2.3' } });
    expect(calls).toEqual(['reset']);
  });

  it('state shows everything, and takes everything', async () => {
    const { call, calls } = openControl();
    expect((await call('GET', 'state')).json).toEqual({ collections: { things: [{ name: 'a' }] } });
    expect(await call('PUT', 'state', { body: '{"collections":{}}' })).toMatchObject({
      status: 200,
      json: { status: 'restored' },
    });
    expect(calls).toEqual([{ collections: {} }]);
  });

  it('state says what is wrong with a state, at most a hundred things', async () => {
    const problems = Array.from({ length: 150 }, (_, index) => `problem ${index}`);
    const refused = await openControl({ restore: async () => problems }).call('PUT', 'state', { body: '{}' });
    expect(refused).toMatchObject({
      status: 400,
      json: { error: 'Failed to restore the state: nothing was changed.' },
    });
    expect((refused.json as { details: string[] }).details).toEqual(problems.slice(0, 100));
  });

  it('requests shows the journal, the newest first, with lines for this host', async () => {
    const { call, record } = openControl();
    await record('/api/things/a');
    await record('/api/things/b');
    const { json } = await call('GET', 'requests');
    expect(json).toMatchObject([
      { id: 2, curl: expect.stringContaining('http://127.0.0.1:1/api/things/b') },
      { id: 1, curl: expect.stringContaining('http://127.0.0.1:1/api/things/a') },
    ]);
    expect((await call('GET', 'requests?limit=1')).json).toMatchObject([{ id: 2 }]);
    expect(await call('DELETE', 'requests')).toMatchObject({ status: 204, body: '' });
    expect((await call('GET', 'requests')).json).toEqual([]);
  });

  it.each(['0', '-1', 'all', '1.5', '', '1000000', '1e3'])('requests refuses the limit %j', async (limit) => {
    expect(await openControl().call('GET', `requests?limit=${limit}`)).toMatchObject({
      status: 400,
      json: { error: `Failed to list requests: limit "${limit}" is not a number from 1.` },
    });
  });

  it('faults are set, listed and cleared', async () => {
    const { call, engine } = openControl();
    const rules = [{ operation: 'readThing', status: 503, times: 2 }];
    expect(await call('PUT', 'faults', { body: JSON.stringify(rules) })).toMatchObject({ status: 200, json: rules });
    expect((await call('GET', 'faults')).json).toEqual(rules);
    expect(engine.faults.list()).toEqual(rules);
    expect(await call('DELETE', 'faults')).toMatchObject({ status: 204, body: '' });
    expect((await call('GET', 'faults')).json).toEqual([]);
  });

  it('faults says what is wrong with rules, and changes nothing', async () => {
    const { call, engine } = openControl();
    engine.faults.set({ operation: '*', drop: true });
    expect(await call('PUT', 'faults', { body: '[{"operation":"*","status":1}]' })).toMatchObject({
      status: 400,
      json: {
        error: 'Failed to set faults: nothing was changed.',
        details: ['rule 1: "status" must be a whole number from 400 to 599.'],
      },
    });
    expect(engine.faults.list()).toEqual([{ operation: '*', drop: true }]);
  });

  it('gives the document in both forms', async () => {
    const { call } = openControl();
    expect(await call('GET', 'openapi.yaml')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/yaml' },
      body: 'openapi: 3.1.0\n',
    });
    expect((await call('GET', 'openapi.json')).json).toEqual({ openapi: '3.1.0' });
    expect((await call('GET', 'openapi.plain.json')).json).toEqual({ server: 'http://127.0.0.1:1' });
  });
});

it('a state that fits into no text is made piece by piece, as it is read', async () => {
  const record = { text: 'x'.repeat(10_000) };
  const many = { collections: { things: Array.from({ length: 54_000 }, () => record) } };
  const { status, body, more } = await openControl({ snapshot: () => many }).call('GET', 'state');
  let size = 0;
  for (const piece of more?.pieces ?? []) size += piece.length;
  expect([status, body, size > 54_000 * 10_000]).toEqual([200, '', true]);
  expect(more?.weight).toBeLessThan(8_000_000);
});

describe('what is refused', () => {
  it.each(['state', 'faults'])('a body of %s that is no JSON', async (name) => {
    const { call, calls } = openControl();
    for (const body of ['', '{', 'undefined', 'operation: x', '['.repeat(5000) + ']'.repeat(5000)])
      expect(await call('PUT', name, { body })).toMatchObject({
        status: 400,
        json: { error: expect.stringMatching(/^Failed to read the body as JSON: /) },
      });
    expect(calls).toEqual([]);
  });

  it.each(['other', 'health/', 'Health', 'constructor', '__proto__', 'toString'])(
    'the unknown endpoint %s',
    async (name) => {
      expect(await openControl().call('GET', name)).toMatchObject({
        status: 404,
        json: { error: `No such endpoint: ${name}.`, details: expect.arrayContaining(['GET /__mock/health']) },
      });
    },
  );

  it.each<[method: string, name: string, allow: string]>([
    ['GET', 'reset', 'POST, OPTIONS'],
    ['POST', 'state', 'GET, PUT, HEAD, OPTIONS'],
    ['DELETE', 'health', 'GET, HEAD, OPTIONS'],
  ])('%s of %s, with what is allowed', async (method, name, allow) => {
    const { call, calls } = openControl();
    expect(await call(method, name)).toMatchObject({ status: 405, headers: { allow } });
    expect(calls).toEqual([]);
  });

  it('a failure is answered, not thrown', async () => {
    const failing = openControl({ reset: () => Promise.reject(new Error('disk full')) });
    expect(await failing.call('POST', 'reset')).toMatchObject({ status: 500, json: { error: 'Failed: disk full' } });
    const throwing = openControl({
      snapshot: () => {
        throw new Error('broken');
      },
    });
    expect(await throwing.call('GET', 'state')).toMatchObject({ status: 500, json: { error: 'Failed: broken' } });
  });
});

describe('OPTIONS and HEAD', () => {
  it('OPTIONS tells the methods', async () => {
    expect(await openControl().call('OPTIONS', 'state')).toMatchObject({
      status: 204,
      headers: { allow: 'GET, PUT, HEAD, OPTIONS', 'access-control-allow-methods': 'GET, PUT, HEAD, OPTIONS' },
    });
  });

  it('HEAD is taken where GET is', async () => {
    const { call } = openControl();
    expect((await call('HEAD', 'health')).status).toBe(200);
    expect((await call('HEAD', 'reset')).status).toBe(405);
  });
});

describe('who may steer the server', () => {
  const METHODS: readonly (readonly [string, string])[] = [
    ['GET', 'state'],
    ['PUT', 'state'],
    ['POST', 'reset'],
    ['OPTIONS', 'state'],
    ['GET', 'other'],
  ];

  it.each<[what: string, headers: Record<string, string>]>([
    ['a page of another site', { host: '127.0.0.1:1', origin: 'https://evil.example' }],
    ['a sandboxed page', { host: '127.0.0.1:1', origin: 'null' }],
    ['a name that was bound to this address', { host: 'evil.example:1' }],
    ['the same with a page of its own', { host: 'evil.example', origin: 'http://evil.example' }],
  ])('not %s: it learns and changes nothing', async (_what, headers) => {
    const { call, calls } = openControl();
    for (const [method, name] of METHODS) {
      const refused = await call(method, name, { headers, body: '{"collections":{}}' });
      expect(refused).toMatchObject({
        status: 403,
        json: { error: expect.stringMatching(/^Refused by the control API: it (does not )?answers? /) },
      });
      expect(Object.keys(refused.headers).filter((header) => header.startsWith('access-control'))).toEqual([]);
    }
    expect(calls).toEqual([]);
  });

  it('a page of this machine may, and may read the answer', async () => {
    const headers = { host: '127.0.0.1:1', origin: 'http://localhost:5173' };
    for (const [method, name] of METHODS) {
      const answered = await openControl().call(method, name, { headers, body: '{}' });
      expect(answered.status).not.toBe(403);
      expect(answered.headers).toMatchObject({
        'access-control-allow-origin': 'http://localhost:5173',
        'access-control-allow-headers': 'content-type',
        vary: 'origin',
      });
    }
  });

  it('a program of this machine may, without any header', async () => {
    expect((await openControl().call('GET', 'state', { headers: {} })).status).toBe(200);
  });

  it('C1: health answers by any name, but not to pages of other sites', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await openControl().call('GET', 'health', { headers })).status;
    expect(await ask({ host: 'swr-mock:1' })).toBe(200);
    expect(await ask({ host: 'swr-mock:1', origin: 'https://evil.example' })).toBe(403);
    expect(await ask({ host: 'swr-mock:1', 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('whoever calls the server by the name it was given may', async () => {
    expect((await openControl().call('GET', 'state', { headers: { host: 'fake:1' } })).status).toBe(200);
  });
});
