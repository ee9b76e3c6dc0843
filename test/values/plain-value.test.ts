import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { nearValues, plainValue } from '../../src/values/plain-value.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });

const tags = { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 3 };
const inner = { type: 'object', required: ['color'], properties: { color: { enum: ['red', 'blue'] }, tags } };

const SCHEMAS: Readonly<Record<string, object>> = {
  'a text': { type: 'string' },
  'a short text': { type: 'string', maxLength: 2 },
  'a long text': { type: 'string', minLength: 60 },
  'a text of a form': { type: 'string', pattern: '^[A-Z]{3}-[0-9]{2}$' },
  'a text or nothing': { type: ['string', 'null'] },
  'a number between bounds': { type: 'integer', minimum: 7, maximum: 9 },
  'a number beyond bounds': { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 },
  'a multiple': { type: 'integer', multipleOf: 5, minimum: 12 },
  'a truth': { type: 'boolean' },
  'one value': { const: { a: 1 } },
  'a list': tags,
  'a list of objects': { type: 'array', items: inner, minItems: 1 },
  'an object': inner,
  'an object of several schemas': { allOf: [inner, { required: ['size'], properties: { size: { type: 'integer' } } }] },
  'one of several': {
    oneOf: [
      { type: 'integer', minimum: 5 },
      { type: 'string', minLength: 3 },
    ],
  },
  'objects in objects': { type: 'object', required: ['inner'], properties: { inner } },
  'one of several without a type': { anyOf: [{ const: 'a' }, { type: 'integer' }] },
  'an example': { type: 'string', pattern: '^(a+)b\\1$', examples: ['aba'] },
};

const tree = (...required: readonly string[]): object => {
  const schema = { type: 'object', required, properties: { parts: { type: 'array', items: {} }, next: {} } };
  schema.properties.parts.items = schema;
  schema.properties.next = schema;
  return schema;
};

test('a tree ends where it may', () => {
  expect(plainValue(tree())).toEqual({});
  expect(plainValue(tree('parts'))).toEqual({ parts: [] });
  expect(plainValue(tree('next'))).toBeUndefined();
  const whats = nearValues(tree('parts'), { parts: [{ parts: [] }] }).map(({ what }) => what);
  expect(whats).toEqual(expect.arrayContaining(['with next', 'without parts at parts.0']));
});

describe.each(Object.entries(SCHEMAS))('%s', (_, schema) => {
  const validate = ajv.compile(schema);
  const plain = plainValue(schema);

  test('a plain value keeps the schema', () => {
    expect(plain).toBeDefined();
    expect(validate(plain), JSON.stringify(plain)).toBe(true);
  });

  test('values near it differ from it, and some of them break the schema', () => {
    const near = nearValues(schema, plain);
    expect(new Set(near.map(({ what }) => what)).size).toBe(near.length);
    for (const { value, what } of near) expect(value, what).not.toEqual(plain);
    expect(near.some(({ value }) => !validate(value))).toBe(true);
  });
});

test.each([
  { type: 'string', pattern: '^(a+)b\\1$' },
  { type: 'integer', minimum: 5, maximum: 4 },
  { type: 'object', required: ['a'], properties: { a: { type: 'string', pattern: '^(a+)b\\1$' } } },
  { not: {} },
  false,
])('what has no value, or none that can be found, has no plain one: %j', (schema) => {
  expect(plainValue(schema)).toBeUndefined();
});

test('the bounds of numbers and lists are tried on both sides', () => {
  const what = (schema: object) => nearValues(schema, plainValue(schema)).map((each) => each.what);
  expect(what({ type: 'integer', minimum: 7, maximum: 9 })).toEqual(
    expect.arrayContaining(['6', '8', '9', '10', '1.5', 'a text']),
  );
  expect(what(inner)).toEqual([
    'without color',
    '"blue" at color',
    '"nonsense" at color',
    '"" at color',
    '1 at color',
    'with tags',
    'more',
    'a text',
  ]);
  expect(what(tags)).toEqual(expect.arrayContaining(['0 items', '1 items', '3 items', '4 items', '1 at 0']));
});
