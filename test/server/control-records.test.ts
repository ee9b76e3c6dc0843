import { describe, expect, it } from 'vitest';

import { createStore, type StoreChange } from '../../src/store/create-store.ts';
import { resolved } from '../openapi/shipped.ts';
import { openControl } from './open-control.ts';

const repository = (name: string, more: object = {}) => ({ namespace: 'group', name, is_public: true, ...more });

/** A control API over a real store. */
const setUp = async () => {
  const changes: StoreChange[] = [];
  let broken = false;
  const store = createStore({
    document: resolved,
    onChange: (change) => {
      if (broken) throw new Error('disk full');
      changes.push(structuredClone(change));
    },
  });
  await store.restore({
    collections: {
      repositories: [
        repository('a', { category: 'linux' }),
        repository('b', { is_public: false }),
        repository('c', { category: 'linux' }),
      ],
      tags: [
        { namespace: 'group', repository: 'a', tag: '1.29' },
        { namespace: 'group', repository: 'b', tag: '1.29' },
      ],
    },
  });
  const control = openControl({ records: { ...store, check: store.checkRecord } });
  const call = async (method: string, name: string, body?: unknown, headers: Record<string, string> = {}) => {
    const { status, json } = await control.call(method, name, { headers, body });
    return { status, json: json as Record<string, unknown> | undefined };
  };
  const names = async (query: string): Promise<unknown> => {
    const { json } = await call('GET', `records/repositories${query}`);
    const { records, total } = json as { records: { name: string }[]; total: number };
    return [records.map(({ name }) => name).join(' '), total];
  };
  return {
    store,
    changes,
    call,
    names,
    fail: () => {
      broken = true;
    },
  };
};

describe('GET records', () => {
  it.each<[query: string, found: readonly [string, number]]>([
    ['', ['a b c', 3]],
    ['?offset=1', ['b c', 3]],
    ['?limit=1', ['a', 3]],
    ['?limit=0', ['', 3]],
    ['?offset=1&limit=1', ['b', 3]],
    ['?offset=999999999', ['', 3]],
    ['?category=linux', ['a c', 2]],
    ['?category=linux&offset=1', ['c', 2]],
    ['?category=linux&name=c', ['c', 1]],
    ['?category=', ['', 0]],
    ['?is_public=false', ['b', 1]],
    ['?id=3', ['c', 1]],
    ['?name=%61', ['a', 1]],
    ['?unknown=x', ['', 0]],
    ['?unknown=undefined', ['', 0]],
    ['?constructor=x&__proto__=y', ['', 0]],
  ])('repositories%s', async (query, found) => {
    const { names } = await setUp();
    expect(await names(query)).toEqual(found);
  });

  it('a hundred of them, unless another number is asked for', async () => {
    const { store, call } = await setUp();
    const namespaces = Array.from({ length: 250 }, (_, index) => ({ name: `n${index}` }));
    await store.restore({ collections: { namespaces } });
    for (const [query, length] of [
      ['', 100],
      ['?limit=200', 200],
      ['?offset=200', 50],
    ] as const) {
      const { json } = await call('GET', `records/namespaces${query}`);
      expect(json).toMatchObject({ total: 250, records: { length } });
    }
  });

  it.each(['offset=-1', 'limit=10001', 'limit=x', 'limit=', 'offset=1.5', 'limit=1e3', 'offset=9999999999'])(
    'refuses %s',
    async (query) => {
      const { call } = await setUp();
      expect(await call('GET', `records/repositories?${query}`)).toEqual({
        status: 400,
        json: { error: 'Failed to list records: offset and limit must be whole numbers from 0, limit at most 10000.' },
      });
    },
  );

  it('shows one by its key', async () => {
    const { call } = await setUp();
    expect(await call('GET', 'records/tags/group/a/1.29')).toMatchObject({ status: 200, json: { id: 1, tag: '1.29' } });
    expect(await call('GET', 'records/tags/%67roup/a/1%2E29')).toMatchObject({ status: 200 });
    for (const key of ['group/a', 'group/a/1.29/x', 'group/c/1.29', 'group/a/', 'a%2Fb/a/1.29', '%zz/a/1.29'])
      expect(await call('GET', `records/tags/${key}`)).toMatchObject({
        status: 404,
        json: { error: expect.stringMatching(/^There is no .* among the tags\.$/) },
      });
  });

  it.each(['images', '', 'constructor', '__proto__', 'Tags'])('knows no collection %j', async (name) => {
    const { call } = await setUp();
    const known = `unknown collection "${name}" (known: namespaces, repositories, tags, access_domains).`;
    for (const [method, what] of [
      ['GET', 'read records'],
      ['POST', 'add a record'],
      ['DELETE', 'delete a record'],
    ] as const)
      expect(await call(method, `records/${name}`, {})).toEqual({
        status: 404,
        json: { error: `Failed to ${what}: ${known}` },
      });
  });
});

