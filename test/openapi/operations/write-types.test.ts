import { describe, expect, it } from 'vitest';

import type { Document } from '../../../src/openapi/document/document.ts';
import { writeTypes } from '../../../src/openapi/operations/write-types.ts';

const withSchema = (schema: unknown): Document =>
  ({ openapi: '3.1.0', paths: {}, components: { schemas: { Other: {}, It: schema } } }) as unknown as Document;

/** The type that a schema gets, on one line. */
const typeOf = (schema: unknown): string | undefined =>
  /\bIt: ([\s\S]*?);\n {2}\};/.exec(writeTypes(withSchema(schema)))?.[1]?.replace(/\s+/g, ' ');

describe('schemas', () => {
  it.each<[what: string, schema: unknown, type: string]>([
    ['a text', { type: 'string', pattern: '^a' }, 'string'],
    ['a number', { type: 'integer' }, 'number'],
    ['a truth', { type: 'boolean' }, 'boolean'],
    ['several types', { type: ['string', 'null'] }, 'string | null'],
    ['nothing said', { description: 'x' }, 'unknown'],
    ['true', true, 'unknown'],
    ['a list of values', { type: 'string', enum: ['a', 'b"c'] }, '"a" | "b\\"c"'],
    ['one value', { const: 7 }, '7'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'string[]'],
    [
      'a list of one of two',
      { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      '(string | null)[]',
    ],
    [
      'an object',
      { type: 'object', required: ['a'], properties: { a: { type: 'string' }, 'b-c': {} } },
      "{ a: string; 'b-c'?: unknown; }",
    ],
    [
      'an object with more',
      { type: 'object', additionalProperties: { type: 'number' } },
      '{ [name: string]: number; }',
    ],
    ['an object of whatever', { type: 'object' }, 'Record<string, unknown>'],
    ['a reference', { $ref: '#/components/schemas/Other' }, "components['schemas']['Other']"],
    [
      'a reference to a property',
      { $ref: '#/components/schemas/Other/properties/a' },
      "components['schemas']['Other']['a']",
    ],
    [
      'members that say more',
      { type: 'string', allOf: [{ $ref: '#/components/schemas/Other' }] },
      "components['schemas']['Other']",
    ],
    ['members that are rules only', { type: 'string', allOf: [{ minLength: 1 }, { not: { pattern: 'x' } }] }, 'string'],
    [
      'an object that must have one of two',
      { type: 'object', properties: { a: {} }, allOf: [{ anyOf: [{ required: ['a'] }] }] },
      '{ a?: unknown; }',
    ],
    ['one of several', { oneOf: [{ type: 'string' }, { type: 'boolean' }] }, 'string | boolean'],
  ])('%s', (_what, schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });

  it('carries descriptions, and none of them ends the comment', () => {
    expect(writeTypes(withSchema({ type: 'string', description: 'a */ b' }))).toContain(
      '/** a * / b */\n    It: string;',
    );
  });
});

describe('operations', () => {
  const text = writeTypes({
    openapi: '3.1.0',
    paths: {
      '/a/{b}': {
        parameters: [{ $ref: '#/components/parameters/b' }],
        get: {
          operationId: 'read',
          parameters: [
            { name: 'filter', in: 'query', schema: { type: 'string' }, 'x-pairs': { type: 'object' } },
            { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string' } },
          ],
          responses: {
            '200': { description: 'it', content: { 'application/json': { schema: { type: 'string' } } } },
            default: {},
          },
        },
        post: {
          operationId: 'write',
          requestBody: { content: { 'multipart/form-data': { schema: { type: 'object' } } } },
          responses: { '201': {} },
        },
      },
    },
    components: { parameters: { b: { name: 'b', in: 'path', required: true, schema: { type: 'string' } } } },
  } as unknown as Document).replace(/\s+/g, ' ');

  it('have their parameters, those of the path item too; pairs are a text', () => {
    expect(text).toContain(
      "parameters: { query?: { filter?: string; }; header: { 'X-Trace': string; }; path: { b: string; }; cookie?: never; }; requestBody?: never;",
    );
  });

  it('have their bodies and answers by media type', () => {
    expect(text).toContain("requestBody?: { content: { 'multipart/form-data': Record<string, unknown>; }; };");
    expect(text).toContain(
      "/** it */ 200: { headers: { [name: string]: unknown }; content: { 'application/json': string; }; };",
    );
    expect(text).toContain('201: { headers: { [name: string]: unknown }; content?: never; };');
    expect(text).toContain('default: { headers: { [name: string]: unknown }; content?: never; };');
  });

  it('stand under their path by method', () => {
    expect(text).toContain("get: operations['read']; put?: never; post: operations['write']; delete?: never;");
  });
});
