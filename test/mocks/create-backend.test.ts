import { describe, expect, it } from 'vitest';

import { type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import { document as shipped } from '../../mocks/document.ts';
import { SnapshotError } from '../../mocks/records/snapshot-error.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import type { StoreChange } from '../../src/store/create-store.ts';
import { resolved } from '../openapi/shipped.ts';
import { replayed } from '../store/replayed.ts';

const NAMESPACES = 'http://fake/v2/manage/namespaces';

const open = (options: BackendOptions = {}) => {
  const changes: StoreChange[] = [];
  const backend = createBackend({ ...options, onChange: (change) => changes.push(structuredClone(change)) });
  const send = async (
    method: string,
    url: string,
    body?: unknown,
    token = 'demo',
  ): Promise<{ status: number; text: string; headers: Headers }> => {
    const headers: Record<string, string> = { 'x-auth-token': token };
    if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json';
    const sent = body instanceof FormData ? body : body === undefined ? null : JSON.stringify(body);
    const answer = await backend.fetch(new Request(url, { method, headers, body: sent }));
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const create = (namespace: string, repository: string, token?: string) => {
    const form = new FormData();
    form.set('repository', repository);
    form.set('is_public', 'true');
    return send('POST', `${NAMESPACES}/${namespace}/repos`, form, token);
  };
  return { backend, changes, send, create };
};

describe('requests that overlap', () => {
  it('[A2] [S1] [ND1] creating in a namespace while it is deleted leaves no repository without one', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { backend, changes, send, create } = open();
      if (round % 2 === 0) await create('group', 'first');
      const answers = await Promise.all([
        create('group', 'a'),
        ...(round % 3 === 0 ? [create('group', 'b')] : []),
        send('DELETE', `${NAMESPACES}/group`),
        create('group', 'c'),
        send('DELETE', `${NAMESPACES}/group`),
      ]);
      for (const { status } of answers) expect([201, 204, 404]).toContain(status);
      for (const { namespace } of backend.store.list('repositories').records)
        expect(backend.store.find('namespaces', [String(namespace)])).toBeDefined();
      const { collections } = backend.store.snapshot();
      expect(replayed(resolved, changes).collections).toEqual(collections);
    }
  });

  it('[S1] a reset while creates are under way leaves each of them whole or gone', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { backend, create } = open();
      await Promise.all([
        create('group', 'a'),
        backend.reset(),
        create('group', 'b'),
        backend.reset(),
        create('x', 'c'),
      ]);
      for (const { namespace } of backend.store.list('repositories').records)
        expect(backend.store.find('namespaces', [String(namespace)])).toBeDefined();
    }
  });

  it('[RU5] [RD1] changing a repository while it is deleted and created again', async () => {
    const { send, create, backend } = open();
    await create('group', 'a');
    const url = `${NAMESPACES}/group/repos/a`;
    const answers = await Promise.all([
      send('PATCH', url, { description: '1' }),
      send('DELETE', url),
      send('PATCH', url, { description: '2' }),
      send('DELETE', url),
      create('group', 'a'),
      send('PATCH', url, { description: '3' }),
    ]);
    const statuses = answers.map(({ status }) => status);
    for (const status of statuses) expect([201, 204, 404, 409]).toContain(status);
    expect(backend.store.list('repositories').total).toBe(backend.store.find('repositories', ['group', 'a']) ? 1 : 0);
  });

  it('[A11] of ten namespaces at once no more get in than the quota has room for', async () => {
    const { send, backend } = open({ readings: { A11: '3' } });
    const names = Array.from({ length: 10 }, (_, index) => ({ namespace: `n${index}` }));
    const answers = await Promise.all(names.map((body) => send('POST', NAMESPACES, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, ...Array(7).fill(400)]);
    expect(backend.store.count('namespaces')).toBe(3);
  });
});

describe('[A2] the namespace of a first repository', () => {
  it('belongs to who created that; another account that creates in it is told as creator', async () => {
    const { create, backend } = open({ accounts: { partner: 'secret' } });
    await create('group', 'a', 'secret');
    await create('group', 'b');
    expect(backend.store.find('namespaces', ['group'])).toMatchObject({ owner: 'partner' });
    expect(backend.store.find('repositories', ['group', 'a'])).toMatchObject({ owner: 'partner' });
    expect(backend.store.find('repositories', ['group', 'b'])).toMatchObject({ owner: 'partner', creator: 'demo' });
  });

  it('is not made by a create that is refused', async () => {
    const { create, backend } = open();
    expect((await create('group', 'Bad')).status).toBe(400);
    expect(backend.store.count('namespaces')).toBe(0);
  });
});