describe('POST records', () => {
  const tag = { namespace: 'group', repository: 'a', tag: 'latest' };

  it('[T1] adds one, and answers what is kept of it', async () => {
    const { call, store, changes } = await setUp();
    expect(await call('POST', 'records/tags', { ...tag, size: 5 })).toEqual({
      status: 201,
      json: { id: 3, ...tag, size: 5 },
    });
    expect(store.find('tags', ['group', 'a', 'latest'])).toMatchObject({ size: 5 });
    expect(changes.at(-1)).toMatchObject({ type: 'insert', collection: 'tags' });
  });

  it.each<
    [what: string, collection: string, record: unknown, status: number, error: string, details?: readonly string[]]
  >([
    ['no JSON', 'tags', '{', 400, 'Failed to read the body as JSON'],
    ['nothing', 'tags', undefined, 400, 'Failed to read the body as JSON'],
    ['a list', 'tags', [tag], 400, 'nothing was changed', ['the record must be an object.']],
    ['null', 'tags', 'null', 400, 'nothing was changed', ['the record must be an object.']],
    [
      '[T2] [T3] a broken rule',
      'tags',
      { ...tag, tag: '-a/' },
      400,
      'nothing was changed',
      [
        'tag must start with a digit, a letter or "_" (T2).',
        'tag must hold only digits, letters, "_", "." and "-" after its first character (T3).',
      ],
    ],
    [
      'a missing value',
      'tags',
      { namespace: 'group', repository: 'a' },
      400,
      'nothing was changed',
      ['tag is missing.'],
    ],
    [
      'no such parent',
      'tags',
      { ...tag, repository: 'x' },
      400,
      'nothing was changed',
      ['group/x is not among the repositories.'],
    ],
    ['a taken number', 'tags', { ...tag, id: 2 }, 400, 'nothing was changed', ["id 2 is another record's."]],
    ['a taken key', 'tags', { ...tag, tag: '1.29' }, 409, 'group/a/1.29 is among the tags already.'],
    ['a key in the path', 'tags/group/a/x', tag, 404, 'its key belongs into the body'],
  ])('%s', async (_what, path, record, status, error, details) => {
    const { call, store, changes } = await setUp();
    const before = store.snapshot();
    const refused = await call('POST', `records/${path}`, record);
    expect(refused).toMatchObject({
      status,
      json: { error: expect.stringContaining(error), ...(details ? { details } : {}) },
    });
    expect(store.snapshot()).toEqual(before);
    expect(changes).toHaveLength(1);
  });

  it('of fifty at once with one key exactly one gets in', async () => {
    const { call } = await setUp();
    const answers = await Promise.all(Array.from({ length: 50 }, () => call('POST', 'records/tags', tag)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(409)]);
  });

  it('what can not be kept is 500, and is not there', async () => {
    const { call, store, fail } = await setUp();
    fail();
    expect(await call('POST', 'records/tags', tag)).toEqual({ status: 500, json: { error: 'Failed: disk full' } });
    expect(await call('DELETE', 'records/tags/group/a/1.29')).toEqual({
      status: 500,
      json: { error: 'Failed: disk full' },
    });
    expect(store.count('tags')).toBe(2);
  });
});

describe('DELETE records', () => {
  it('takes one away with all that it holds', async () => {
    const { call, store, changes } = await setUp();
    expect(await call('DELETE', 'records/repositories/group/a')).toEqual({ status: 204, json: undefined });
    expect([store.count('repositories'), store.count('tags')]).toEqual([2, 1]);
    expect(await call('DELETE', 'records/namespaces/group')).toMatchObject({ status: 204 });
    expect(['namespaces', 'repositories', 'tags'].map(store.count)).toEqual([0, 0, 0]);
    expect(changes.slice(1)).toEqual([
      { type: 'remove', collection: 'repositories', key: ['group', 'a'] },
      { type: 'remove', collection: 'namespaces', key: ['group'] },
    ]);
  });

  it('reads keys that are percent-encoded', async () => {
    const { call, store } = await setUp();
    const sharing = { namespace: 'group', repository: 'a', permit: 'read', deadline: 'forever' };
    for (const access_domain of ['a/b', '名', 'a b', '%', '..'])
      store.insert('access_domains', { ...sharing, access_domain });
    for (const key of ['a%2Fb', '%E5%90%8D', 'a%20b', '%25', '..'])
      expect(await call('DELETE', `records/access_domains/group/a/${key}`), key).toMatchObject({ status: 204 });
    expect(store.count('access_domains')).toBe(0);
  });

  it.each(['', '/', '/group', '/group/a/x', '/group/x', '/Group/a', '/__proto__/a'])(
    'repositories%s: there is none, and nothing changes',
    async (key) => {
      const { call, store } = await setUp();
      expect(await call('DELETE', `records/repositories${key}`)).toMatchObject({
        status: 404,
        json: { error: expect.stringMatching(/^There is no .* among the repositories\.$/) },
      });
      expect([store.count('repositories'), store.count('tags')]).toEqual([3, 2]);
    },
  );
});

it('methods that records do not take are told', async () => {
  const { call } = await setUp();
  expect(await call('PUT', 'records/tags')).toMatchObject({
    status: 405,
    json: { error: 'records takes GET, POST, DELETE, HEAD, OPTIONS, not PUT.' },
  });
});

it('a page of another site may do none of it', async () => {
  const { call, store } = await setUp();
  const headers = { host: '127.0.0.1:1', origin: 'https://evil.example' };
  for (const [method, name] of [
    ['GET', 'records/tags'],
    ['POST', 'records/tags'],
    ['DELETE', 'records/tags/group/a/1.29'],
  ] as const)
    expect((await call(method, name, {}, headers)).status).toBe(403);
  expect(store.count('tags')).toBe(2);
});
