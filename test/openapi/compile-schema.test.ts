import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { compileSchema, isValid } from '../../src/openapi/compile-schema.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import { type Document, DocumentError, type Node } from '../../src/openapi/document/document.ts';
import type { Issue } from '../../src/openapi/operations/issue.ts';
import { compileProjection } from '../../src/openapi/operations/project.ts';
import { FORMATS, readDateTime } from '../../src/openapi/schemas/formats.ts';
import { plainValue } from '../../src/values/plain-value.ts';

const issuesOf = (schema: unknown, value: unknown): Issue[] => {
  const issues: Issue[] = [];
  compileSchema(schema)(value, '', { location: 'body', issues });
  return issues;
};

/** `name keyword`, one text an issue. */
const namesOf = (schema: unknown, value: unknown): string[] =>
  issuesOf(schema, value).map(({ name, keyword }) => `${name} ${keyword}`.trim());

describe('what an issue says', () => {
  it.each<[what: string, schema: unknown, value: unknown, issues: readonly string[]]>([
    ['nothing for what is valid', { type: 'string', minLength: 1 }, 'a', []],
    ['a wrong type, and nothing further', { type: 'string', minLength: 3, enum: ['abc'] }, 1, ['type']],
    [
      'every rule, not only the first',
      { minLength: 3, pattern: '^b', enum: ['bcd'] },
      'a',
      ['minLength', 'pattern', 'enum'],
    ],
    [
      'the path of a property',
      { properties: { a: { properties: { b: { type: 'null' } } } } },
      { a: { b: 1 } },
      ['a.b type'],
    ],
    ['the path of an item', { items: { properties: { a: { const: 1 } } } }, [{ a: 1 }, { a: 2 }], ['[1].a const']],
    ['a missing property by its path', { properties: { a: { required: ['b'] } } }, { a: {} }, ['a.b required']],
    ['several missing properties', { required: ['a', 'b'], properties: { a: {} } }, {}, ['b required', 'a required']],
    [
      'an additional property by its name',
      { properties: { a: {} }, additionalProperties: false },
      { a: 1, b: 2 },
      ['b additionalProperties'],
    ],
    ['what an additional property breaks', { additionalProperties: { type: 'string' } }, { b: 2 }, ['b type']],
    ['each member of allOf', { allOf: [{ minLength: 2 }, { not: { pattern: 'a' } }] }, 'a', ['minLength', 'not']],
    ['one issue for anyOf', { anyOf: [{ minLength: 2 }, { const: 'b' }] }, 'a', ['anyOf']],
    ['one issue for oneOf', { oneOf: [{ minLength: 1 }, { const: 'a' }] }, 'a', ['oneOf']],
    ['the schema false', { properties: { a: false } }, { a: 1 }, ['a false']],
    ['nothing for the schema true', true, 1, []],
  ])('%s', (_what, schema, value, issues) => {
    expect(namesOf(schema, value).sort()).toEqual([...issues].sort());
  });

  it('carries the clause and code that govern the failed keyword, and what was received', () => {
    const schema = {
      'x-clause': { at: 'a', place: 'b', code: 'C1' },
      allOf: [
        { title: 'is short', 'x-clause': { id: 'T1' }, maxLength: 1 },
        { title: 'is long', 'x-clause': { id: 'T2', code: { minLength: 'C2' } }, minLength: 3, enum: ['abc'] },
      ],
    };
    expect(issuesOf(schema, 'xy')).toEqual([
      expect.objectContaining({
        keyword: 'maxLength',
        code: 'C1',
        clause: expect.objectContaining({ id: 'T1' }),
        received: 'xy',
      }),
      expect.objectContaining({ keyword: 'minLength', code: 'C2', clause: expect.objectContaining({ id: 'T2' }) }),
      expect.objectContaining({ keyword: 'enum', code: undefined, clause: expect.objectContaining({ id: 'T2' }) }),
    ]);
  });

  it('blames a missing property on its own clause', () => {
    const property = { title: 'is required', 'x-clause': { id: 'T1', code: { required: 'C1' } } };
    expect(issuesOf({ required: ['a'], properties: { a: property } }, {})).toEqual([
      expect.objectContaining({
        name: 'a',
        keyword: 'required',
        code: 'C1',
        clause: expect.objectContaining({ id: 'T1' }),
      }),
    ]);
  });
});