describe('accounts', () => {
  it('[A1] are accepted beside the tokens that are pinned', async () => {
    const { send } = open({ tokens: ['one'], accounts: { partner: 'secret' } });
    const statuses = await Promise.all(
      ['one', 'secret', 'demo'].map((token) => send('GET', NAMESPACES, undefined, token)),
    );
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 401]);
  });

  it('[NL2] see their own', async () => {
    const { send } = open({ accounts: { partner: 'secret' } });
    await send('POST', NAMESPACES, { namespace: 'mine' });
    await send('POST', NAMESPACES, { namespace: 'theirs' }, 'secret');
    expect((await send('GET', NAMESPACES)).text).toContain('mine');
    expect((await send('GET', NAMESPACES)).text).not.toContain('theirs');
    expect((await send('GET', NAMESPACES, undefined, 'secret')).text).toContain('"creator_name":"partner"');
  });
});

it('[RL5] Content-Range has whole numbers, however large the offset', async () => {
  const { send } = open();
  const { status, text, headers } = await send(
    'GET',
    `http://fake/v2/manage/repos?filter=offset::1${'0'.repeat(25)}|limit::9`,
  );
  expect([status, text]).toEqual([200, '[]']);
  expect(headers.get('content-range')).toMatch(/^\d{26}-0\/0$/);
});

describe('reload', () => {
  it('takes rules that changed, and keeps the records', async () => {
    const { backend, create } = open();
    await create('group', 'a');
    const text = JSON.stringify(shipped).replaceAll('"maxLength":128', '"maxLength":3');
    backend.reload(JSON.parse(text) as Document);
    expect((await create('group', 'long')).status).toBe(400);
    expect((await create('group', 'a')).status).toBe(409);
  });

  it.each<[what: string, change: (collections: Record<string, Record<string, unknown>>) => void]>([
    [
      'another collection',
      (collections) => void Object.assign(collections, { images: { key: ['name'], schema: true } }),
    ],
    ['one less', (collections) => void delete collections['access_domains']],
    ['another key', (collections) => void Object.assign(collections['namespaces'] ?? {}, { key: ['name', 'owner'] })],
    ['another index', (collections) => void Object.assign(collections['tags'] ?? {}, { indexes: ['tag'] })],
  ])('refuses %s, says why, and changes nothing', async (_what, change) => {
    const { backend, create } = open();
    const engine = backend.engine();
    const next = structuredClone(shipped) as unknown as { components: { 'x-collections': never }; paths: object };
    change(next.components['x-collections']);
    // Operations that name what is gone would be refused on their own.
    next.paths = {};
    expect(() => backend.reload(next as unknown as Document)).toThrow(
      expect.objectContaining({
        name: 'DocumentError',
        pointer: expect.stringMatching(/^\/components\/x-collections/),
      }),
    );
    expect(backend.engine()).toBe(engine);
    expect((await create('group', 'a')).status).toBe(201);
  });
});

it('records that break a rule are told when they are waited for', async () => {
  const { backend } = open({ snapshot: { collections: { tags: [{ namespace: 'a', repository: 'b', tag: 'c' }] } } });
  await expect(backend.ready).rejects.toThrow(SnapshotError);
  await expect(backend.ready).rejects.toThrow('tags[0] belongs to a/b, which is not among the repositories.');
});

it('the first records come back with a reset, with the same numbers', async () => {
  const { backend, create } = open({ records: 25, seed: 3 });
  await backend.ready;
  const before = backend.store.snapshot();
  await create('group', 'a');
  backend.store.remove('namespaces', [String(before.collections['namespaces']?.[0]?.['name'])]);
  await backend.reset();
  expect(backend.store.snapshot()).toEqual(before);
});

it('C2: fakes of one contract share what is read from it, whatever they keep; another reading is another contract', () => {
  const [one, two] = [
    open({ readings: { A7: 'last' } }).backend,
    open({ records: 1, readings: { A7: 'last' } }).backend,
  ];
  expect(two.engine().operations).toBe(one.engine().operations);
  expect(two.store).not.toBe(one.store);
  expect(open().backend.engine().operations).not.toBe(one.engine().operations);
  one.engine().faults.set([{ operation: '*', status: 503 }]);
  expect(two.engine().faults.list()).toEqual([]);
});

it.each([
  [{ tokens: 'abc' }, 'tokens must be a list of texts (received "abc")'],
  [{ records: 'a' }, 'records must be a whole number (received "a")'],
  [{ records: -1 }, 'records must be a whole number (received -1)'],
  [{ seed: 1.5 }, 'seed must be a whole number (received 1.5)'],
])('an option of JavaScript that is none is refused: %j', (options, message) => {
  expect(() => createBackend(options as never)).toThrow(new TypeError(`Failed to make a fake: ${message}.`));
});
