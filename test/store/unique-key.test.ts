import { Collection } from '@msw/data';
import { describe, expect, it } from 'vitest';

import { type StoredRecord, uniqueKey } from '../../src/store/unique-key.ts';

const ANY = {
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: (value: unknown) => ({ value: { ...(value as StoredRecord) } }),
    types: undefined as { readonly input: StoredRecord; readonly output: StoredRecord } | undefined,
  },
};

const open = (...key: readonly string[]) => {
  const { extension, index } = uniqueKey(key);
  return { index, collection: new Collection({ schema: ANY, extensions: [extension] }) };
};

describe('a collection with a unique key', () => {
  it('[S3] rejects the creation of a taken key, and has no second record', async () => {
    const { collection } = open('space', 'name');
    await collection.create({ space: 'a', name: 'b' });
    await expect(collection.create({ space: 'a', name: 'b' })).rejects.toThrow(
      'Failed to create a record: the key a/b is taken.',
    );
    await expect(collection.create({ space: 'a', name: 'c' })).resolves.toMatchObject({ name: 'c' });
    expect(collection.count()).toBe(2);
  });

  it('[S3] rejects all but one of simultaneous creations', async () => {
    const { collection } = open('name');
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => collection.create({ name: 'a' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(collection.count()).toBe(1);
  });

  it('[S3] rejects a key that is reserved for another record', async () => {
    const { collection, index } = open('name');
    const mine = { name: 'a' };
    expect(index.reserve(mine)).toBeTypeOf('function');
    await expect(collection.create({ name: 'a' })).rejects.toThrow('taken');
    await expect(collection.create(mine)).resolves.toEqual({ name: 'a' });
    await expect(collection.create(mine)).rejects.toThrow('taken');
  });

  it('finds records by key, the collection’s own objects', async () => {
    const { collection, index } = open('space', 'name');
    const record = await collection.create({ space: 'a', name: 'b' });
    expect(index.find(['a', 'b'])).toBe(record);
    for (const key of [['a', 'c'], ['b', 'b'], ['a'], []]) expect(index.find(key)).toBeUndefined();
  });

  it('frees the key of a deleted record, and of no other', async () => {
    const { collection, index } = open('space', 'name');
    await collection.create({ space: 'a', name: 'b' });
    await collection.create({ space: 'a', name: 'c' });
    collection.delete((query) => query.where((record) => record['name'] === 'b'));
    expect(index.find(['a', 'b'])).toBeUndefined();
    await expect(collection.create({ space: 'a', name: 'b' })).resolves.toBeDefined();
    await expect(collection.create({ space: 'a', name: 'c' })).rejects.toThrow('taken');
  });

  it('keeps namespaces apart: 100 of them with the same 10 names', async () => {
    const { collection, index } = open('space', 'name');
    for (let number = 0; number < 1000; number += 1)
      await collection.create({ space: `s${number % 100}`, name: `n${Math.floor(number / 100)}`, number });
    expect(index.find(['s42', 'n7'])).toMatchObject({ number: 742 });
    expect(index.find(['s100', 'n7'])).toBeUndefined();
  });
});

describe('reserve', () => {
  it('takes a key at once and says how to free it', () => {
    const { index } = uniqueKey(['name']);
    const release = index.reserve({ name: 'a' });
    expect(index.reserve({ name: 'a' })).toBeUndefined();
    release?.();
    expect(index.reserve({ name: 'a' })).toBeDefined();
  });

  it('does not take keys for equal that only look alike when they are joined', () => {
    const { index } = uniqueKey(['a', 'b']);
    for (const [a, b] of [
      ['x', 'y/z'],
      ['x/y', 'z'],
      ['x', 'y'],
      ['xy', ''],
      ['', 'xy'],
    ] as const)
      expect(index.reserve({ a, b }), `${a} ${b}`).toBeDefined();
  });
});