// What JSON Schema says of them is tested by its own suite.
describe('keywords', () => {
  it.each<[schema: unknown, valid: readonly unknown[], invalid: readonly unknown[]]>([
    [{ pattern: '^\\p{Lu}.$' }, ['Ab', 'Ä😀', 1], ['ab', 'A', 'A\uD83D\uDE00b']],
    [{ not: { pattern: '^a' } }, ['b', ''], ['a', 1, null]],
    [{ not: { type: 'string', pattern: '^a' } }, ['b', 1], ['a']],
    [{ enum: [{ a: [1], b: 2 }] }, [{ b: 2, a: [1] }], [{ a: [1] }, [1]]],
    [{ type: 'null' }, [null], [undefined]],
    [{ format: 'date-time' }, ['0001-01-01T00:00:00Z', '2017-01-01T08:59:60.5+09:00'], ['2016-12-30T23:59:60Z', '']],
    [{ format: 'hostname' }, ['no host', 1], []],
    [{ valueOf: false, type: 'string' }, ['a'], [1]],
    [{ dependentRequired: { a: ['toString'] } }, [{ a: 1, toString: 1 }, 'a', null], [{ a: 1 }]],
    [{ 'x-restates': 'allOf', pattern: '^a', minLength: 2, allOf: [{ maxLength: 3 }] }, ['b', 'abc'], ['abcd']],
    [{ title: 'a', description: 'b', default: 1, examples: [2], deprecated: true }, [undefined, 3], []],
  ])('%j', (schema, valid, invalid) => {
    const validate = compileSchema(schema);
    for (const value of valid) expect(isValid(validate, value), JSON.stringify(value)).toBe(true);
    for (const value of invalid) expect(isValid(validate, value), JSON.stringify(value)).toBe(false);
  });

  const UNSUPPORTED = `$ref $dynamicRef if then else contains dependentSchemas patternProperties prefixItems
    propertyNames unevaluatedItems unevaluatedProperties`;
  it.each(UNSUPPORTED.split(/\s+/))('refuses %s instead of passing over it', (keyword) => {
    expect(() => compileSchema({ items: { [keyword]: {} } }, '/a')).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer: `/a/items/${keyword}` }),
    );
  });

  it.each<[what: string, schema: unknown, pointer: string]>([
    ['a pattern that is none', { pattern: '(' }, '/a/pattern'],
    ['a pattern under not that is none', { not: { pattern: '[' } }, '/a/not'],
    ['a pattern that is none in Unicode mode', { pattern: '\\-' }, '/a/pattern'],
    ['allOf that is no list', { allOf: {} }, '/a/allOf'],
    ['required that is no list', { required: true }, '/a/required'],
    ['a schema that is a text', { items: 'string' }, '/a/items'],
    ['a schema that is null', { properties: { b: null } }, '/a/properties/b'],
  ])('refuses %s', (_what, schema, pointer) => {
    expect(() => compileSchema(schema, '/a')).toThrow(DocumentError);
    expect(() => compileSchema(schema, '/a')).toThrow(expect.objectContaining({ pointer }));
  });
});

