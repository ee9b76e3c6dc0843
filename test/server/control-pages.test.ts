import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPageAnswers } from '../../src/server/control/page-answers.ts';
import { openControl } from './open-control.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  for (const name of ['console.html', 'docs.html', 'pages.css', 'console.js'])
    writeFileSync(join(folder, name), `content of ${name}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const setUp = () => {
  const seeded: unknown[] = [];
  const opened = openControl({
    seed: async (records, seed) => {
      seeded.push([records, seed]);
      return { things: records };
    },
    pages: createPageAnswers(folder),
  });
  return { ...opened, seeded };
};

describe('the pages', () => {
  it('a browser gets the console, a program the list of endpoints', async () => {
    const { call } = setUp();
    expect(await call('GET', '', { headers: { accept: 'text/html,*/*;q=0.8' } })).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', vary: 'accept' },
      body: 'content of console.html',
    });
    expect(await call('GET', '', { headers: { accept: '*/*' } })).toMatchObject({
      headers: { vary: 'accept' },
      json: { endpoints: expect.arrayContaining(['GET /__mock/', 'GET /__mock/docs', 'POST /__mock/seed']) },
    });
  });

  it('nothing from elsewhere, nothing inline, no frame around them', async () => {
    const { headers } = await setUp().call('GET', 'docs');
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it.each([
    ['pages.css', 'text/css; charset=utf-8'],
    ['console.js', 'text/javascript; charset=utf-8'],
  ])('%s is %s, and asked for again only to hear that it holds', async (name, type) => {
    const { call } = setUp();
    const first = await call('GET', `assets/${name}`);
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' } });
    const etag = first.headers['etag'] ?? '';
    expect(await call('GET', `assets/${name}`, { headers: { 'if-none-match': `"other", W/${etag}` } })).toMatchObject({
      status: 304,
      headers: { etag },
      body: '',
    });
    expect((await call('GET', `assets/${name}`, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect((await call('HEAD', `assets/${name}`)).status).toBe(200);
  });

  it('C13: a build that comes while the server runs does not mix with the one before', async () => {
    const { call } = setUp();
    await call('GET', 'docs');
    writeFileSync(join(folder, 'console.js'), 'of the next build');
    expect((await call('GET', 'assets/console.js')).body).toBe('content of console.js');
    writeFileSync(join(folder, 'console.js'), 'content of console.js');
  });

  it.each(['other.js', '', '../package.json', '%2e%2e%2fpackage.json', 'constructor', 'pages.css/x'])(
    'no other file: %s',
    async (name) => {
      expect((await setUp().call('GET', `assets/${name}`)).status).toBe(404);
    },
  );

  it('a file that was not built yet says how', async () => {
    expect(await setUp().call('GET', 'assets/docs.js')).toMatchObject({
      status: 503,
      body: 'The pages have not been built yet. Run: npm run build\n',
    });
  });

  it('a link of another site opens a page; anything else of it is refused', async () => {
    const { call } = setUp();
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await call('GET', 'docs', { headers: link })).status).toBe(200);
    expect((await call('GET', '', { headers: { ...link, accept: 'text/html' } })).status).toBe(200);
    expect((await call('GET', 'state', { headers: link })).status).toBe(403);
    expect((await call('POST', 'reset', { headers: link })).status).toBe(403);
    expect((await call('GET', 'docs', { headers: { ...link, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
    expect((await call('GET', 'docs', { headers: { ...link, host: 'evil.example' } })).status).toBe(403);
  });
});

describe('events', () => {
  type Events = { cursor: string; fresh: boolean; requests: { id: number }[]; missed: number; count: number };
  const look = async (call: ReturnType<typeof setUp>['call'], after = ''): Promise<Events> =>
    (await call('GET', `events?after=${after}`)).json as Events;

  it('tells what came since the cursor, the newest first', async () => {
    const { call, record } = setUp();
    const start = await look(call);
    expect(start).toMatchObject({ fresh: true, requests: [], count: 0, faults: [], health: { version: '1.2.3' } });
    await record('/api/things/a');
    await record('/api/things/b', { drop: true });
    const next = await look(call, start.cursor);
    expect(next).toMatchObject({
      fresh: false,
      missed: 0,
      count: 2,
      requests: [
        { id: 2, method: 'GET', target: '/api/things/b', status: null },
        { id: 1, operation: 'readThing', target: '/api/things/a', status: 200 },
      ],
    });
    expect(await look(call, next.cursor)).toMatchObject({ fresh: false, requests: [], missed: 0 });
  });

  it('says how many were too many to keep', async () => {
    const { call, record } = setUp();
    const { cursor } = await look(call);
    for (let count = 0; count < 12; count += 1) await record('/api/things/a');
    const next = await look(call, cursor);
    expect(next.requests.map(({ id }) => id)).toEqual([12, 11, 10, 9, 8]);
    expect(next).toMatchObject({ missed: 7, count: 12 });
  });

  it('begins anew after a clearing, and for a cursor that means nothing', async () => {
    const { call, record } = setUp();
    await record('/api/things/a');
    const { cursor } = await look(call);
    await call('DELETE', 'requests');
    await record('/api/things/b');
    expect(await look(call, cursor)).toMatchObject({ fresh: true, count: 1, requests: [{ id: 1 }] });
    const epoch = (await look(call)).cursor.split('.')[0];
    for (const wrong of ['x', `${epoch}.9`, `${epoch}.`, `${epoch}.-1`, '.1'])
      expect((await look(call, wrong)).fresh).toBe(true);
  });

  it.each([
    ['verdict=done', [4, 1]],
    ['verdict=refused', [2]],
    ['verdict=failed', [3]],
    ['clause=t1', [2]],
    ['clause=E400.1', [2]],
    ['text=things/b', [4]],
    ['text=READTHING', [4, 3, 2, 1]],
    ['text=%20abcdef%20', [2]],
    ['verdict=done&text=things/a', [1]],
    ['verdict=&clause=&text=', [4, 3, 2, 1]],
  ])('lists only what fits %s', async (filter, ids) => {
    const { call, record } = setUp();
    await record('/api/things/a');
    await record('/api/things/abcdef');
    await record('/api/things/a', { drop: true });
    await record('/api/things/b');
    const { requests, missed } = await look(call, `&${filter}`);
    expect(requests.map(({ id }) => id)).toEqual(ids);
    expect(missed).toBe(0);
  });

  it('refuses a verdict that is none', async () => {
    const { call } = setUp();
    const refused = await call('GET', 'events?verdict=toString');
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ error: expect.stringContaining('done, refused, failed') });
  });

  it('shows a request with no more than a row needs', async () => {
    const { call, record } = setUp();
    await record(`/api/things/${'a'.repeat(5000)}`, { body: new Uint8Array(20_000) });
    const { requests } = await look(call);
    expect(JSON.stringify(requests).length).toBeLessThan(1500);
  });
});

describe('a single request', () => {
  it('comes with the bytes of its body, to be sent again', async () => {
    const { call, record } = setUp();
    await record('/api/things/a', { body: Uint8Array.of(0xff, 0) });
    expect((await call('GET', 'requests/1')).json).toMatchObject({
      id: 1,
      bodyBase64: '/wA=',
      request: { headers: { authorization: 'Bearer <removed>' } },
    });
  });

  it('without them where they were too long to keep', async () => {
    const { call, record } = setUp();
    await record('/api/things/a', { body: new Uint8Array(16 * 1024 + 1) });
    expect((await call('GET', 'requests/1')).json).toMatchObject({ bodyBase64: null, curl: null });
  });

  it.each(['2', '0', '-1', 'x', '1/2', '1e0'])('there is no request %s', async (id) => {
    const { call, record } = setUp();
    await record('/api/things/a');
    expect((await call('GET', `requests/${id}`)).status).toBe(404);
  });

  it('one that the ring has let go of is gone', async () => {
    const { call, record } = setUp();
    for (let count = 0; count < 6; count += 1) await record('/api/things/a');
    expect((await call('GET', 'requests/1')).status).toBe(404);
    expect((await call('GET', 'requests/6')).status).toBe(200);
  });

  it('is not deleted alone', async () => {
    const { call, record } = setUp();
    await record('/api/things/a');
    expect((await call('DELETE', 'requests/1')).status).toBe(405);
    expect((await call('GET', 'requests/1')).status).toBe(200);
  });
});

describe('seed', () => {
  it('adds made-up records', async () => {
    const { call, seeded } = setUp();
    expect(await call('POST', 'seed', { body: '{"records":50,"seed":7}' })).toMatchObject({
      status: 200,
      json: { status: 'seeded', added: { things: 50 } },
    });
    expect((await call('POST', 'seed', { body: '{"records":1}' })).status).toBe(200);
    expect(seeded).toEqual([
      [50, 7],
      [1, 1],
    ]);
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"records":0}',
    '{"records":100001}',
    '{"records":"5"}',
    '{"records":1,"seed":-1}',
  ])('refuses %s', async (body) => {
    const { call, seeded } = setUp();
    expect((await call('POST', 'seed', { body })).status).toBe(400);
    expect(seeded).toEqual([]);
  });
});
