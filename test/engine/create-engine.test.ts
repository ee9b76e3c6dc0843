import { describe, expect, it } from 'vitest';

import { pickKey, pickKeys } from '../../src/engine/check-records.ts';
import { createEngine, type EngineOptions } from '../../src/engine/create-engine.ts';
import type { NeutralRequest } from '../../src/http/message.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { field, multipart, utf8 } from '../http/encode-multipart.ts';
import { operationOf, resolved } from '../openapi/shipped.ts';
import { things } from './thing-document.ts';

const HEADERS = { authorization: 'Bearer a', 'x-trace': 'abc' };

const request = (
  change: Partial<Omit<NeutralRequest, 'body'>> & { readonly body?: string | Uint8Array } = {},
): NeutralRequest => ({
  method: 'GET',
  target: '/api/things/a',
  headers: HEADERS,
  ...change,
  body: typeof change.body === 'string' ? utf8(change.body) : (change.body ?? new Uint8Array()),
});

const engineOf = (options: Partial<EngineOptions> = {}) =>
  createEngine({
    document: things,
    resolvers: {
      readThing: ({ path, query }) => ({ status: 200, body: { ...path, ...query } }),
      writeThing: ({ body }) => ({ status: 200, body }),
      readOpen: () => ({ status: 204 }),
    },
    ...options,
  });

const handle = (change: Parameters<typeof request>[0] = {}, options: Partial<EngineOptions> = {}) =>
  engineOf(options).handle(request(change));

/** Status and parsed body. */
const answer = async (change: Parameters<typeof request>[0] = {}, options: Partial<EngineOptions> = {}) => {
  const handled = await handle(change, options);
  return {
    status: handled.answer.status,
    body: handled.answer.body === '' ? '' : (JSON.parse(handled.answer.body) as unknown),
  };
};

