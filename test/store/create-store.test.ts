import { describe, expect, it } from 'vitest';

import type { Document } from '../../src/openapi/document/document.ts';
import { createStore, type StoreChange } from '../../src/store/create-store.ts';
import { resolved } from '../openapi/shipped.ts';

const repository = (namespace: string, name: string, more: object = {}) => ({
  namespace,
  name,
  is_public: true,
  ...more,
});

const EMPTY = {
  collections: { namespaces: [], repositories: [], tags: [], access_domains: [] },
  sequences: { namespaces: 0, repositories: 0, tags: 0, access_domains: 0 },
};

describe('insert', () => {
  it('[R1] [N1] keeps a record, which can then be read', () => {
    const store = createStore({ document: resolved });
    expect(store.insert('repositories', repository('group', 'busybox'))).toBe(true);
    expect(store.find('repositories', ['group', 'busybox'])).toMatchObject(repository('group', 'busybox'));
    expect(store.count('repositories')).toBe(1);
  });

  it('[S3] refuses a key that is taken, however often, and keeps the first record', () => {
    const store = createStore({ document: resolved });
    store.insert('repositories', repository('group', 'busybox', { category: 'linux' }));
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(store.insert('repositories', repository('group', 'busybox', { is_public: false }))).toBe(false);
    expect(store.find('repositories', ['group', 'busybox'])).toMatchObject({ category: 'linux', is_public: true });
    expect(store.count('repositories')).toBe(1);
  });

  it('[S3] takes one name in two namespaces, and names that only look alike', () => {
    const store = createStore({ document: resolved });
    const keys = [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'a'],
      ['ab', 'c'],
      ['a', 'bc'],
      ['a', 'b-c'],
      ['a-b', 'c'],
      ['a', 'B'],
      ['a/b', 'c'],
      ['a', 'b/c'],
      ['__proto__', 'a'],
      ['a', 'constructor'],
    ];
    for (const [namespace = '', name = ''] of keys)
      expect(store.insert('repositories', repository(namespace, name)), `${namespace} ${name}`).toBe(true);
    expect(store.count('repositories')).toBe(keys.length);
  });

  it('[S3] of 200 inserts of one key exactly one is true', () => {
    const changes: StoreChange[] = [];
    const store = createStore({ document: resolved, onChange: (change) => changes.push(change) });
    const added = Array.from({ length: 200 }, (_, number) =>
      store.insert('repositories', repository('group', 'busybox', { description: `${number}` })),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    expect([store.count('repositories'), changes.length]).toEqual([1, 1]);
  });

  it('[S3] of 200 inserts of 20 keys in two namespaces each key gets in once', () => {
    const store = createStore({ document: resolved });
    const added = Array.from({ length: 200 }, (_, number) =>
      store.insert('repositories', repository(`n${number % 2}`, `r${number % 20}`)),
    );
    expect(added.filter(Boolean)).toHaveLength(20);
    expect(store.count('repositories')).toBe(20);
  });

  it('keeps a copy: changing the record afterwards changes nothing', () => {
    const store = createStore({ document: resolved });
    const record = repository('group', 'busybox');
    store.insert('repositories', record);
    record.is_public = false;
    expect(store.find('repositories', ['group', 'busybox'])).toMatchObject({ is_public: true });
    expect(store.snapshot().collections['repositories']).toMatchObject([{ is_public: true }]);
  });

  it('throws for a collection that the document does not define', () => {
    const store = createStore({ document: resolved });
    expect(() => store.insert('images', {})).toThrow('the document does not define it');
    expect(() => store.find('images', ['a'])).toThrow('the document does not define it');
  });
});

describe('number', () => {
  it('is the one that the record gets, and takes nothing', () => {
    const store = createStore({ document: resolved });
    store.insert('repositories', repository('group', 'a'));
    store.insert('repositories', repository('group', 'b'));
    store.remove('repositories', ['group', 'b']);
    for (const _ of [1, 2]) expect(store.number('repositories', { name: 'c' })).toEqual({ id: 3, name: 'c' });
    expect(store.number('repositories', { id: 7 })).toEqual({ id: 7 });
    store.insert('repositories', repository('group', 'c'));
    expect(store.find('repositories', ['group', 'c'])).toMatchObject({ id: 3 });
  });
});

