import { describe, expect, it } from 'vitest';

import type { Document } from '../../src/openapi/document/document.ts';
import { listCollections } from '../../src/store/list-collections.ts';
import { resolved } from '../openapi/shipped.ts';

const withCollections = (collections: object): Document =>
  ({ openapi: '3.1.0', components: { 'x-collections': collections } }) as unknown as Document;

describe('listCollections', () => {
  it('reads those of the shipped document', () => {
    const shown = [...listCollections(resolved).values()].map(({ validate: _, ...definition }) => definition);
    expect(shown).toEqual([
      { name: 'namespaces', key: ['name'], parent: undefined, sequence: 'id', indexes: ['owner'] },
      {
        name: 'repositories',
        key: ['namespace', 'name'],
        parent: 'namespaces',
        sequence: 'id',
        indexes: ['owner', 'namespace', 'category'],
      },
      { name: 'tags', key: ['namespace', 'repository', 'tag'], parent: 'repositories', sequence: 'id', indexes: [] },
      {
        name: 'access_domains',
        key: ['namespace', 'repository', 'access_domain'],
        parent: 'repositories',
        sequence: 'id',
        indexes: ['owner', 'access_domain'],
      },
    ]);
  });

  const a = { key: ['x'], schema: true };
  it.each<[what: string, collections: object, pointer: string, message: string]>([
    ['no key', { a: { schema: true } }, '/a', 'a collection needs a key.'],
    ['an empty key', { a: { ...a, key: [] } }, '/a', 'a collection needs a key.'],
    ['a key that is no list', { a: { ...a, key: 'x' } }, '/a/key', 'must be a list of properties.'],
    ['a key of numbers', { a: { ...a, key: [1] } }, '/a/key', 'must be a list of properties.'],
    ['an index that is no list', { a: { ...a, indexes: 'x' } }, '/a/indexes', 'must be a list of properties.'],
    ['no schema', { 'a/b': { key: ['x'] } }, '/a~1b/schema', 'a schema must be an object or a boolean.'],
    [
      'a parent that is unknown',
      { a: { ...a, key: ['x', 'y'], parent: 'b' } },
      '/a',
      'the key must begin with that of its parent "b" and go on.',
    ],
    [
      'a parent of a prototype’s name',
      { a: { ...a, parent: 'constructor' } },
      '/a',
      'the key must begin with that of its parent "constructor" and go on.',
    ],
    [
      'a key that is no longer than the parent’s',
      { a, b: { ...a, key: ['y'], parent: 'a' } },
      '/b',
      'the key must begin with that of its parent "a" and go on.',
    ],
    [
      'itself as parent',
      { a: { ...a, parent: 'a' } },
      '/a',
      'the key must begin with that of its parent "a" and go on.',
    ],
  ])('refuses %s, and says where', (_what, collections, pointer, message) => {
    const act = (): unknown => listCollections(withCollections(collections));
    expect(act).toThrow(message);
    expect(act).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer: `/components/x-collections${pointer}` }),
    );
  });
});
