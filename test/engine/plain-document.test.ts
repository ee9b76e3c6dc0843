import { describe, expect, it } from 'vitest';

import { createEngine } from '../../src/engine/create-engine.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { utf8 } from '../http/encode-multipart.ts';

const ref = { $ref: '#/components/schemas/Pet' };
const json = (media: object): object => ({ 'application/json': media });
const query = (name: string, schema: object, more: object = {}): object => ({ name, in: 'query', schema, ...more });
const list = (type: string): object => ({ type: 'array', items: { type } });

/** An operation that answers `content`, or what else is given. */
const answering = (content: object | undefined, more: object = {}): object => ({
  responses: { 200: { description: 'Done.', ...(content ? { content } : {}) } },
  ...more,
});

/** An operation that takes a body and says nothing. */
const taking = (content: object, more: object = {}): object => ({
  requestBody: { required: true, content, ...more },
  responses: { 204: { description: 'Taken.' } },
});

/** Nothing of this is an extension. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/example': { get: answering(json({ example: { id: 1 } })) },
    '/examples': { get: answering(json({ examples: { first: { value: [1] }, other: { value: [2] } } })) },
    '/false': { get: answering(json({ example: false })) },
    '/schema-example': { get: answering(json({ schema: { type: 'object', example: { id: 2 } } })) },
    '/schema-examples': { get: answering(json({ schema: { examples: [{ id: 3 }] } })) },
    '/parts': { get: answering(json({ schema: ref })) },
    '/list': { get: answering(json({ schema: { type: 'array', items: ref } })) },
    '/all-of': { get: answering(json({ schema: { allOf: [ref, { properties: { size: { example: 4 } } }] } })) },
    '/one-of': { get: answering(json({ schema: { oneOf: [{ type: 'object', required: ['a'] }, ref] } })) },
    '/text': { get: answering({ 'text/plain': { example: 'pong' } }) },
    '/xml-and-json': {
      get: answering({ 'application/xml': { example: '<a/>' }, 'application/hal+json': { example: {} } }),
    },
    '/nothing-to-say': { get: answering(undefined) },
    '/default': { get: { responses: { default: { description: 'Done.', content: json({ example: 5 }) } } } },
    '/range': { get: { responses: { '2XX': { description: 'Done.', content: json({ example: 6 }) } } } },
    '/bare-list': {
      get: answering(
        json({
          schema: { type: 'object', required: ['a', 'b'], properties: { a: { example: 1 }, b: list('string') } },
        }),
      ),
    },
    '/token': { get: answering(undefined, { security: [{ oauth: ['read'] }, { open: [] }] }) },
    '/certificate': { get: answering(undefined, { security: [{ certificate: [] }] }) },
    '/none': { get: answering(json({ schema: { type: 'object', required: ['id'], properties: { id: {} } } })) },
    '/tree': {
      get: answering(json({ schema: { $ref: '#/components/schemas/Tree' } })),
      put: taking(json({ schema: { $ref: '#/components/schemas/Tree' } })),
    },
    '/pets': {
      get: answering(json({ example: [] }), {
        parameters: [
          query('tags', list('string')),
          query('ids', list('integer'), { explode: false }),
          query('bits', list('boolean'), { style: 'pipeDelimited', explode: false }),
          query('size', { type: ['integer', 'null'] }),
          { name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'session', in: 'cookie', schema: { type: 'string', maxLength: 3 } },
        ],
      }),
      post: taking(json({ schema: ref })),
    },
    '/pets/{ids}': {
      get: answering(json({ example: [] }), {
        parameters: [{ name: 'ids', in: 'path', required: true, schema: { ...list('integer'), maxItems: 2 } }],
      }),
    },
    '/form': {
      post: taking({
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              size: { type: 'integer' },
              tags: { ...list('string'), maxItems: 2 },
            },
          },
        },
      }),
    },
    '/bytes': { post: taking({ 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }) },
    '/any': { post: taking({ 'text/*': {}, 'application/json; charset=utf-8': { schema: ref } }) },
  },
  components: {
    securitySchemes: {
      oauth: { type: 'oauth2', flows: {} },
      open: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/' },
      certificate: { type: 'mutualTLS' },
    },
    schemas: {
      Pet: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', example: 'Rex', maxLength: 10 },
          kind: { enum: ['dog', 'cat'] },
          note: { type: 'string' },
        },
      },
      Tree: {
        type: 'object',
        properties: {
          name: { type: 'string', examples: ['oak'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
        },
      },
    },
  },
} as unknown as Document;

const engine = createEngine({ document, resolvers: {} });

const ask = async (method: string, target: string, body?: string, type?: string, headers = {}) => {
  const { answer } = await engine.handle({
    method,
    target,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    body: utf8(body ?? ''),
  });
  return answer;
};

const pet = { name: 'Rex', kind: 'dog' };

describe('an operation without a resolver answers its example', () => {
  it.each<[path: string, body: unknown]>([
    ['/example', { id: 1 }],
    ['/examples', [1]],
    ['/false', false],
    ['/schema-example', { id: 2 }],
    ['/schema-examples', { id: 3 }],
    ['/parts', pet],
    ['/list', [pet]],
    ['/all-of', { ...pet, size: 4 }],
    ['/one-of', pet],
    ['/default', 5],
    ['/range', 6],
    ['/tree', { name: 'oak' }],
    ['/bare-list', { a: 1, b: [] }],
  ])('%s: %j', async (path, body) => {
    const { status, headers, body: text } = await ask('GET', path);
    expect([status, headers['content-type'], JSON.parse(text)]).toEqual([200, 'application/json', body]);
  });

  it.each<[path: string, type: string | undefined, body: string]>([
    ['/text', 'text/plain', 'pong'],
    ['/xml-and-json', 'application/hal+json', '{}'],
    ['/nothing-to-say', undefined, ''],
  ])('%s, of the documented type %s', async (path, type, body) => {
    const answer = await ask('GET', path);
    expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([200, type, body]);
    expect((await ask('HEAD', path)).body).toBe('');
  });

  it('and 501 where it has none', async () => {
    const { status, body } = await ask('GET', '/none');
    expect([status, JSON.parse(body)]).toEqual([
      501,
      {
        code: '501',
        message: '501: the operation get /none has no resolver, and its answer no example in the document',
        detail: '',
      },
    ]);
  });
});

describe('a document without a table of errors', () => {
  it.each<[method: string, target: string, status: number, message: RegExp, body?: string, type?: string]>([
    ['GET', '/nowhere', 404, /^404: no operation has the path \/nowhere$/],
    ['DELETE', '/pets', 405, /^405: this path takes GET, POST/],
    ['POST', '/pets', 400, /^400: name is not valid \(maxLength\)$/, '{"name":"much too long"}', 'application/json'],
    ['POST', '/pets', 415, /^415: .*application\/json/, 'a', 'text/plain'],
    ['POST', '/pets', 400, /^400: the body can't be read/, '{', 'application/json'],
  ])('%s %s: %i', async (method, target, status, message, body?: string, type?: string) => {
    const answer = await ask(method, target, body, type);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({
      code: String(status),
      message: expect.stringMatching(message),
      detail: expect.any(String),
    });
  });
});

/** The issues of a request, as `location name keyword`. */
const issuesOf = async (...request: Parameters<typeof ask>): Promise<string[]> => {
  const [method, target, body = '', type, headers = {}] = request;
  const sent = { ...(type === undefined ? {} : { 'content-type': type }), ...headers };
  const { issues } = await engine.handle({ method, target, headers: sent, body: utf8(body) });
  return issues.map(({ location, name, keyword }) => `${location} ${name} ${keyword}`);
};

