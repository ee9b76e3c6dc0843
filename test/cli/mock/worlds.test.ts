import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { document as shipped } from '../../../mocks/document.ts';
import { create, reposOf } from '../../behaviour/surface.ts';
import { signingTime, signRequest } from '../../engine/access/sign-request.ts';
import { type RunningMock, runMockHere } from './run-mock-here.ts';

let running: RunningMock[] = [];
afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  running = [];
});

const start = async (...args: readonly string[]): Promise<RunningMock> => {
  const mock = await runMockHere(...args);
  running.push(mock);
  return mock;
};

/** A client of the API and of the control API below one base URL. */
const at = (baseUrl: string) => {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: { 'x-auth-token': 'demo', ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type') === 'application/json';
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson ? (JSON.parse(text) as unknown) : text,
    };
  };
  const createRepository = async (name: string): Promise<number> => {
    const { method = '', path = '', headers, body } = create({ repository: name });
    return (await fetch(baseUrl + path, { method, headers: headers ?? {}, body: body ?? null })).status;
  };
  const listRepositories = async (): Promise<string[]> => {
    const { json } = await send('GET', '/__mock/records/repositories');
    return (json as { records: { name: string }[] }).records.map(({ name }) => name);
  };
  return { send, createRepository, listRepositories };
};

const worldOf = ({ origin }: RunningMock, name: string) => at(`${origin}/__mock/worlds/${name}`);

/** What a user may edit in a document of his own. */
interface Changeable {
  info: { title: string };
  'x-ambiguities': Record<string, { readings: Record<string, unknown> }>;
}

