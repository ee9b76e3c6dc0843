import { expect, it } from 'vitest';

import { readExternal } from '../../../src/openapi/operations/external.ts';

const read = (external: unknown): readonly string[] => readExternal({ 'x-external': external }, '/paths/~1a/post');

it('x-external lists places in a request, and may be left out', () => {
  expect(read(['body.name', 'path.id', 'body[]', 'body[].user'])).toEqual([
    'body.name',
    'path.id',
    'body[]',
    'body[].user',
  ]);
  expect(read(undefined)).toEqual([]);
});

it.each([['body.name'], [['header.name']], [['body.a.b']], [[1]]])(
  'x-external must be places in a request: %j',
  (external) => {
    expect(() => read(external)).toThrow(/must be a list of places in a request: path\.NAME/);
  },
);
