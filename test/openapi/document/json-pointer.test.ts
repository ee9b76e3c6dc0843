import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { joinPointer, resolvePointer, splitPointer } from '../../../src/openapi/document/json-pointer.ts';

describe('resolvePointer', () => {
  // The document and the pointers of RFC 6901, section 5.
  const rfc = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };

  it.each<[pointer: string, value: unknown]>([
    ['', rfc],
    ['/foo', rfc.foo],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
    ['#', rfc],
    ['#/foo/0', 'bar'],
    ['#/a~1b', 1],
    ['#/c%25d', 2],
    ['#/e%5Ef', 3],
    ['#/k%22l', 6],
    ['#/%20', 7],
    ['#/m~0n', 8],
    ['#/c%d', 2],
  ])('%j leads to %j', (pointer, value) => {
    expect(resolvePointer(rfc, pointer)).toBe(value);
  });

  it.each(['/bar', '/foo/2', '/foo/0/x', '/foo/length', '/__proto__', '/constructor', '/foo/map'])(
    '%j leads nowhere',
    (pointer) => {
      expect(resolvePointer(rfc, pointer)).toBeUndefined();
    },
  );

  it('reads ~01 as ~1, not as a slash', () => {
    expect(resolvePointer({ '~1': 'right', '/': 'wrong' }, '/~01')).toBe('right');
  });
});

test('the keys that are joined are the keys that are split', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', '%', '#') })), (keys) => {
      expect(splitPointer(joinPointer('', ...keys))).toEqual(keys);
    }),
  );
});

test('keys are joined behind what is there, numbers too', () => {
  expect(joinPointer('/a', 'b/c', 0, '~')).toBe('/a/b~1c/0/~0');
  expect(joinPointer('/a')).toBe('/a');
});
