import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { parseHeaderValue } from '../../src/http/header-value.ts';

describe('parseHeaderValue', () => {
  it.each<[text: string, main: string, parameters: Record<string, string>]>([
    ['text/plain', 'text/plain', {}],
    ['Multipart/Form-Data; Boundary=AbC', 'multipart/form-data', { boundary: 'AbC' }],
    ['  form-data ;\tname = "a"', '', {}],
    ['form-data;name="a";filename="b.txt"', 'form-data', { name: 'a', filename: 'b.txt' }],
    ['form-data; name=a', 'form-data', { name: 'a' }],
    ['form-data; name=', 'form-data', { name: '' }],
    ['form-data; name=""', 'form-data', { name: '' }],
    ['form-data; name="a; b=c"; d=e', 'form-data', { name: 'a; b=c', d: 'e' }],
    ['form-data; name="say \\"hi\\""', 'form-data', { name: 'say "hi"' }],
    ['form-data; name="C:\\dir\\\\x"', 'form-data', { name: 'C:\\dir\\x' }],
    ['form-data; name="c\\"', 'form-data', { name: 'c\\' }],
    ['form-data; name="first"; NAME="second"', 'form-data', { name: 'first' }],
    ['a;; ; b=c;', 'a', { b: 'c' }],
    ["a; filename*=UTF-8''x%20y", 'a', { 'filename*': "UTF-8''x%20y" }],
    ['a; name="名\uD83D\uDE00"', 'a', { name: '名\uD83D\uDE00' }],
  ])('reads %j', (text, main, parameters) => {
    const value = parseHeaderValue(text);
    if (main === '') expect(value).toBeUndefined();
    else expect(value).toEqual({ main, parameters: new Map(Object.entries(parameters)) });
  });

  it.each(['', '   ', ';a=b', 'a, b', 'a b', 'a; b', 'a; b="c', 'a; b="c"d', 'a; =c', 'a; b c=d', 'a; b="c\\'])(
    'does not read %j',
    (text) => {
      expect(parseHeaderValue(text)).toBeUndefined();
    },
  );

  test('what is quoted comes back, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (value) => {
        const quoted = value.replace(/["\\]/g, '\\$&');
        expect(parseHeaderValue(`a; before=1; b="${quoted}"; after=2`)?.parameters.get('b')).toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab;=", \t\\\r\n'), maxLength: 40 }), (text) => {
        const value = parseHeaderValue(text);
        if (value) expect(value.main).toMatch(/^[^;, \t]+$/);
      }),
      { numRuns: 1000 },
    );
  });
});
