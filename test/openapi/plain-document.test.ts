import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';

import { compileSchema, isValid } from '../../src/openapi/compile-schema.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import { childNode, type Document, isNode, type Node } from '../../src/openapi/document/document.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { plainDocument } from '../../src/openapi/plain-document.ts';
import { editions, resolveEdition } from '../load-edition.ts';

/** Every object of a document, but for values that are no part of it. */
const objectsIn = (part: unknown): Node[] =>
  Array.isArray(part)
    ? part.flatMap(objectsIn)
    : isNode(part)
      ? [part, ...Object.entries(part).flatMap(([key, each]) => (/^examples?$/.test(key) ? [] : objectsIn(each)))]
      : [];

const schemaOf = (document: Document, name: string): Node =>
  childNode(childNode(dereference(document).components as unknown as Node, 'schemas'), name);

describe.each(['2018-12', ...editions])('edition %s', (name) => {
  const document = resolveEdition(name);
  const plain = plainDocument(document);

  it('is valid, and has the same operations, parameters and answers', async () => {
    expect(await new Validator().validate(structuredClone(plain) as unknown as Record<string, unknown>)).toMatchObject({
      valid: true,
    });
    const read = (from: Document) =>
      listOperations(dereference(from)).map(({ id, parameters, mediaTypes, responses }) => ({
        id,
        parameters: parameters.map((each) => `${each.in} ${each.name}`),
        mediaTypes: mediaTypes.map(({ type }) => type),
        responses: responses.map(({ status, type }) => `${status} ${type}`),
      }));
    expect(read(plain)).toEqual(read(document));
  });

  it('has a type in the place of each text and number, and no extension', () => {
    const found = objectsIn(plain);
    const scalars = found.filter(({ type }) => ['string', 'integer', 'number', 'boolean'].includes(String(type)));
    const extra = ['allOf', 'anyOf', 'oneOf', 'not', 'title'];
    expect(scalars.filter((schema) => extra.some((key) => key in schema))).toEqual([]);
    const names = found.flatMap((each) => Object.keys(each)).filter((key) => key.startsWith('x-'));
    expect(names.filter((key) => key !== 'x-swr-expireat')).toEqual([]);
  });

  it.each(['NamespaceName', 'RepositoryName', 'TagName'])('says the same of a %s', (schema) => {
    const [full, short] = [document, plain].map((each) => compileSchema(schemaOf(each, schema)));
    if (!full || !short) throw new Error('there is no such schema');
    const pieces = ['', 'a', 'b9', '9', '-', '_', '__', '___', '.', '..', '/', 'A', '$', 'a'.repeat(64), '\n'];
    const words = pieces.flatMap((one) => pieces.flatMap((two) => pieces.map((three) => one + two + three)));
    expect(words.filter((word) => isValid(full, word) !== isValid(short, word))).toEqual([]);
    expect(words.filter((word) => isValid(full, word)).length).toBeGreaterThan(10);
  });

  it('has no schema of what only the fake keeps', () => {
    const names = Object.keys(plain.components?.schemas ?? {});
    expect(names.filter((each) => /Record$/.test(each))).toEqual([]);
    const text = JSON.stringify(plain);
    expect(names.filter((each) => !text.includes(`"#/components/schemas/${each}"`))).toEqual([]);
  });
});

it('a parameter that the filter may stand for can be left out, and the filter has its form', () => {
  const list = listOperations(dereference(plainDocument(resolveEdition('2025-10')))).find(
    ({ id }) => id === 'listSharedRepositories',
  );
  const [filter, ...others] = list?.parameters.filter((each) => each.in === 'query') ?? [];
  expect(others.filter(({ required }) => required)).toEqual([]);
  const isForm = (text: string): boolean => filter !== undefined && isValid(filter.validate, text);
  expect(['center::self', 'center::self|name::a::b', ''].map(isForm)).toEqual([true, true, true]);
  expect(['center', 'center::self|', '::self', 'center::self|name'].map(isForm)).toEqual([false, false, false, false]);
});

it('what only extensions say of a parameter is said in its description', () => {
  const parameters = objectsIn(plainDocument(resolveEdition('2022-10'))).filter((each) => each['in'] !== undefined);
  const told = parameters.map((each) => String(each['description'])).join('\n');
  expect(told).toContain('- `order_type`: must be asc or desc');
  expect(told).toContain(
    'It must have offset and limit together, or neither; it must have order_column and order_type',
  );
  expect(told).toContain('Where it is sent, no other parameter of the query is looked at.');
  expect(told).toContain('`/` is written `$`.');
});

it('no signature is asked for', () => {
  const schemesOf = (edition: string) => {
    const { security, components } = plainDocument(resolveEdition(edition));
    expect(security).toEqual(Object.keys(components?.securitySchemes ?? {}).map((name) => ({ [name]: [] })));
    return Object.keys(components?.securitySchemes ?? {});
  };
  expect(schemesOf('2021-09')).toEqual(['bearer', 'basic', 'token']);
  expect(schemesOf('2025-10')).toEqual(['token']);
});

it('the fake stands first among the servers', () => {
  const [first] = plainDocument(resolveEdition('2018-12'), 'http://fake').servers ?? [];
  expect(first?.url).toBe('http://fake');
});
