import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Call, Outcome } from '../../src/engine/resolver.ts';
import type { Document } from '../../src/openapi/document/document.ts';

const problem = { type: 'object', properties: { code: { 'x-fill': 'code' }, note: { const: '' } } };
const components = {
  'x-problem': problem,
  'x-error-codes': {
    BAD: { status: 400 },
    GATE: { status: 404, body: { type: 'object', properties: { id: { 'x-fill': 'request-id' } } } },
  },
  'x-failures': { invalid: { code: 'BAD' }, internal: { code: 'BAD' }, 'path-unknown': { code: 'GATE' } },
};

const text = (name: string, place: 'path' | 'query', more: object = {}, schema: object = {}) => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type: 'string', ...schema },
  ...more,
});

/** An engine of one operation that answers what it was called with, or what is given. */
const engineOf = (
  operation: object,
  more: { item?: object; components?: object; path?: string; outcome?: Outcome } = {},
) => {
  const { item = {}, path = '/api/things', outcome } = more;
  const responses = { 201: { description: 'done' } };
  const document = {
    openapi: '3.1.1',
    info: { title: 'Things', version: '1' },
    paths: { [path]: { ...item, post: { operationId: 'act', responses, ...operation } } },
    components: { ...components, ...more.components },
  } as unknown as Document;
  let seen: Call | undefined;
  const resolvers = {
    act: (call: Call): Outcome => {
      seen = call;
      return outcome ?? {};
    },
  };
  const engine = createEngine({ document, resolvers });
  return async (target: string, body?: object) => {
    seen = undefined;
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const bytes = new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body));
    const { answer } = await engine.handle({ method: 'POST', target, headers, body: bytes });
    return { ...answer, call: seen as Call | undefined };
  };
};

describe('x-path-escape', () => {
  const send = engineOf(
    { parameters: [text('thing', 'path', { 'x-path-escape': { '/': '$' } }, { pattern: '^[a-z/]+$' })] },
    { path: '/api/things/{thing}' },
  );

  it.each([['a$b'], ['a%24b'], ['a%2Fb']])('reads %s as a/b', async (written) => {
    const { status, call } = await send(`/api/things/${written}`);
    expect(status).toBe(201);
    expect(call?.path).toEqual({ thing: 'a/b' });
  });

  it('leaves the rule to say what is wrong', async () => {
    expect((await send('/api/things/A$b')).status).toBe(400);
  });

  it('names one character for another', () => {
    const parameters = [text('thing', 'path', { 'x-path-escape': { '/': 'slash' } })];
    expect(() => engineOf({ parameters }, { path: '/api/things/{thing}' })).toThrow(/one character for another/);
  });
});

describe('x-fold-case', () => {
  it('takes values in path and body for the same whatever their case', async () => {
    const fold = { 'x-fold-case': true };
    const schema = { type: 'object', properties: { owner: { type: 'string', ...fold }, note: { type: 'string' } } };
    const send = engineOf(
      {
        parameters: [text('thing', 'path', {}, fold)],
        requestBody: { content: { 'application/json': { schema } } },
      },
      { path: '/api/things/{thing}' },
    );
    const { call } = await send('/api/things/AbC', { owner: 'ABC', note: 'ABC' });
    expect(call?.path).toEqual({ thing: 'abc' });
    expect(call?.body).toEqual({ owner: 'abc', note: 'ABC' });
  });
});

describe('x-overrides-query', () => {
  const filter = {
    name: 'filter',
    in: 'query',
    schema: { type: 'string' },
    'x-pairs': { type: 'object', properties: { limit: { type: 'integer' } } },
    'x-overrides-query': true,
  };
  const send = engineOf({ parameters: [filter, text('limit', 'query', {}, { type: 'integer', maximum: 10 })] });

  it('looks at plain parameters where it is not sent', async () => {
    expect((await send('/api/things?limit=2')).call?.query).toEqual({ limit: 2 });
    expect((await send('/api/things?limit=11')).status).toBe(400);
  });

  it('looks at nothing else where it is sent', async () => {
    expect((await send('/api/things?filter=limit::3&limit=11')).call?.query).toEqual({ filter: { limit: 3 } });
  });
});

describe('x-aliases', () => {
  it('lead to the operations of the path', async () => {
    const item = { 'x-aliases': ['/api/old/{thing}'] };
    const send = engineOf({ parameters: [text('thing', 'path')] }, { item, path: '/api/things/{thing}' });
    expect((await send('/api/old/a')).call?.path).toEqual({ thing: 'a' });
    expect((await send('/api/things/a')).status).toBe(201);
    expect((await send('/api/other/a')).status).toBe(404);
  });

  it('have the same parameters', () => {
    const item = { 'x-aliases': ['/api/old'] };
    expect(() => engineOf({ parameters: [text('thing', 'path')] }, { item, path: '/api/things/{thing}' })).toThrow(
      /the same parameters/,
    );
  });
});

describe('answers', () => {
  const shown = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      parts: { type: 'array', items: { type: 'object', properties: { id: {} } } },
    },
  };
  const json = (schema: object, more: object = {}) => ({
    description: 'done',
    content: { 'application/json': { schema } },
    ...more,
  });

  it('show what the document names, in its order', async () => {
    const outcome = { body: { extra: 1, parts: [{ id: 1, more: 2 }], name: 'a' } };
    const { body } = await engineOf({ responses: { 200: json(shown) } }, { outcome })('/api/things');
    expect(body).toBe('{"name":"a","parts":[{"id":1}]}');
  });

  it('have the documented status, and no alternative of it', async () => {
    const responses = { 200: json(shown, { 'x-alternative': true }), 201: { description: 'done' } };
    expect((await engineOf({ responses })('/api/things')).status).toBe(201);
  });

  it('are an empty object where one is documented and nothing is said', async () => {
    const { status, body } = await engineOf({ responses: { 201: json({ type: 'object' }) } })('/api/things');
    expect([status, body]).toEqual([201, '{}']);
  });

  it('carry the id of the request where the document has one, the same in header and body', async () => {
    const send = engineOf({}, { components: { 'x-request-id': 'X-Request-Id' } });
    const [done, unknown] = [await send('/api/things'), await send('/api/nothing')];
    expect(done.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(unknown.body)).toEqual({ id: unknown.headers['x-request-id'] });
    expect(unknown.headers['x-request-id']).not.toBe(done.headers['x-request-id']);
    expect((await engineOf({})('/api/things')).headers).not.toHaveProperty('x-request-id');
  });

  it('to a bad request say what is constant', async () => {
    const parameters = [{ ...text('a', 'query'), required: true }];
    const { status, body } = await engineOf({ parameters })('/api/things');
    expect([status, JSON.parse(body)]).toEqual([400, { code: 'BAD', note: '' }]);
  });
});