describe('a second opinion: ajv', () => {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: true, validateFormats: false, logger: false });

  // ajv 8 loses a variable of its own where `items: false` stands deep within others.
  const verdictOf = (validate: ValidateFunction, value: unknown): boolean | undefined => {
    try {
      return validate(value);
    } catch (error) {
      if (error instanceof ReferenceError) return undefined;
      throw error;
    }
  };

  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      fc.constantFrom(null, true, false, 0, 1, 2, 3, -1, 1.5, '', 'a', 'b', 'ab', 'A', '1', '😀', 'é', '\uD83D'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).any;

  const small = fc.nat({ max: 3 });
  const types = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];
  const { schema } = fc.letrec<{ schema: unknown; leaf: unknown; group: unknown }>((tie) => ({
    schema: fc.oneof({ maxDepth: 3, depthSize: 'small' }, tie('leaf'), tie('group')),
    leaf: fc.oneof(
      fc.boolean(),
      fc
        .record(
          {
            type: fc.oneof(fc.constantFrom(...types), fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 })),
            enum: fc.array(value, { minLength: 1, maxLength: 3 }),
            const: value,
            pattern: fc.constantFrom('^a', 'b$', '^.$', '\\p{L}', '[^a-z]', '^$', '^[a-z]+$'),
            minLength: small,
            maxLength: small,
            minimum: small,
            maximum: small,
            exclusiveMinimum: small,
            exclusiveMaximum: small,
            multipleOf: fc.constantFrom(1, 2, 3),
            minItems: small,
            maxItems: small,
            uniqueItems: fc.boolean(),
            minProperties: small,
            maxProperties: small,
            required: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
          },
          { requiredKeys: [], noNullPrototype: true },
        )
        .chain((all) => fc.subarray(Object.entries(all), { maxLength: 2 }).map((some) => Object.fromEntries(some))),
    ),
    group: fc.record(
      {
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2, noNullPrototype: true }),
        required: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
        additionalProperties: tie('schema'),
        items: tie('schema'),
        allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        not: tie('schema'),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  }));

  test('agrees about generated schemas and values', () => {
    const verdicts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 8, maxLength: 8 }), (generated, values) => {
        const theirs = ajv.compile(generated as object | boolean);
        const ours = compileSchema(generated);
        for (const each of values) {
          const expected = verdictOf(theirs, each);
          if (expected === undefined) continue;
          verdicts[expected ? 'valid' : 'invalid'] += 1;
          expect(isValid(ours, each), JSON.stringify(each)).toBe(expected);
        }
      }),
      { numRuns: 250 },
    );
    // Both verdicts have to come up, or nothing was compared.
    expect(Math.min(verdicts.valid, verdicts.invalid)).toBeGreaterThan(100);
  }, 60_000);
});

it('100 issues are told of a value that has thousands', () => {
  const wrong = Array.from({ length: 5000 }, (_, index) => index);
  expect(namesOf({ items: { type: 'string' } }, wrong)).toEqual(wrong.slice(0, 100).map((index) => `[${index}] type`));
  expect(namesOf({ additionalProperties: false }, { ...wrong })).toHaveLength(100);
  expect(namesOf({ items: { allOf: [{ minimum: 9000 }, { const: 1 }] } }, wrong)).toHaveLength(100);
});

