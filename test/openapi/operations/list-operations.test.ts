import { describe, expect, it } from 'vitest';

import type { Document } from '../../../src/openapi/document/document.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';
import { listOperations, type Operation } from '../../../src/openapi/operations/list-operations.ts';
import { OPERATION, operationOf, PATH } from '../shipped.ts';

const THING = '/things/{thing}';
const thing = { name: 'thing', in: 'path', required: true, schema: { type: 'string' } };

const read = (document: Record<string, unknown>): readonly Operation[] =>
  listOperations({ openapi: '3.1.0', ...document } as unknown as Document);

/** The one operation of a document whose path item and operation hold these. */
const readOne = (
  operation: Record<string, unknown>,
  item: Record<string, unknown> = {},
  document: Record<string, unknown> = {},
): Operation => {
  const [found] = read({ ...document, paths: { [THING]: { parameters: [thing], ...item, get: operation } } });
  if (!found) throw new Error('No operation was read.');
  return found;
};

describe('listOperations', () => {
  it('[N1] [R1] reads the operation of the shipped document', () => {
    const operation = operationOf('createRepository');
    expect(operation).toEqual(
      expect.objectContaining({
        id: 'createRepository',
        method: 'POST',
        template: PATH,
        pointer: OPERATION,
        summary: 'Create an image repository',
        bodyRequired: true,
        uniqueKey: {
          collection: 'repositories',
          key: { namespace: 'path.namespace', name: 'body.repository' },
          code: 'SVCSTG.SWR.4090006',
          clause: 'S3',
          taken: 'refuse',
        },
        requires: [],
        requiresNone: [],
        quota: undefined,
        effect: {
          kind: 'create',
          collection: 'repositories',
          key: { namespace: 'path.namespace', name: 'body.repository' },
        },
        page: undefined,
      }),
    );
    expect(operation.parameters.map(({ name, in: place, required }) => [name, place, required])).toEqual([
      ['namespace', 'path', true],
    ]);
    expect(operation.mediaTypes.map(({ type, repeatedFields }) => [type, repeatedFields])).toEqual([
      ['multipart/form-data', 'reject'],
    ]);
    expect(operation.responses.map(({ status }) => status)).toEqual(['201', '400', '401', '404', '409', '413', '500']);
    expect(operation.security.map(([scheme]) => scheme?.label)).toEqual([
      'Authorization: Bearer …',
      'Authorization: Basic …',
      'X-Auth-Token: …',
      'Authorization: SDK-HMAC-SHA256 …',
    ]);
  });

  it('lists operations in the order of the paths', () => {
    const paths = { '/b': { post: {}, get: {}, 'x-other': {}, summary: 'no operation' }, '/a': { delete: {} } };
    expect(read({ paths }).map(({ id, method }) => [id, method])).toEqual([
      ['get /b', 'GET'],
      ['post /b', 'POST'],
      ['delete /a', 'DELETE'],
    ]);
  });

  it('finds none in a document without paths', () => {
    expect(read({})).toEqual([]);
  });

  it('lays the parameters of an operation over those of its path', () => {
    const mine = { name: 'limit', in: 'query', required: true, schema: {} };
    const theirs = { name: 'limit', in: 'query', schema: {} };
    const header = { name: 'limit', in: 'header', schema: {} };
    const { parameters } = readOne({ parameters: [mine] }, { parameters: [thing, theirs, header] });
    expect(parameters.map(({ name, in: place, required }) => `${place}.${name} ${required}`)).toEqual([
      'query.limit true',
      'path.thing true',
      'header.limit false',
    ]);
  });

  it('checks a parameter by its schema and clause', () => {
    const clause = { 'x-clause': { id: 'T1', title: 'is short', at: 'a', place: 'b', code: 'C1' } };
    const { parameters } = readOne({}, { parameters: [{ ...thing, ...clause, schema: { maxLength: 2 } }] });
    const issues: Issue[] = [];
    parameters[0]?.validate('abc', 'thing', { location: 'path', issues });
    expect(issues).toEqual([
      expect.objectContaining({ keyword: 'maxLength', code: 'C1', clause: expect.objectContaining({ id: 'T1' }) }),
    ]);
  });

  it('reads media types in lower case, with what to do about fields sent twice', () => {
    const content = { 'Multipart/Form-Data': { 'x-repeated-fields': 'last' }, 'application/json': {} };
    const { mediaTypes, bodyRequired } = readOne({ requestBody: { content } });
    expect(bodyRequired).toBe(false);
    expect(mediaTypes.map(({ type, repeatedFields }) => [type, repeatedFields])).toEqual([
      ['multipart/form-data', 'last'],
      ['application/json', 'reject'],
    ]);
  });

  it('reads schema and example of JSON answers', () => {
    const json = { schema: { type: 'object' }, example: { a: 1 } };
    const { responses } = readOne({ responses: { 200: { content: { 'application/json': json } }, default: {} } });
    expect(responses).toMatchObject([
      { status: '200', ...json },
      { status: 'default', schema: undefined, example: undefined },
    ]);
  });

  describe('security', () => {
    const components = {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'Bearer' },
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        query: { type: 'apiKey', in: 'query', name: 'Key' },
      },
    };
    const securityOf = (operation: unknown, document?: unknown): unknown =>
      readOne(
        operation === undefined ? {} : { security: operation },
        {},
        {
          components,
          ...(document === undefined ? {} : { security: document }),
        },
      ).security.map((alternative) => alternative.map(({ scheme, in: place, name }) => scheme || `${place} ${name}`));

    it('reads the form of a signature (x-signature)', () => {
      const form = { schemes: '^K-[a-z]+$', keys: { 'K-A': 'secret' }, date: 'X-Date', digest: 'X-Digest', skew: 60 };
      const read = (signature: unknown) =>
        readOne(
          { security: [{ signed: [] }] },
          {},
          {
            components: { securitySchemes: { signed: { type: 'http', scheme: 'K-A', 'x-signature': signature } } },
          },
        ).security[0]?.[0]?.signature;
      expect(read(undefined)).toBeUndefined();
      expect(read(form)).toEqual({ ...form, schemes: /^K-[a-z]+$/iu, date: 'x-date', digest: 'x-digest' });
      for (const wrong of [{ ...form, schemes: 1 }, { ...form, skew: 0 }, {}])
        expect(() => read(wrong)).toThrow('needs "schemes", a pattern, and "skew", in seconds.');
      expect(() => read({ ...form, schemes: '(' })).toThrow('not a regular expression');
    });

    it.each<[what: string, operation: unknown, document: unknown, security: unknown]>([
      ['none', undefined, undefined, []],
      ["the document's", undefined, [{ bearer: [] }], [['bearer']]],
      ['its own', [{ key: [] }], [{ bearer: [] }], [['header x-key']]],
      ['none, against the document', [], [{ bearer: [] }], []],
      ['alternatives', [{ bearer: [] }, { query: [] }], undefined, [['bearer'], ['query Key']]],
      ['several together', [{ bearer: [], key: [] }], undefined, [['bearer', 'header x-key']]],
      ['optional', [{ bearer: [] }, {}], undefined, []],
    ])('%s', (_what, operation, document, security) => {
      expect(securityOf(operation, document)).toEqual(security);
    });

    it('refuses a scheme that is not described', () => {
      expect(() => securityOf([{ other: [] }])).toThrow('unknown security scheme "other".');
    });
  });

  const COLLECTION = { 'x-collections': { things: { key: ['id'], schema: {} } } };
  it.each<[what: string, paths: Record<string, unknown>, pointer: string, message: string]>([
    [
      'a path parameter that is not described',
      { '/a/{b}': { get: {} } },
      '/paths/~1a~1{b}/get',
      'the path parameter {b} is not described.',
    ],
    [
      'one that is described for the query only',
      { '/a/{b}': { get: { parameters: [{ name: 'b', in: 'query' }] } } },
      '/paths/~1a~1{b}/get',
      'the path parameter {b} is not described.',
    ],
    [
      'a parameter without a name',
      { '/a': { get: { parameters: [{ in: 'query' }] } } },
      '/paths/~1a/get/parameters/0',
      'a parameter needs a name and "in": path, query, header or cookie.',
    ],
    [
      'a parameter in the body',
      { '/a': { parameters: [{ name: 'b', in: 'body' }], get: {} } },
      '/paths/~1a/parameters/0',
      'a parameter needs a name and "in": path, query, header or cookie.',
    ],
    [
      'a schema keyword that would be passed over',
      { '/a': { get: { parameters: [{ name: 'b', in: 'query', schema: { if: {} } }] } } },
      '/paths/~1a/get/parameters/0/schema/if',
      'the schema keyword "if" is not supported: say it in another way.',
    ],
    [
      'a pattern that is none',
      { '/a': { post: { requestBody: { content: { 'a/b': { schema: { properties: { c: { pattern: '(' } } } } } } } } },
      '/paths/~1a/post/requestBody/content/a~1b/schema/properties/c/pattern',
      'not a regular expression',
    ],
    [
      'a wish for fields sent twice that is none',
      { '/a': { post: { requestBody: { content: { 'a/b': { 'x-repeated-fields': 'both' } } } } } },
      '/paths/~1a/post/requestBody/content/a~1b',
      '"x-repeated-fields" must be reject, first or last.',
    ],
    [
      'a key in a collection that is not described',
      { '/a': { post: { 'x-requires': [{ collection: 'others', key: {}, code: 'C' }] } } },
      '/paths/~1a/post/x-requires/0',
      'unknown collection "others" (known: ',
    ],
  ])('refuses %s, and says where it stands', (_what, paths, pointer, message) => {
    const act = (): unknown => read({ paths, components: COLLECTION });
    expect(act).toThrow(message);
    expect(act).toThrow(expect.objectContaining({ name: 'DocumentError', pointer }));
  });
});