describe('a contract of another kind', () => {
  it('is answered by its resolvers', async () => {
    expect(await answer({ target: '/api/things/a?limit=3' })).toEqual({ status: 200, body: { thing: 'a', limit: 3 } });
    expect(await answer({ method: 'GET', target: '/api/open', headers: {} })).toEqual({ status: 204, body: '' });
  });

  it('says what its operations are, and which paths are its business', () => {
    const { claims, operations } = engineOf();
    expect(operations.map(({ id }) => id)).toEqual(['readThing', 'writeThing', 'readOpen']);
    expect(['/api/things/a', '/api/none', '/api', '/', '/other/api/'].map(claims)).toEqual([
      'below',
      'below',
      ...[undefined, undefined, undefined],
    ]);
  });

  it.each<
    [what: string, change: Parameters<typeof request>[0], status: number, code: string, issues: readonly string[]]
  >([
    ['an unknown path', { target: '/api/other' }, 404, 'E404.0', ['path-unknown']],
    ['an unknown method', { method: 'PATCH' }, 405, 'E404.0', ['method-unknown']],
    ['no credentials', { headers: { 'x-trace': 'a' } }, 401, 'E401.0', ['credentials-missing']],
    ['a path parameter', { target: '/api/things/abcdef' }, 400, 'E400.1', ['maxLength']],
    ['an empty path parameter', { target: '/api/things/' }, 400, 'E400.1', ['required']],
    ['a path that can not be decoded', { target: '/api/things/%zz' }, 400, 'E400.0', ['invalid']],
    ['a query parameter', { target: '/api/things/a?limit=0' }, 400, 'E400.0', ['minimum']],
    ['a query parameter of another type', { target: '/api/things/a?limit=x' }, 400, 'E400.0', ['type']],
    ['a header', { headers: { ...HEADERS, 'x-trace': 'A' } }, 400, 'E400.0', ['pattern']],
    ['a missing header', { headers: { authorization: 'Bearer a' } }, 400, 'E400.0', ['required']],
    [
      'everything at once',
      { target: '/api/things/abcdef?limit=0', headers: { ...HEADERS, 'x-trace': 'A' } },
      400,
      'E400.1',
      ['maxLength', 'minimum', 'pattern'],
    ],
  ])('refuses %s', async (_what, change, status, code, issues) => {
    const handled = await handle(change);
    expect(handled.answer.status).toBe(status);
    expect(JSON.parse(handled.answer.body)).toMatchObject({ code });
    expect(handled.issues.map(({ keyword }) => keyword)).toEqual(issues);
  });

  const json = { ...HEADERS, 'content-type': 'application/json; charset=utf-8' };
  const form = { ...HEADERS, 'content-type': 'multipart/form-data; boundary=b' };
  it.each<[what: string, change: Parameters<typeof request>[0], body: unknown]>([
    ['JSON', { headers: json, body: '{"name":"a","size":3}' }, { name: 'a', size: 3 }],
    [
      'a form, the last of a field counting',
      {
        headers: form,
        body: multipart('b', [
          [field('size'), '2'],
          [field('size'), '3'],
          [field('on'), ''],
        ]),
      },
      { size: 3 },
    ],
    ['no body, where it is not required', {}, {}],
  ])('reads %s', async (_what, change, body) => {
    expect(await answer({ method: 'PUT', ...change })).toEqual({ status: 200, body });
  });

  it.each<[what: string, change: Parameters<typeof request>[0], issues: readonly string[]]>([
    ['JSON that is none', { headers: json, body: '{' }, ['body-unreadable']],
    ['JSON that is no UTF-8', { headers: json, body: new Uint8Array([0x22, 0xff, 0x22]) }, ['body-unreadable']],
    ['JSON that is no object', { headers: json, body: 'null' }, ['type']],
    [
      'JSON with a missing and an unknown field',
      { headers: json, body: '{"nam":"a"}' },
      ['required', 'additionalProperties'],
    ],
    ['an announced body that is empty', { headers: json }, ['body-unreadable']],
    ['another media type', { headers: { ...HEADERS, 'content-type': 'text/plain' }, body: 'a' }, ['media-type']],
    ['a body without a media type', { body: 'a' }, ['media-type']],
    ['a media type that is none', { headers: { ...HEADERS, 'content-type': ';' }, body: 'a' }, ['media-type']],
    [
      'a form without a boundary',
      { headers: { ...HEADERS, 'content-type': 'multipart/form-data' }, body: 'a' },
      ['body-unreadable'],
    ],
    ['a form that is torn', { headers: form, body: '--b\r\n' }, ['body-unreadable']],
    ['a number that is none', { headers: form, body: multipart('b', [[field('size'), 'x']]) }, ['type']],
    ['a body that is too long', { headers: json, body: '"0123456789"' }, ['body-too-large']],
  ])('refuses %s', async (_what, change, issues) => {
    const handled = await handle(
      { method: 'PUT', ...change },
      { maxBody: change?.body === '"0123456789"' ? 11 : 1000 },
    );
    expect(handled.answer.status).toBe(400);
    expect(handled.issues.map(({ keyword }) => keyword)).toEqual(issues);
  });

  it('fills in the example of the document where a resolver gives no body', async () => {
    expect(await answer({}, { resolvers: { readThing: () => ({ status: 200 }) } })).toEqual({
      status: 200,
      body: { name: 'example' },
    });
  });

  it('answers the example of an operation without a resolver', async () => {
    expect(await answer({}, { resolvers: {} })).toEqual({ status: 200, body: { name: 'example' } });
  });

  it('answers HEAD as GET, without the body', async () => {
    expect(await answer({ method: 'HEAD' })).toEqual({ status: 200, body: '' });
    expect(await answer({ method: 'HEAD', target: '/api/other' })).toEqual({ status: 404, body: '' });
  });

  it('answers OPTIONS with the methods of the path', async () => {
    const handled = await handle({ method: 'OPTIONS' });
    expect([handled.answer.status, handled.answer.headers['allow']]).toEqual([204, 'GET, PUT, HEAD, OPTIONS']);
  });
});

describe('a resolver that fails', () => {
  it.each<[what: string, fail: () => never | Promise<never>]>([
    [
      'by throwing',
      () => {
        throw new Error('secret reason');
      },
    ],
    ['by rejecting', () => Promise.reject(new Error('secret reason'))],
  ])('%s: the client gets the internal error of the document, the owner the reason', async (_what, fail) => {
    const errors: unknown[] = [];
    const { answer: answered } = await handle(
      {},
      { resolvers: { readThing: fail }, onError: (error) => errors.push(error) },
    );
    expect(answered.status).toBe(500);
    expect(answered.body).toContain('E500.0');
    expect(answered.body).not.toContain('secret');
    expect(errors).toEqual([new Error('secret reason')]);
  });
});