describe('a schema that refers to itself', () => {
  const schemas = dereference({
    Tree: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', maxLength: 3 },
        next: { anyOf: [{ $ref: '#/Tree' }, { type: 'null' }] },
        parts: { 'x-clause': { id: 'P1', title: 'parts' }, type: 'array', items: { $ref: '#/Tree', maxProperties: 2 } },
      },
      additionalProperties: false,
    },
    Odd: { allOf: [{ type: 'object' }, { $ref: '#/Odd' }] },
  } as unknown as Document) as unknown as Readonly<Record<string, unknown>>;

  it.each<[value: unknown, issues: readonly string[]]>([
    [{ name: 'a', parts: [{ name: 'b', parts: [{ name: 'c' }] }], next: null }, []],
    [{ name: 'a', next: { name: 'b', next: { name: 'c', next: null } } }, []],
    [
      { name: 'a', parts: [{ name: 'b', parts: [{ name: 'long' }, {}] }] },
      ['parts[0].parts[0].name maxLength', 'parts[0].parts[1].name required'],
    ],
    [{ name: 'a', parts: [{ name: 'b', other: 1 }] }, ['parts[0].other additionalProperties']],
    [{ name: 'a', parts: [{ name: 'b', next: null, parts: [] }] }, ['parts[0] maxProperties']],
    [{ name: 'a', next: { name: 'b', next: { name: 'long' } } }, ['next anyOf']],
  ])('%j', (value, issues) => {
    expect(namesOf(schemas['Tree'], value)).toEqual(issues);
  });

  it('names the clause around the part that is wrong', () => {
    const clauses = (value: unknown): unknown[] => issuesOf(schemas['Tree'], value).map(({ clause }) => clause?.id);
    expect(clauses({})).toEqual([undefined]);
    expect(clauses({ name: 'a', parts: [{}] })).toEqual(['P1']);
    expect(clauses({ name: 'a', parts: [{ name: 'b', parts: [{ name: 'c', parts: [{}] }] }] })).toEqual(['P1']);
  });

  it('is refused where it is made of itself, for the same value', () => {
    expect(() => compileSchema(schemas['Odd'])).toThrow(new DocumentError('/allOf/1', 'the schema is made of itself.'));
  });

  it('is shown as deep as a value goes', () => {
    const project = compileProjection(schemas['Tree'] as Node);
    expect(project({ parts: [{ parts: [{ more: 1, name: 'c' }], name: 'b' }], more: 1, name: 'a' })).toEqual({
      name: 'a',
      parts: [{ name: 'b', parts: [{ name: 'c' }] }],
    });
  });
});

it.each([
  [{ maxLength: 'banana' }, '/maxLength', '"maxLength" must be a whole number from 0 (it is "banana")'],
  [{ maxLength: '64' }, '/maxLength', 'a whole number'],
  [{ minItems: -1 }, '/minItems', 'a whole number'],
  [{ minimum: '1' }, '/minimum', 'a number'],
  [{ pattern: 1 }, '/pattern', 'a text'],
  [{ enum: 'a' }, '/enum', 'a list'],
  [{ allOf: {} }, '/allOf', 'a list'],
  [{ properties: [] }, '/properties', 'an object'],
  [{ uniqueItems: 'true' }, '/uniqueItems', 'true or false'],
  [{ type: 'strnig' }, '/type', 'one of string, number'],
  [{ type: ['string', 'nul'] }, '/type', 'one of string, number'],
])('%j is refused, since it would let everything pass or nothing', (schema, pointer, message) => {
  try {
    compileSchema(schema);
  } catch (error) {
    expect(error).toMatchObject({ pointer, message: expect.stringContaining(message) });
    return;
  }
  throw new Error('nothing was refused');
});

it('every format that values are made for has one that is valid', () => {
  for (const format of Object.keys(FORMATS))
    expect(isValid(compileSchema({ type: 'string', format }), plainValue({ type: 'string', format })), format).toBe(
      true,
    );
});

it('a time of RFC 3339 is read whatever its offset, a leap second as the next one', () => {
  expect(readDateTime('2030-01-01t08:00:00.123456+08:00')).toBe(Date.UTC(2030, 0, 1, 0, 0, 0, 123));
  expect(readDateTime('2030-12-31T23:59:60Z')).toBe(Date.UTC(2031, 0, 1));
  expect(readDateTime('2030-01-01T24:00:00Z')).toBeUndefined();
});

it('a time is valid on the days that there are', () => {
  const isTime = (text: string): boolean => FORMATS['date-time']?.(text) ?? false;
  for (let year = 2023; year <= 2024; year += 1)
    for (let month = 0; month <= 13; month += 1) {
      const days = month === 0 || month === 13 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate();
      for (let day = 0; day <= 32; day += 1) {
        const two = (number: number): string => String(number).padStart(2, '0');
        const time = `${year}-${two(month)}-${two(day)}T12:00:00Z`;
        expect(isTime(time), time).toBe(day >= 1 && day <= days);
      }
    }
});
