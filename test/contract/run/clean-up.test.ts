import { describe, expect, test } from 'vitest';

import { DEFAULT_ACCOUNT } from '../../../mocks/fake.ts';
import type { Report } from '../../../src/contract/report/report.ts';
import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import type { VerifyOptions } from '../../../src/contract/verify-target.ts';
import { SendError } from '../../../src/http/received-response.ts';
import type { StoreChange } from '../../../src/store/create-store.ts';
import { textOf } from '../../../src/text/bilingual.ts';
import { answer, type Fake, type Front, openFake, recordsOf, sendTo, verify } from '../send-to-fake.ts';

/** What the report owns up to; what it is not sure of, apart. */
const listed = ({ leftBehind }: Report) => ({
  sure: leftBehind.filter((name) => !name.endsWith(' (perhaps)')).toSorted(),
  all: leftBehind.map((name) => name.replace(/ \(perhaps\)$/, '')).toSorted(),
});

/** Nothing is there that is not listed, and all that is surely there is. */
const expectHonest = (report: Report, fake: Fake, before: readonly string[] = []): void => {
  const there = recordsOf(fake.backend).filter((name) => !before.includes(name));
  const { sure, all } = listed(report);
  expect(there.filter((name) => !all.includes(name))).toEqual([]);
  expect(sure.filter((name) => !there.includes(name))).toEqual([]);
};

const isDelete = ({ method }: WireRequest): boolean => method === 'DELETE';

const SERVERS: Readonly<Record<string, Front | undefined>> = {
  'a server that conforms': undefined,
  'a server without DELETE': (request) => (isDelete(request) ? answer(405) : undefined),
  'a server where DELETE is a path that is none': (request) => (isDelete(request) ? answer(404, '{"a":1}') : undefined),
  'a server that says 204 and keeps it': (request) => (isDelete(request) ? answer(204) : undefined),
  'a server that says 204 and keeps what has a dot or a dash': (request) =>
    isDelete(request) && /[.-][^/]*$/.test(request.path) ? answer(204) : undefined,
  'a server that says 204 to every DELETE': async (request, pass) => {
    const response = await pass();
    return isDelete(request) && response.status === 404 ? answer(204) : response;
  },
  'a server whose answers are lost now and then': async (request, pass) => {
    const response = await pass();
    if (request.path.length % 7 === 0 && !isDelete(request)) throw new SendError('timeout', textOf('late'));
    return response;
  },
};

let ticks = 0;
const ENDS: Readonly<Record<string, Partial<VerifyOptions>>> = {
  'at its end': {},
  'after the first request': { maxRequests: 1 },
  'after 5 requests': { maxRequests: 5 },
  'after 70 requests': { maxRequests: 70 },
  'at the first failure': { maxFailures: 1 },
  'after some time': { timeLimit: 400, now: () => (ticks += 1) },
};

/** A fake with a namespace that holds a repository of somebody else; both names are as short as may be. */
const openGroup = (front: Front | undefined, A2: string, onChange?: (change: StoreChange) => void): Fake => {
  const fake = openFake(front, { readings: { A2 }, ...(onChange ? { onChange } : {}) });
  const { store } = fake.backend;
  store.insert('namespaces', { name: 'group', owner: DEFAULT_ACCOUNT });
  const repository = { namespace: 'group', name: 'f', is_public: false, owner: DEFAULT_ACCOUNT };
  store.insert('repositories', repository);
  return fake;
};

/** A part of the cases is enough to leave something of each kind. */
const choose = ({ id }: { readonly id: string }): boolean => id.length % 3 === 0;

describe.each(Object.entries(SERVERS))('%s', (name, front) => {
  test.each(Object.entries(ENDS))('what a run leaves behind is listed, if it ends %s', async (__, options) => {
    const fake = openFake(front);
    expectHonest(await verify(fake.send, { choose, ...options }), fake);
  });

  test('what a run leaves behind is listed, if it is interrupted anywhere', async () => {
    for (const at of [2, 30, 80]) {
      const interrupt = new AbortController();
      const fake = openFake((request, pass) => {
        if (fake.requests.length >= at) interrupt.abort();
        return front?.(request, pass);
      });
      const report = await verify(fake.send, { choose, signal: interrupt.signal });
      expect(report.outcome).toBe('unchecked');
      expectHonest(report, fake);
    }
  });

  test('what a run leaves behind is listed, if it does not clean up', async ({ skip }) => {
    skip(name.endsWith('keeps it'), 'what such a server says that it deleted is not listed');
    const fake = openFake(front);
    const report = await verify(fake.send, { choose, cleanUp: false });
    const { all } = listed(report);
    expect(recordsOf(fake.backend).filter((name) => !all.includes(name))).toEqual([]);
    expect(report.cleanUpRequests).toBe(0);
  });

  test('in a namespace that exists, what a run leaves behind is listed, and lies in it', async () => {
    const fake = openGroup(front, 'strict');
    const before = recordsOf(fake.backend);
    const report = await verify(fake.send, { choose, container: 'group' });
    expectHonest(report, fake, before);
    expect(report.leftBehind.filter((name) => !name.startsWith('group/'))).toEqual([]);
    expect(recordsOf(fake.backend)).toEqual(expect.arrayContaining(before));
  });
});