describe('faults', () => {
  it('answer with their status before anything is read', async () => {
    const engine = engineOf();
    engine.faults.set({ operation: 'readThing', status: 503, delay: 7 });
    const handled = await engine.handle(request({ headers: {} }));
    expect([handled.answer.status, handled.delay, handled.drop]).toEqual([503, 7, false]);
    expect(JSON.parse(handled.answer.body)).toMatchObject({ code: 'E500.0' });
  });

  it.each<[id: string, status: number, code: string]>([
    ['createRepository', 500, '5000046'],
    ['createNamespace', 500, '5000059'],
    ['listTags', 500, '5001056'],
    ['createRepository', 409, '4090006'],
    ['createNamespace', 409, '4090060'],
    ['getNamespace', 404, '4040058'],
    ['deleteRepository', 404, '4040010'],
    ['deleteRepository', 406, '4060012'],
    ['getNamespace', 406, '4060012'],
    ['getNamespace', 503, '5000057'],
  ])('[S4] [NC6] [TL4] say what %s says with the status %i', async (id, status, code) => {
    const engine = createEngine({ document: resolved, resolvers: {} });
    engine.faults.set({ operation: id, status });
    const { method, template } = operationOf(id);
    const { answer: answered } = await engine.handle(request({ method, target: template.replaceAll(/\{\w+\}/g, 'a') }));
    expect(answered.status).toBe(status);
    expect(JSON.parse(answered.body)).toMatchObject({ error_code: `SVCSTG.SWR.${code}` });
  });

  it('drop the connection', async () => {
    const engine = engineOf();
    engine.faults.set({ operation: '*', drop: true, delay: 3 });
    expect(await engine.handle(request())).toMatchObject({ drop: true, delay: 3 });
  });

  it('only delay, and leave the answer as it is', async () => {
    const engine = engineOf();
    engine.faults.set({ operation: '*', delay: 9 });
    const handled = await engine.handle(request());
    expect([handled.answer.status, handled.delay]).toEqual([200, 9]);
  });
});

describe('latency', () => {
  it.each([
    [0, 10],
    [0.5, 15],
    [1, 20],
  ])('a draw of %d waits %d milliseconds', async (drawn, delay) => {
    expect((await handle({}, { latency: { min: 10, max: 20 }, random: () => drawn })).delay).toBe(delay);
  });

  it('is none by default', async () => {
    expect((await handle()).delay).toBe(0);
  });
});

it('refuse makes a well-formed error of what is no request', () => {
  const refused = engineOf().refuse(431, 'Header overflow');
  expect(refused.status).toBe(431);
  expect(JSON.parse(refused.body)).toMatchObject({ message: expect.stringContaining('Header overflow') });
});

