import { describe, expect, it } from 'vitest';

import { informs, parseBody } from '../../../src/http/bodies/parse-body.ts';

describe('the body of an answer', () => {
  it('is read, be there a byte order mark before it', () => {
    expect(parseBody('\ufeff{"a":[1]}')).toEqual({ a: [1] });
    expect(parseBody('<html>')).toBeUndefined();
  });

  it('is none where it nests deeper than an answer does, and says something all the same', () => {
    const deep = `${'['.repeat(100_000)}"a"${']'.repeat(100_000)}`;
    expect(parseBody(deep)).toBeUndefined();
    expect(informs(deep)).toBe(true);
  });

  it.each([
    ['', false],
    ['  ', false],
    ['{}', false],
    ['{"a":[""]}', false],
    ['{"a":[0]}', true],
    ['Not found', true],
    ['-', false],
  ])('%j says something: %s', (text, says) => {
    expect(informs(text)).toBe(says);
  });
});