test.each(['open', 'strict'])(
  'in the namespace that was given (%s): nothing is made outside, nothing is left',
  async (A2) => {
    const changed: string[] = [];
    const fake = openGroup(undefined, A2, (change) => {
      if (change.type === 'insert') changed.push(String(change.record['namespace'] ?? change.record['name']));
      if (change.type === 'remove') changed.push(String(change.key[0]));
    });
    const before = recordsOf(fake.backend);
    const report = await verify(fake.send, { container: 'group', depth: 'standard' });
    expect(report).toMatchObject({ outcome: 'conforms', leftBehind: [] });
    expect(new Set(changed)).toEqual(new Set(['group']));
    expect(recordsOf(fake.backend)).toEqual(before);
  },
);

test('what somebody else has is neither made again nor deleted, also where the server would do that', async () => {
  // It says 201 to what exists already.
  const fake = openGroup(async ({ method, path }, pass) => {
    const response = await pass();
    return method === 'POST' && path.endsWith('/repos') && response.status === 409 ? answer(201) : response;
  }, 'open');
  // Every name of one letter is taken.
  const [theirs] = fake.backend.store.snapshot().collections['repositories'] ?? [];
  const { id: _, ...like } = theirs ?? {};
  for (const name of 'abcdeghijklmnopqrstuvwxyz0123456789')
    fake.backend.store.insert('repositories', { ...like, name });
  const before = recordsOf(fake.backend);
  const report = await verify(fake.send, { container: 'group' });
  expect(recordsOf(fake.backend)).toEqual(before);
  const bodies = fake.requests.map(({ method, body }) => (method === 'POST' ? new TextDecoder().decode(body) : ''));
  expect(bodies.filter((body) => /"repository"\r\n\r\n[a-z0-9]\r\n/.test(body))).toEqual([]);
  const reasons = report.notChecked.map(({ why, whyZh }) => [why, whyZh]);
  expect(reasons).toContainEqual([
    'somebody has one of this name already, which is left alone',
    '已有他人的同名记录，不予触碰',
  ]);
  // Whatever keeps a case from being checked is said in both languages.
  for (const [, chinese] of reasons) expect(chinese).toMatch(/\p{Script=Han}/u);
});

test('what somebody else may have made is not deleted', async () => {
  // The answers to creations under a name of a few letters are lost: who made them, nobody can say.
  const deleted: string[] = [];
  const fake = openFake(async (request, pass) => {
    const response = await pass();
    if (request.method === 'DELETE' && !request.path.includes('/tags/'))
      deleted.push(request.path.split('/').at(-1) ?? '');
    if (request.method === 'POST' && /"[a-z]{1,3}"/.test(new TextDecoder().decode(request.body)))
      throw new SendError('timeout', textOf('late'));
    return response;
  });
  const report = await verify(fake.send);
  expect(report.leftBehind.filter((name) => /^[a-z]{1,3} \(perhaps\)$/.test(name))).not.toEqual([]);
  expect(deleted.filter((name) => name.length <= 3)).toEqual([]);
});

test('a namespace that a server gave another name is deleted, and one of somebody else is not', async () => {
  const renamed: string[] = [];
  const fake = openFake((request, pass) => {
    if (request.method !== 'POST' || !request.path.endsWith('/namespaces')) return pass();
    const [, quoted] = /^\{"namespace":("[^"]*")\}$/.exec(new TextDecoder().decode(request.body)) ?? [];
    if (quoted === undefined) return pass();
    const namespace = JSON.parse(quoted) as string;
    const stored = namespace.trim().toLowerCase();
    if (stored !== namespace) renamed.push(stored);
    return sendTo(fake.backend)({ ...request, body: new TextEncoder().encode(JSON.stringify({ namespace: stored })) });
  });
  fake.backend.store.insert('namespaces', { name: 'theirs', owner: 'demo' });
  const { leftBehind } = await verify(fake.send, { depth: 'standard' });
  expect(renamed).not.toEqual([]);
  expect(recordsOf(fake.backend)).toEqual(['theirs']);
  expect(leftBehind).toEqual([]);
});

test('a run that ends by a fault in the program deletes what it made', async () => {
  const fake = openFake();
  const run = verify(fake.send, {
    onProgress: (done) => {
      if (done > 50) throw new TypeError('a bug');
    },
  });
  await expect(run).rejects.toThrow('a bug');
  expect(recordsOf(fake.backend)).toEqual([]);
});

test.each([
  ['deleted', false],
  ['listed under the name that it has', true],
])('what a server gave another name is %s, where a list shows it', async (_, isKept) => {
  const trimmed = new Set<string>();
  const fake = openFake((request, pass) => {
    const { method, path } = request;
    // Namespaces come into being with what lies in them.
    if (/\/namespaces(\/[^/]*)?$/.test(path)) return answer(405);
    if (isDelete(request) && isKept && trimmed.has(path.split('/').at(-1) ?? '')) return answer(500);
    if (method !== 'POST' || !path.endsWith('/repos')) return pass();
    const text = new TextDecoder().decode(request.body);
    const body = text.replace(/(name="repository"\r\n\r\n)[ \n]*(\S+)[ \n]*(?=\r\n--)/, '$1$2');
    const [, name = ''] = /name="repository"\r\n\r\n(\S+)\r\n/.exec(body) ?? [];
    if (body !== text) trimmed.add(name);
    return sendTo(fake.backend)({ ...request, body: new TextEncoder().encode(body) });
  });
  const { leftBehind } = await verify(fake.send, { depth: 'standard', operations: ['createRepository'] });
  const there = recordsOf(fake.backend).filter((name) => name.includes('/'));
  expect(trimmed.size).toBeGreaterThan(0);
  expect(there.length > 0).toBe(isKept);
  expect(leftBehind.filter((name) => name.includes('/')).toSorted()).toEqual(there);
});