describe('rules about records', () => {
  const collections = {
    spaces: { key: ['name'], schema: true },
    things: { key: ['space', 'name'], schema: true },
    parts: { key: ['space', 'thing', 'part'], schema: true },
  };
  const clause = (id: string) => ({ 'x-clause': { id, title: `says ${id}`, zh: id } });
  const document = {
    ...things,
    security: [],
    paths: {
      '/api/{space}/{thing}': {
        parameters: ['space', 'thing'].map((name) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        delete: {
          operationId: 'drop',
          'x-requires': [
            { collection: 'spaces', key: { name: 'path.space' }, code: 'E404.0', clause: 'T1' },
            { collection: 'things', key: { space: 'path.space', name: 'path.thing' }, code: 'E400.1', clause: 'T2' },
          ],
          'x-requires-none': [
            { collection: 'parts', key: { space: 'path.space', thing: 'path.thing' }, code: 'E400.0', clause: 'T3' },
          ],
          'x-effect': { kind: 'delete', collection: 'things' },
          responses: { 204: clause('T1'), 404: clause('T2'), 400: clause('T3') },
        },
      },
    },
    components: { ...(things as unknown as { components: object }).components, 'x-collections': collections },
  } as unknown as Document;

  const drop = async (records: Readonly<Record<string, readonly string[]>>, target = '/api/s/t') => {
    const asked: string[] = [];
    const calls: unknown[] = [];
    const engine = createEngine({
      document,
      lookup: {
        has: (collection, key) => {
          asked.push(`has ${collection} ${key.join('/')}`);
          return records[collection]?.includes(key.join('/')) ?? false;
        },
        hasBelow: (collection, prefix) => {
          asked.push(`below ${collection} ${prefix.join('/')}`);
          return records[collection]?.some((key) => key.startsWith(`${prefix.join('/')}/`)) ?? false;
        },
      },
      resolvers: {
        drop: (call) => {
          calls.push(call.path);
          return { status: 204 };
        },
      },
    });
    const { answer: answered, issues } = await engine.handle(request({ method: 'DELETE', target, headers: {} }));
    const keywords = issues.map(({ keyword, clause: broken }) => `${keyword} ${broken?.id}`);
    return { status: answered.status, keywords, asked, calls, body: answered.body };
  };

  it('are looked at in their order, and nothing behind the first that is broken', async () => {
    expect(await drop({})).toMatchObject({
      status: 404,
      keywords: ['key-missing T1'],
      asked: ['has spaces s'],
      calls: [],
    });
    expect(await drop({ spaces: ['s'] })).toMatchObject({
      status: 400,
      keywords: ['key-missing T2'],
      asked: ['has spaces s', 'has things s/t'],
      calls: [],
      body: expect.stringContaining('s/t does not exist'),
    });
    expect(await drop({ spaces: ['s'], things: ['s/t'], parts: ['s/t/p'] })).toMatchObject({
      status: 400,
      keywords: ['key-present T3'],
      asked: ['has spaces s', 'has things s/t', 'below parts s/t', 'has parts s/t'],
      calls: [],
      body: expect.stringContaining('s/t still holds something'),
    });
    expect(await drop({ spaces: ['s'], things: ['s/t'], parts: ['s/tt/p'] })).toMatchObject({
      status: 204,
      keywords: [],
      calls: [{ space: 's', thing: 't' }],
    });
  });

  it('are about the decoded values', async () => {
    expect((await drop({ spaces: ['a/b'] }, '/api/a%2Fb/%E5%90%8D')).asked).toEqual([
      'has spaces a/b',
      'has things a/b/名',
    ]);
  });

  it('are left to the resolver where nobody can look', async () => {
    const engine = createEngine({ document, resolvers: { drop: () => ({ status: 204 }) } });
    expect((await engine.handle(request({ method: 'DELETE', target: '/api/s/t', headers: {} }))).answer.status).toBe(
      204,
    );
  });

  it('a resolver can refuse with any of them', async () => {
    const rule = { collection: 'things', code: 'E400.1', clause: 'T2' };
    for (const refuse of ['unique', 'key-missing', 'key-present', 'quota'] as const)
      expect(await answer({}, { resolvers: { readThing: () => ({ refuse, rule, values: ['5'] }) } })).toMatchObject({
        status: 400,
        body: { code: 'E400.1', message: expect.stringContaining('5') },
      });
  });

  it('an operation named as a method of objects has no resolver either', async () => {
    const named = structuredClone(things) as unknown as { paths: Record<string, { get: { operationId: string } }> };
    const operation = named.paths['/api/open'];
    if (operation) operation.get.operationId = 'constructor';
    const options = { document: named as unknown as Document };
    expect((await answer({ target: '/api/open' }, options)).status).toBe(204);
  });

  it('a resolver may answer with headers, and learns who asks', async () => {
    const handled = await handle(
      {},
      { resolvers: { readThing: (call) => ({ status: 200, body: call.credentials(), headers: { 'x-total': '3' } }) } },
    );
    expect(handled.answer).toMatchObject({ status: 200, body: '[{"value":"a"}]', headers: { 'x-total': '3' } });
  });
});

it('pickKey reads a key from path, query and body, in the order of the rule', () => {
  const key = { a: 'body.x', b: 'path.y', c: 'query.z', d: 'body.none' };
  expect(pickKey(key, { path: { y: '2' }, query: { z: 3 }, body: { x: '1' }, items: [] })).toEqual(['1', '2', '3', '']);
});

it('pickKeys reads a key of each item where a place leads into a list', () => {
  const call = { path: { y: '2' }, query: {}, body: { names: ['a', 'b'] }, items: [{ x: 1 }, { x: '3' }, 4] };
  expect(pickKeys({ b: 'path.y', a: 'body[].x' }, call)).toEqual([
    ['2', '1'],
    ['2', '3'],
    ['2', ''],
  ]);
  expect(pickKeys({ a: 'body[]' }, { ...call, items: ['u', 'v'] })).toEqual([['u'], ['v']]);
  expect(pickKeys({ b: 'path.y', a: 'body.names[]' }, call)).toEqual([
    ['2', 'a'],
    ['2', 'b'],
  ]);
  expect(pickKeys({ a: 'body[]' }, { ...call, items: [] })).toEqual([]);
});

it('a document that can not be used is refused at once', () => {
  const document = { openapi: '3.1.0', components: { 'x-failures': {} } } as unknown as Document;
  expect(() => createEngine({ document, resolvers: {} })).toThrow(expect.objectContaining({ name: 'DocumentError' }));
});
