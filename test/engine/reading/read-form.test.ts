import { describe, expect, it } from 'vitest';

import { coerce, readForm } from '../../../src/engine/reading/read-form.ts';
import type { RequestMediaType } from '../../../src/openapi/operations/list-operations.ts';

const schema = {
  properties: {
    name: { type: 'string' },
    size: { type: 'integer' },
    on: { type: 'boolean' },
    kind: { type: 'string', 'x-empty': 'absent' },
    any: true,
  },
};

const read = (
  entries: readonly (readonly [string, string])[],
  repeatedFields: RequestMediaType['repeatedFields'] = 'reject',
): unknown => {
  const form = readForm(entries, { schema, repeatedFields });
  return {
    value: { ...form.value },
    repeated: form.issues.map(({ name, keyword, location }) => `${location} ${name} ${keyword}`),
  };
};

describe('readForm', () => {
  it.each<[what: string, entries: readonly (readonly [string, string])[], value: unknown]>([
    [
      'fields by name',
      [
        ['name', 'a'],
        ['other', 'b'],
      ],
      { name: 'a', other: 'b' },
    ],
    [
      'numbers and booleans where the schema wants them',
      [
        ['size', '12'],
        ['on', 'false'],
        ['name', '12'],
      ],
      { size: 12, on: false, name: '12' },
    ],
    ['a text that is no number as it is', [['size', '12 ']], { size: '12 ' }],
    [
      'an empty text as a text',
      [
        ['name', ''],
        ['any', ''],
      ],
      { name: '', any: '' },
    ],
    ['[A9] an empty text as not sent where the document says so', [['kind', '']], {}],
    ['[A9] a text of blanks as sent', [['kind', ' ']], { kind: ' ' }],
    ['nothing of an empty form', [], {}],
  ])('reads %s', (_what, entries, value) => {
    expect(read(entries)).toEqual({ value, repeated: [] });
  });

  it('takes __proto__ for a name like any other', () => {
    const { value } = readForm(
      [
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ],
      { schema, repeatedFields: 'reject' },
    );
    expect(Object.entries(value)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  const TWICE = [
    ['name', 'a'],
    ['name', 'b'],
    ['name', 'c'],
    ['size', '1'],
    ['other', 'd'],
    ['other', 'e'],
  ] as const;
  it.each<[reading: RequestMediaType['repeatedFields'], value: unknown, repeated: readonly string[]]>([
    ['reject', { name: 'a', size: 1, other: 'd' }, ['body name field-repeated']],
    ['first', { name: 'a', size: 1, other: 'd' }, []],
    ['last', { name: 'c', size: 1, other: 'e' }, []],
  ])('[A7] %s: settles a field that is sent twice', (reading, value, repeated) => {
    expect(read(TWICE, reading)).toEqual({ value, repeated });
  });

  it('[A7] [A9] does not take an empty and a filled field for two where empty is absent', () => {
    expect(
      read([
        ['kind', ''],
        ['kind', 'a'],
      ]),
    ).toEqual({ value: { kind: 'a' }, repeated: [] });
  });
});

describe('coerce', () => {
  it.each<[text: string, type: unknown, value: unknown]>([
    ['true', 'boolean', true],
    ['false', 'boolean', false],
    ['True', 'boolean', 'True'],
    ['', 'boolean', ''],
    ['0', 'integer', 0],
    ['-12', 'integer', -12],
    ['1.5', 'number', 1.5],
    ['1e3', 'number', 1000],
    ['0x10', 'integer', '0x10'],
    ['1_000', 'integer', '1_000'],
    ['', 'integer', ''],
    [' 1', 'integer', ' 1'],
    ['Infinity', 'number', 'Infinity'],
    ['.5', 'number', '.5'],
    ['1', 'string', '1'],
    ['true', undefined, 'true'],
  ])('%j as %s is %j', (text, type, value) => {
    expect(coerce(text, type)).toBe(value);
  });
});