describe('C2: a world', () => {
  test('has records, faults, readings and a journal of its own', async () => {
    const mock = await start();
    const [base, one, two] = [at(mock.origin), worldOf(mock, 'one'), worldOf(mock, 'two')];
    expect(await one.createRepository('busybox')).toBe(201);
    await one.send('PUT', '/__mock/faults', [{ operation: '*', status: 503 }]);
    expect(await one.createRepository('other')).toBe(503);
    for (const other of [base, two]) {
      expect(await other.createRepository('busybox')).toBe(201);
      expect(await other.listRepositories()).toEqual(['busybox']);
      expect((await other.send('GET', '/__mock/requests')).json).toHaveLength(1);
    }
    expect((await one.send('GET', '/__mock/requests')).json).toMatchObject([
      { request: { target: reposOf('group') }, response: { status: 503 } },
      { request: { target: reposOf('group') }, response: { status: 201 } },
    ]);
    await one.send('POST', '/__mock/reset');
    expect(await one.listRepositories()).toEqual([]);
    expect(await two.listRepositories()).toEqual(['busybox']);
  });

  test('begins as the server did: with its readings, records and options', async () => {
    const mock = await start('--records', '3', '--reading', 'A7=last', '--max-body', '9999', '--edition', '2019-02');
    const world = worldOf(mock, 'w');
    const health = async (client: ReturnType<typeof at>) => {
      const { uptime: _, ...facts } = (await client.send('GET', '/__mock/health')).json as Record<string, unknown>;
      return facts;
    };
    expect(await health(world)).toEqual(await health(at(mock.origin)));
    expect(await world.listRepositories()).toEqual(await at(mock.origin).listRepositories());
    expect((await world.send('POST', reposOf('group'), 'a'.repeat(10_000))).status).toBe(413);
  });

  test('may begin otherwise: readings, made-up records, a state; what cannot be is told and changes nothing', async () => {
    const mock = await start('--reading', 'A7=last');
    const { send } = at(mock.origin);
    const path = '/__mock/worlds/w';
    const state = { collections: { namespaces: [{ name: 'mine' }] } };
    expect(await send('PUT', path, { readings: { A2: 'strict' }, records: 2, seed: 5, state })).toMatchObject({
      status: 201,
      json: {
        name: 'w',
        url: `${mock.origin}${path}`,
        readings: { A2: 'strict', A7: 'last' },
        records: { namespaces: 2, repositories: 2 },
      },
    });
    const world = worldOf(mock, 'w');
    expect(await world.createRepository('busybox'), 'A2=strict: there is no namespace "group"').toBe(404);
    expect(await at(mock.origin).createRepository('busybox')).toBe(201);
    for (const [wish, problem] of [
      [{ readings: { A7: 'never' } }, 'unknown reading "never" of A7 (known: reject, first, last).'],
      [{ readings: { A7: 1 } }, 'readings must be an object of readings by point, such as {"A7": "last"}.'],
      [{ records: -1 }, 'records must be a whole number from 0 to 100000.'],
      [{ recrods: 1 }, 'recrods is unknown (known: readings, records, seed, state).'],
      [
        { records: 30, state: { collections: { namespaces: [{ name: 'Bad' }] } } },
        /^namespaces\[0\]\.name must start with/,
      ],
      [[], 'It takes an object of readings, records, seed, state.'],
    ] as const)
      expect(await send('PUT', path, wish)).toMatchObject({
        status: 400,
        json: {
          error: 'Failed to make the world w: nothing was changed.',
          details: [typeof problem === 'string' ? problem : expect.stringMatching(problem)],
        },
      });
    await world.send('POST', '/__mock/reset');
    expect((await send('GET', path)).json).toMatchObject({ records: { namespaces: 2, repositories: 2 } });
    expect(await send('PUT', path)).toMatchObject({ status: 200, json: { readings: { A7: 'last' } } });
    expect(await world.createRepository('busybox')).toBe(201);
  });

  test('is listed and deleted by the control API of the default one', async () => {
    const mock = await start();
    const { send } = at(mock.origin);
    for (const name of ['a', 'b', 'c']) await worldOf(mock, name).createRepository('busybox');
    const names = async () =>
      ((await send('GET', '/__mock/worlds')).json as { name: string }[]).map(({ name }) => name);
    expect(await names()).toEqual(['c', 'b', 'a']);
    expect((await send('DELETE', '/__mock/worlds/b')).status).toBe(204);
    expect((await send('DELETE', '/__mock/worlds/b')).status).toBe(404);
    expect((await send('GET', '/__mock/worlds/b')).status).toBe(404);
    expect(await names()).toEqual(['c', 'a']);
    expect((await worldOf(mock, 'a').send('GET', '/__mock/worlds')).status).toBe(404);
    expect((await send('DELETE', '/__mock/worlds')).status).toBe(204);
    expect(await names()).toEqual([]);
    expect(await worldOf(mock, 'a').listRepositories()).toEqual([]);
  });

  test.each(['a%20b', '-a', 'a'.repeat(65), ''])('has no name such as "%s"', async (name) => {
    const { send } = at((await start()).origin);
    for (const path of [`/__mock/worlds/${name}`, `/__mock/worlds/${name}/v2/manage/namespaces`])
      for (const method of ['GET', 'DELETE', 'PUT'])
        expect(await send(method, path)).toMatchObject({
          status: 400,
          json: { error: expect.stringContaining('is no name of a world: it takes 1 to 64 letters') },
        });
  });

  test('is steered by programs and pages of this machine only, and its API is open to all', async () => {
    const mock = await start();
    const { send } = worldOf(mock, 'w');
    const foreign = { origin: 'https://evil.test' };
    for (const path of ['/__mock/health', '/__mock/'])
      expect((await send('GET', path, undefined, foreign)).status).toBe(403);
    expect((await at(mock.origin).send('DELETE', '/__mock/worlds/w', undefined, foreign)).status).toBe(403);
    const answer = await send('GET', '/v2/manage/namespaces', undefined, foreign);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toMatch(/^(?:\*|https:\/\/evil\.test)$/);
  });

  test('takes a signature over the path as it was sent, and over no other', async () => {
    const mock = await start('--access-key', 'KEY:secret');
    const base = '/__mock/worlds/w';
    const path = '/v2/manage/namespaces';
    const headers = { host: new URL(mock.origin).host, 'x-sdk-date': signingTime(new Date()) };
    const sign = (signed: string) =>
      signRequest({ method: 'GET', path: signed, headers }, { accessKey: 'KEY', secret: 'secret' });
    const send = (signed: string) => fetch(mock.origin + base + path, { headers: sign(signed) });
    expect((await send(base + path)).status).toBe(200);
    const refused = await send(path);
    expect(refused.status).toBe(401);
    expect(await refused.text()).toContain(`|${base}${path}/|`);
  });

  test('is where the catalogue of a log-in below it leads; the token holds in all worlds', async () => {
    const mock = await start('--iam', '--token', 'only-this');
    const base = `${mock.origin}/__mock/worlds/w`;
    const answer = await fetch(`${base}/v3/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        auth: {
          identity: { methods: ['password'], password: { user: { name: 'me', password: 'only-this', domain: {} } } },
        },
      }),
    });
    const { token } = (await answer.json()) as { token: { catalog: { type: string; endpoints: { url: string }[] }[] } };
    const urls = token.catalog.flatMap(({ endpoints }) => endpoints.map(({ url }) => url));
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(url.startsWith(`${base}/`) || url === base, url).toBe(true);
    const headers = { 'x-auth-token': answer.headers.get('x-subject-token') ?? '' };
    for (const url of [base, mock.origin])
      expect((await fetch(`${url}/v2/manage/namespaces`, { headers })).status).toBe(200);
  });

  test('says its requests by the path that was sent: the log and the curl line', async () => {
    const mock = await start();
    await worldOf(mock, 'w').createRepository('busybox');
    expect(mock.exchanges).toMatchObject([{ request: { base: '/__mock/worlds/w', target: reposOf('group') } }]);
    const { json } = await worldOf(mock, 'w').send('GET', '/__mock/requests');
    expect((json as { curl: string }[])[0]?.curl).toContain(`${mock.origin}/__mock/worlds/w${reposOf('group')}`);
  });

  test('is no path of the server without a control API', async () => {
    const mock = await start('--no-control');
    expect(await worldOf(mock, 'w').createRepository('busybox')).toBe(404);
  });
});

describe('C2: files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'worlds-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the state file is of the default world; the seed file is of all', async () => {
    const [state, seeds] = [join(folder, 'state.jsonl'), join(folder, 'seeds.yaml')];
    writeFileSync(
      seeds,
      'namespaces: [{name: group}]\nrepositories: [{namespace: group, name: first, is_public: true}]\n',
    );
    const mock = await start('--state', state, '--seed-file', seeds);
    expect(await worldOf(mock, 'w').createRepository('second')).toBe(201);
    expect(await worldOf(mock, 'w').listRepositories()).toEqual(['first', 'second']);
    await at(mock.origin).createRepository('third');
    expect(readFileSync(state, 'utf8')).toMatch(/first[\s\S]*third/);
    expect(readFileSync(state, 'utf8')).not.toContain('second');
  });

  test('a document that is loaded again is that of all worlds, but of those whose readings it does not know', async () => {
    const spec = join(folder, 'spec.json');
    const write = (change: object): void => writeFileSync(spec, JSON.stringify({ ...shipped, ...change }));
    write({});
    const mock = await start('--watch', '--spec', spec);
    const titleOf = async (client: ReturnType<typeof at>): Promise<unknown> =>
      ((await client.send('GET', '/__mock/openapi.json')).json as typeof shipped).info.title;
    const [base, plain, own, later] = [
      at(mock.origin),
      ...['plain', 'own', 'later'].map((name) => worldOf(mock, name)),
    ];
    await base.send('PUT', '/__mock/worlds/own', { readings: { A7: 'last' } });
    await plain?.createRepository('busybox');
    const changed = structuredClone(shipped) as unknown as Changeable;
    changed.info.title = 'Changed';
    delete changed['x-ambiguities']['A7']?.readings['last'];
    write(changed);
    expect(await mock.reload()).toEqual([expect.stringMatching(/^The world own keeps the document before: .*"last"/)]);
    for (const client of [base, plain, later]) expect(client && (await titleOf(client))).toBe('Changed');
    expect(own && (await titleOf(own))).toBe(shipped.info.title);
    expect(await plain?.listRepositories(), 'records stay').toEqual(['busybox']);
    writeFileSync(spec, '{"openapi": "3.1.0"}');
    await expect(mock.reload()).rejects.toThrow('Failed to use the document');
    expect(plain && (await titleOf(plain))).toBe('Changed');
  });
});

test('C2: of four clients with twenty tests, a world and a reset each, none sees what is another one is doing', async () => {
  const mock = await start('--records', '2');
  const given = await at(mock.origin).listRepositories();
  /** What a test of somebody's app does, in a world that the next one resets. */
  const runTest = async (worker: number): Promise<void> => {
    const world = worldOf(mock, `w${worker}`);
    await world.send('POST', '/__mock/reset');
    await world.send('DELETE', '/__mock/requests');
    expect(await world.createRepository('busybox')).toBe(201);
    await world.send('PUT', '/__mock/faults', { operation: '*', status: 503, times: 1 });
    expect(await world.createRepository('struck')).toBe(503);
    expect(await world.createRepository('busybox')).toBe(409);
    expect(await world.createRepository(`of-${worker}`)).toBe(201);
    expect(await world.listRepositories()).toEqual([...given, 'busybox', `of-${worker}`]);
    const { json } = await world.send('GET', '/__mock/requests');
    expect((json as { response: { status: number } }[]).map(({ response }) => response.status)).toEqual([
      201, 409, 503, 201,
    ]);
  };
  const runWorker = async (worker: number): Promise<void> => {
    for (let number = 0; number < 5; number += 1) await runTest(worker);
  };
  await Promise.all([0, 1, 2, 3].map(runWorker));
  expect(await at(mock.origin).listRepositories()).toEqual(given);
});