const FORM = 'application/x-www-form-urlencoded';

it('the tokens of OAuth and OpenID are bearer tokens, and a certificate shows below HTTP', async () => {
  expect((await ask('GET', '/token')).status).toBe(401);
  expect((await ask('GET', '/token', '', undefined, { authorization: 'Bearer a' })).status).toBe(200);
  expect((await ask('GET', '/certificate')).status).toBe(200);
});

describe('what a plain document may describe is read', () => {
  it.each<[what: string, request: Parameters<typeof ask>, issues: readonly string[]]>([
    ['a list in the query', ['GET', '/pets?tags=a&tags=b'], []],
    ['a list in one text', ['GET', '/pets?ids=1,2'], []],
    ['a list in one text with a wrong item', ['GET', '/pets?ids=1,b'], ['query ids[1] type']],
    ['a list with another separator', ['GET', '/pets?bits=true|no'], ['query bits[1] type']],
    ['a number or null', ['GET', '/pets?size=3'], []],
    ['a cookie', ['GET', '/pets', undefined, undefined, { cookie: 'a=b; session=long' }], ['cookie session maxLength']],
    ['a list in the path', ['GET', '/pets/1,2,3'], ['path ids maxItems']],
    ['a form in the words of a URL', ['POST', '/form', 'name=a+b&size=3&tags=a&tags=b', FORM], []],
    [
      'and what is wrong in it',
      ['POST', '/form', 'size=x&tags=a&tags=b&tags=c', FORM],
      ['body name required', 'body size type', 'body tags maxItems'],
    ],
    ['bytes as they come', ['POST', '/bytes', '\u0000{', 'application/octet-stream'], []],
    ['a range of media types', ['POST', '/any', 'a', 'text/csv'], []],
    ['a media type with a parameter', ['POST', '/any', '{}', 'application/json'], ['body name required']],
    ['what is of none of them', ['POST', '/any', 'a', 'image/png'], ['header  media-type']],
    [
      'a tree',
      ['PUT', '/tree', '{"parts":[{"parts":[{"name":1}]}]}', 'application/json'],
      ['body parts[0].parts[0].name type'],
    ],
    [
      'a value that is nested too deeply',
      ['PUT', '/tree', '['.repeat(100_000) + ']'.repeat(100_000), 'application/json'],
      ['body  body-unreadable'],
    ],
  ])('%s', async (_what, request, issues) => {
    expect(await issuesOf(...request)).toEqual(issues);
  });
});
