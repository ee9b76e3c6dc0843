import { describe, expect, it } from 'vitest';

import { pathOf, queryOf } from '../../src/http/message.ts';

describe('pathOf and queryOf', () => {
  it.each<[target: string, path: string, query: string]>([
    ['/a/b', '/a/b', ''],
    ['/a?b=c', '/a', 'b=c'],
    ['/a?', '/a', ''],
    ['/a?b?c', '/a', 'b?c'],
    ['?b', '', 'b'],
    ['/a%3Fb', '/a%3Fb', ''],
    ['*', '*', ''],
  ])('split %s', (target, path, query) => {
    expect([pathOf(target), queryOf(target)]).toEqual([path, query]);
  });
});
