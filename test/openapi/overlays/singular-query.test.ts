import * as fc from 'fast-check';
import { type JsonValue, paths, query } from 'jsonpath-rfc9535';
import { describe, expect, it, test } from 'vitest';

import { readSingularQuery, singularQuery, targetPointer } from '../../../src/openapi/overlays/singular-query.ts';

describe('readSingularQuery', () => {
  it.each<[query: string, path: readonly (string | number)[]]>([
    ['$', []],
    ['$.a.b', ['a', 'b']],
    ["$['a b']", ['a b']],
    ['$["a"]["b"]', ['a', 'b']],
    ["$.paths['/a/{b}'].get.parameters[0]", ['paths', '/a/{b}', 'get', 'parameters', 0]],
    ["$['it\\'s']", ["it's"]],
    ["$['\"']", ['"']],
    ['$["\\""]', ['"']],
    ["$['\\\\']", ['\\']],
    ["$['\\u263a\\n']", ['☺\n']],
    ['$.ü', ['ü']],
    ['$[-1]', [-1]],
    ['$[ 0 ] .a', [0, 'a']],
  ])('%s', (query, path) => {
    expect(readSingularQuery(query)).toEqual(path);
  });

  it.each([
    '',
    'a',
    '.a',
    '$.',
    '$.x-a',
    '$.0a',
    '$..a',
    '$.*',
    '$[*]',
    '$[0:1]',
    '$[0,1]',
    '$[?@.a]',
    '$[01]',
    '$[-0]',
    "$['a",
    '$.a ',
    "$['\\x']",
    "$['\n']",
  ])('%j is none', (query) => {
    expect(readSingularQuery(query)).toBeUndefined();
    expect(() => singularQuery({}, query)).toThrow('one place by names and numbers');
  });
});

test('leads where any JSONPath leads', () => {
  const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom("'", '"', '\\', '/', 'a', '0', '\n'));
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (root) => {
      const document = JSON.parse(JSON.stringify(root)) as JsonValue;
      for (const path of paths(document, '$..*')) {
        const [found] = singularQuery(document, path);
        let there: unknown = document;
        for (const step of found ?? []) there = (there as Record<string | number, unknown>)[step];
        expect(found?.length).toBeGreaterThan(0);
        expect(there).toEqual(query(document, path)[0]);
      }
    }),
  );
});

test('names no member that is not of the document, and no item by its text', () => {
  const document = { a: [1, 2], b: 'text' };
  for (const query of ['$.toString', '$.a.length', "$.a['0']", '$.b[0]', '$[0]', '$.a[2]', '$.a[-3]', '$.__proto__.x'])
    expect(singularQuery(document, query), query).toEqual([]);
  expect(singularQuery(document, '$.a[-1]')).toEqual([['a', 1]]);
});

test('targetPointer', () => {
  expect(targetPointer("$.paths['/a~b'].get")).toBe('/paths/~1a~0b/get');
  expect(targetPointer('$')).toBe('');
});