describe('onChange', () => {
  it('hears of an insert before it can be seen by others, and not of a refused one', () => {
    const seen: unknown[] = [];
    const store = createStore({
      document: resolved,
      onChange: (change) => {
        seen.push([change, store.count('repositories')]);
      },
    });
    store.insert('repositories', repository('group', 'busybox'));
    store.insert('repositories', repository('group', 'busybox'));
    const record = { id: 1, ...repository('group', 'busybox') };
    expect(seen).toEqual([[{ type: 'insert', collection: 'repositories', record }, 0]]);
  });

  it('that throws leaves nothing behind: the key is free again', () => {
    let broken = true;
    const store = createStore({
      document: resolved,
      onChange: () => {
        if (broken) throw new Error('disk full');
      },
    });
    expect(() => store.insert('repositories', repository('group', 'busybox'))).toThrow('disk full');
    expect(store.find('repositories', ['group', 'busybox'])).toBeUndefined();
    expect(store.snapshot()).toEqual(EMPTY);
    broken = false;
    expect(store.insert('repositories', repository('group', 'busybox'))).toBe(true);
  });

  it('that throws at a restore leaves everything as it was', async () => {
    let broken = false;
    const store = createStore({
      document: resolved,
      onChange: () => {
        if (broken) throw new Error('disk full');
      },
    });
    store.insert('repositories', repository('group', 'busybox'));
    broken = true;
    await expect(store.restore({ collections: {} })).rejects.toThrow('disk full');
    expect(store.count('repositories')).toBe(1);
  });
});

describe('snapshot and restore', () => {
  const full = {
    collections: {
      namespaces: [
        { id: 2, name: 'group' },
        { id: 5, name: 'other' },
      ],
      repositories: [
        {
          id: 1,
          ...repository('group', 'busybox', {
            category: 'linux',
            description: 'x',
            created_at: '2019-02-26T00:00:00Z',
          }),
        },
        { id: 3, ...repository('other', 'busybox') },
      ],
      tags: [],
      access_domains: [],
    },
    sequences: { namespaces: 5, repositories: 7, tags: 2, access_domains: 0 },
  };

  it('gives back what was put in, as plain JSON in the order of creation', async () => {
    const store = createStore({ document: resolved });
    expect(await store.restore(full)).toEqual([]);
    expect(JSON.parse(JSON.stringify(store.snapshot()))).toEqual(full);
  });

  it('replaces what was there', async () => {
    const store = createStore({ document: resolved });
    store.insert('repositories', repository('old', 'old'));
    await store.restore(full);
    expect(store.find('repositories', ['old', 'old'])).toBeUndefined();
    expect(store.find('repositories', ['other', 'busybox'])).toMatchObject({ is_public: true });
    expect(store.insert('repositories', repository('old', 'old'))).toBe(true);
    expect(store.insert('repositories', repository('group', 'busybox'))).toBe(false);
  });

  it('empties the collections that are not named', async () => {
    const store = createStore({ document: resolved });
    await store.restore(full);
    expect(await store.restore({ collections: {} })).toEqual([]);
    expect([store.count('repositories'), store.count('namespaces')]).toEqual([0, 0]);
  });

  it('tells what must last', async () => {
    const changes: StoreChange[] = [];
    const store = createStore({ document: resolved, onChange: (change) => changes.push(change) });
    await store.restore(full);
    expect(changes).toEqual([{ type: 'restore', snapshot: full }]);
  });

  it('does not share records with the snapshot that was restored', async () => {
    const store = createStore({ document: resolved });
    const snapshot = structuredClone(full);
    await store.restore(snapshot);
    for (const record of snapshot.collections.repositories) record.is_public = false;
    expect(store.find('repositories', ['group', 'busybox'])).toMatchObject({ is_public: true });
  });
});

