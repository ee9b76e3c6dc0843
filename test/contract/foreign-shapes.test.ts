import { expect, test } from 'vitest';
import type { Send } from '../../src/contract/run/transport.ts';
import type { ReceivedResponse } from '../../src/http/received-response.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { verify } from './send-to-fake.ts';

/** Answers as problem details (RFC 9457) have it. */
const say = (status: number, body?: object): ReceivedResponse => ({
  status,
  headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  body: body === undefined ? '' : JSON.stringify(body),
  duration: 0,
});

const jsonOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};

const NAME = { type: 'string', pattern: '^[a-z]{1,40}$' };
const problem = (id: string) => ({
  description: 'no',
  'x-clause': { id, title: `clause ${id}` },
  content: {
    'application/problem+json': {
      schema: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
    },
  },
});
const done = (id: string) => ({
  description: 'yes',
  'x-clause': { id, title: `clause ${id}` },
  content: {
    'application/json': {
      schema: { type: 'object', required: ['name', 'title'], properties: { name: NAME, title: { type: 'string' } } },
    },
  },
});
const found = [{ collection: 'posts', key: { name: 'path.name' }, code: 'E404' }];

/** Records that have a title, as errors do. */
const POSTS = {
  openapi: '3.1.0',
  info: { title: 'posts', version: '1' },
  components: {
    'x-collections': { posts: { schema: { type: 'object' }, key: ['name'] } },
    'x-error-codes': { E409: { status: 409, title: 'taken' }, E404: { status: 404, title: 'none' } },
  },
  paths: {
    '/posts': {
      post: {
        operationId: 'createPost',
        'x-unique-key': { collection: 'posts', key: { name: 'body.name' }, code: 'E409' },
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name', 'title'],
                properties: { name: NAME, title: { type: 'string', minLength: 1, maxLength: 100 } },
              },
            },
          },
        },
        responses: { 201: done('C1'), 400: problem('C2'), 409: problem('C3') },
      },
    },
    '/posts/{name}': {
      parameters: [{ name: 'name', in: 'path', required: true, schema: NAME }],
      get: {
        operationId: 'getPost',
        'x-requires': found,
        'x-effect': { kind: 'read', collection: 'posts' },
        responses: { 200: done('G1'), 400: problem('G2'), 404: problem('G3') },
      },
      delete: {
        operationId: 'deletePost',
        'x-requires': found,
        'x-effect': { kind: 'delete', collection: 'posts' },
        responses: { 204: { description: 'gone' }, 400: problem('D2'), 404: problem('D3') },
      },
    },
  },
} as unknown as Document;

const openPosts = (): Send => {
  const posts = new Map<string, object>();
  const isName = (name: unknown): name is string => typeof name === 'string' && /^[a-z]{1,40}$(?!\n)/.test(name);
  const create = (body: Uint8Array): ReceivedResponse => {
    const { name, title, ...more } = { ...(jsonOf(body) as { name?: unknown; title?: unknown }) };
    const isTitle = typeof title === 'string' && title.length > 0 && [...title].length <= 100;
    if (!isName(name) || !isTitle || Array.isArray(jsonOf(body)) || Object.keys(more).includes('0'))
      return say(400, { title: 'no' });
    if (posts.has(name)) return say(409, { title: 'taken' });
    posts.set(name, { name, title });
    return say(201, { name, title });
  };
  return async ({ method, path, headers, body }) => {
    const [, name] = /^\/posts\/([^/?]*)$/.exec(path) ?? [];
    if (path === '/posts' && method === 'POST')
      return /json/.test(headers['content-type'] ?? '') ? create(body) : say(400, { title: 'no' });
    if (name === undefined || !['GET', 'DELETE'].includes(method)) return say(404, { title: 'no' });
    if (!isName(decodeURIComponent(name))) return say(400, { title: 'no' });
    const post = posts.get(name);
    if (!post) return say(404, { title: 'none' });
    if (method === 'GET') return say(200, post);
    posts.delete(name);
    return say(204);
  };
};

test('a success that looks like an error, for the document has both so, is a success', async () => {
  const report = await verify(openPosts(), { document: POSTS, depth: 'standard' });
  expect(report.findings.filter(({ level }) => level === 'must').map(({ title }) => title)).toEqual([]);
  expect(report.outcome).toBe('conforms');
});

test.each([1, 2])('a body that is a list of at least %i texts is sent', async (least) => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'merge', version: '1' },
    paths: {
      '/merge': {
        post: {
          operationId: 'merge',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { type: 'array', minItems: least, items: { type: 'string', minLength: 1 } },
                example: ['a', 'b'].slice(0, least),
              },
            },
          },
          responses: { 200: { description: 'yes' }, 400: { description: 'no' } },
        },
      },
    },
  } as unknown as Document;
  const sent: unknown[] = [];
  const send: Send = async ({ path, body, headers }) => {
    const value = jsonOf(body);
    if (path !== '/merge') return say(404);
    sent.push(value);
    const isList =
      Array.isArray(value) && value.length >= least && value.every((each) => typeof each === 'string' && each);
    return say(isList && /json/i.test(headers['content-type'] ?? '') ? 200 : 400);
  };
  const report = await verify(send, { document, depth: 'standard' });
  expect([report.outcome, report.findings.map(({ level, title }) => `${level} ${title}`)]).toEqual(['conforms', []]);
  expect(sent.some((value) => Array.isArray(value) && value.length === least)).toBe(true);
});
