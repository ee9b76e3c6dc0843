import { describe, expect, it } from 'vitest';

import { uniqueKey } from '../../src/store/unique-key.ts';

describe('a unique key', () => {
  it('[S3] is taken once', () => {
    const index = uniqueKey(['space', 'name']);
    expect(index.add({ space: 'a', name: 'b' })).toBe(true);
    expect(index.add({ space: 'a', name: 'b' })).toBe(false);
    expect(index.add({ space: 'a', name: 'c' })).toBe(true);
  });

  it('finds records, the very objects', () => {
    const index = uniqueKey(['space', 'name']);
    const record = { space: 'a', name: 'b' };
    index.add(record);
    expect(index.find(['a', 'b'])).toBe(record);
    for (const key of [['a', 'c'], ['b', 'b'], ['a'], [], ['a', 'b', 'c']]) expect(index.find(key)).toBeUndefined();
  });

  it('is free where its record is removed, and stays where another one of its look is', () => {
    const index = uniqueKey(['space', 'name']);
    const record = { space: 'a', name: 'b' };
    index.add(record);
    index.remove({ space: 'a', name: 'b' });
    expect(index.find(['a', 'b'])).toBe(record);
    index.remove(record);
    expect(index.find(['a', 'b'])).toBeUndefined();
    expect(index.add({ space: 'a', name: 'b' })).toBe(true);
  });

  it('keeps namespaces apart: 100 of them with the same 10 names', () => {
    const index = uniqueKey(['space', 'name']);
    for (let number = 0; number < 1000; number += 1)
      index.add({ space: `s${number % 100}`, name: `n${Math.floor(number / 100)}`, number });
    expect(index.find(['s42', 'n7'])).toMatchObject({ number: 742 });
    expect(index.find(['s100', 'n7'])).toBeUndefined();
    expect([...index.below(['s42'])]).toHaveLength(10);
    expect(index.countBelow(['s42'])).toBe(10);
    expect(index.countBelow([])).toBe(1000);
  });

  it('does not take keys for equal that only look alike when they are joined', () => {
    const index = uniqueKey(['a', 'b']);
    for (const [a, b] of [
      ['x', 'y/z'],
      ['x/y', 'z'],
      ['x', 'y'],
      ['xy', ''],
      ['', 'xy'],
    ] as const)
      expect(index.add({ a, b }), `${a} ${b}`).toBe(true);
  });
});