describe('a snapshot that breaks a rule', () => {
  const ok = repository('group', 'busybox');
  it.each<[clauses: string, what: string, snapshot: unknown, problems: readonly string[]]>([
    ['', 'null', null, ['must be an object with "collections".']],
    ['', 'a list', [], ['must be an object with "collections".']],
    ['', 'no collections', {}, ['must be an object with "collections".']],
    ['', 'collections in a list', { collections: [] }, ['must be an object with "collections".']],
    [
      '',
      'an unknown collection',
      { collections: { images: [] } },
      ['unknown collection "images" (known: namespaces, repositories, tags, access_domains).'],
    ],
    [
      '',
      'records that are no list',
      { collections: { repositories: {} } },
      ['"repositories" must be a list of records.'],
    ],
    [
      '',
      'a record that is none',
      { collections: { repositories: [ok, 'x', null, []] } },
      [1, 2, 3].map((at) => `repositories[${at}] must be an object.`),
    ],
    [
      '[R2]',
      'a name',
      { collections: { repositories: [{ ...ok, name: '1a' }] } },
      ['repositories[0].name must start with a lowercase letter (R2), in group/1a.'],
    ],
    [
      '[N7] [R7] [C2]',
      'several rules',
      { collections: { repositories: [{ namespace: '', name: '', is_public: true, category: 'arm' }] } },
      [
        'repositories[0].namespace must have 1 to 64 characters (N7).',
        'repositories[0].name must have 1 to 128 characters (R7).',
        'repositories[0].category must be one of app_server, linux, framework_app, database, lang, other, windows, arms (C2).',
      ],
    ],
    [
      '',
      'a missing value',
      { collections: { repositories: [{ namespace: 'a', name: 'b' }] } },
      ['repositories[0].is_public is missing, in a/b.'],
    ],
    [
      '',
      'an unknown value',
      { collections: { namespaces: [{ name: 'a', size: 1 }] } },
      ['namespaces[0].size is not a property of a record, in a.'],
    ],
    [
      '',
      'another type',
      { collections: { repositories: [{ ...ok, is_public: 'true' }] } },
      ['repositories[0].is_public is not valid (type), in group/busybox.'],
    ],
    [
      '',
      'a time that is none',
      { collections: { repositories: [{ ...ok, created_at: 'today' }] } },
      ['repositories[0].created_at is not valid (format), in group/busybox.'],
    ],
    [
      '[S3]',
      'a key twice',
      {
        collections: {
          repositories: [ok, { ...ok, namespace: 'other' }, { ...ok, is_public: false }],
          namespaces: [{ name: 'a' }, { name: 'a' }],
        },
      },
      [
        'repositories[2] has the same namespace and name as a record before it.',
        'namespaces[1] has the same name as a record before it.',
      ],
    ],
  ])('%s %s is refused, and changes nothing', async (_clauses, _what, snapshot, problems) => {
    const changes: StoreChange[] = [];
    const store = createStore({ document: resolved, onChange: (change) => changes.push(change) });
    store.insert('repositories', repository('mine', 'mine'));
    const before = store.snapshot();

    expect(store.check(snapshot)).toEqual(problems);
    expect(await store.restore(snapshot)).toEqual(problems);
    expect(store.snapshot()).toEqual(before);
    expect(store.count('repositories')).toBe(1);
    expect(changes).toHaveLength(1);
  });
});

describe('a document of another kind', () => {
  const document = {
    openapi: '3.1.0',
    components: { 'x-collections': { points: { key: ['x', 'y', 'z'], schema: { type: 'object', required: ['x'] } } } },
  } as unknown as Document;

  it('may have a key of three values', () => {
    const store = createStore({ document });
    expect(store.insert('points', { x: '1', y: '2', z: '3' })).toBe(true);
    expect(store.insert('points', { x: '1', y: '2', z: '4' })).toBe(true);
    expect(store.insert('points', { x: '1', y: '2', z: '3' })).toBe(false);
    expect(store.find('points', ['1', '2', '4'])).toMatchObject({ z: '4' });
    expect(store.find('points', ['1', '2'])).toBeUndefined();
    expect(store.find('points', ['2', '2', '4'])).toBeUndefined();
  });

  it('may have no collections', () => {
    expect(createStore({ document: { openapi: '3.1.0' } as Document }).snapshot()).toEqual({
      collections: {},
      sequences: {},
    });
  });
});
