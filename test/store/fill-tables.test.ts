import { describe, expect, it } from 'vitest';

import type { Document } from '../../src/openapi/document/document.ts';
import { createStore, type StoreChange } from '../../src/store/create-store.ts';
import { resolved } from '../openapi/shipped.ts';
import { LEVELS } from './numbered-document.ts';

const repository = { namespace: 'group', name: 'busybox', is_public: true };
const tag = { namespace: 'group', repository: 'busybox', tag: 'latest' };

describe('what holds a record', () => {
  it('[A2] is made where its key is all that it needs, and counted on', async () => {
    const store = createStore({ document: resolved });
    expect(
      await store.restore({ collections: { namespaces: [{ id: 4, name: 'other' }], repositories: [repository] } }),
    ).toEqual([]);
    expect(store.list('namespaces').records).toEqual([
      { id: 4, name: 'other' },
      { id: 5, name: 'group' },
    ]);
  });

  it('is completed as one that came by itself, and its values are there for what it holds', async () => {
    const store = createStore({
      document: resolved,
      complete: (_collection, record, parent) => ({ owner: parent?.['owner'] ?? 'demo', ...record }),
    });
    await store.restore({
      collections: {
        namespaces: [{ name: 'a', owner: 'x' }],
        repositories: [repository, { ...repository, namespace: 'a' }],
      },
    });
    expect(store.list('repositories').records.map(({ namespace, owner }) => `${namespace} ${owner}`)).toEqual([
      'group demo',
      'a x',
    ]);
    store.insert('repositories', { ...repository, namespace: 'a', name: 'b' });
    expect(store.find('repositories', ['a', 'b'])).toMatchObject({ owner: 'x' });
  });

  it('is made level by level, once each, also where it is listed behind what it holds', async () => {
    const store = createStore({ document: LEVELS });
    const leaves = ['1', '2'].map((leaf) => ({ tree: 't', branch: 'b', leaf }));
    expect(
      await store.restore({
        collections: { leaves, branches: [{ tree: 'u', name: 'b' }], trees: [{ id: 1, name: 'u' }] },
      }),
    ).toEqual([]);
    expect(store.snapshot().collections).toMatchObject({
      trees: [
        { id: 1, name: 'u' },
        { id: 2, name: 't' },
      ],
      branches: [
        { id: 1, tree: 'u' },
        { id: 2, tree: 't' },
      ],
      leaves: [{ id: 1 }, { id: 2 }],
    });
  });

  it.each<[what: string, collections: object, problems: readonly string[]]>([
    [
      'a tag without its repository',
      { namespaces: [{ name: 'group' }], tags: [tag] },
      ['tags[0] belongs to group/busybox, which is not among the repositories.'],
    ],
    [
      'one of another namespace is not it',
      { repositories: [repository], tags: [tag, { ...tag, namespace: 'other' }] },
      ['tags[1] belongs to other/busybox, which is not among the repositories.'],
    ],
    [
      'a sharing without its repository',
      {
        access_domains: [
          { namespace: 'group', repository: 'x', access_domain: 'a', permit: 'read', deadline: 'forever' },
        ],
      },
      ['access_domains[0] belongs to group/x, which is not among the repositories.'],
    ],
  ])('%s is refused where more is needed', async (_what, collections, problems) => {
    const changes: StoreChange[] = [];
    const store = createStore({ document: resolved, onChange: (change) => changes.push(change) });
    expect(await store.restore({ collections })).toEqual(problems);
    expect(changes).toEqual([]);
  });

  it('is refused where only what holds it in turn can not be made', () => {
    const document = structuredClone(LEVELS) as unknown as { components: { 'x-collections': { trees: object } } };
    Object.assign(document.components['x-collections'].trees, { schema: { required: ['name', 'height'] } });
    const store = createStore({ document: document as unknown as Document });
    expect(store.check({ collections: { leaves: [{ tree: 't', branch: 'b', leaf: 'l' }] } })).toEqual([
      'leaves[0] belongs to t, which is not among the trees.',
    ]);
  });
});

it('of a snapshot that has thousands of problems about a thousand are told', async () => {
  const store = createStore({ document: resolved });
  const namespaces = Array.from({ length: 5000 }, () => ({ name: 1 }));
  const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`${index}${'x'.repeat(1000)}`, []]));
  for (const collections of [{ namespaces }, unknown]) {
    const problems = await store.restore({ collections });
    expect(problems.length).toBeGreaterThan(900);
    expect(problems.length).toBeLessThan(1100);
    expect(problems.join('').length).toBeLessThan(500_000);
  }
  expect(store.count('namespaces')).toBe(0);
});

describe('numbers', () => {
  const MOST = 2 ** 52;
  it.each<[snapshot: unknown, problems: readonly string[]]>([
    [
      { collections: { namespaces: [{ id: 1, name: 'a' }, { name: 'b' }, { id: 1, name: 'c' }] } },
      ['namespaces[2] has the same id as a record before it.'],
    ],
    [{ collections: { namespaces: [{ id: 0, name: 'a' }] } }, ['namespaces[0].id is not valid (minimum), in a.']],
    [{ collections: { namespaces: [{ id: 1.5, name: 'a' }] } }, ['namespaces[0].id is not valid (type), in a.']],
    [
      { collections: { namespaces: [{ id: 1e300, name: 'a' }] } },
      [`namespaces[0].id must be a whole number from 1 to ${MOST}, in a.`],
    ],
    [
      { collections: { namespaces: [{ id: Number.MAX_SAFE_INTEGER, name: 'a' }] } },
      [`namespaces[0].id must be a whole number from 1 to ${MOST}, in a.`],
    ],
    [{ collections: {}, sequences: [] }, ['"sequences" must be an object.']],
    [{ collections: {}, sequences: { images: 1 } }, ['unknown collection "images" in "sequences".']],
    ...[-1, 0.5, '3', null, 1e300, Number.NaN].map((number): [unknown, readonly string[]] => [
      { collections: {}, sequences: { tags: number } },
      [`sequences.tags must be a whole number from 0 to ${MOST}.`],
    ]),
  ])('%j is refused', async (snapshot, problems) => {
    const store = createStore({ document: resolved });
    expect(await store.restore(snapshot)).toEqual(problems);
    store.insert('namespaces', { name: 'new' });
    expect(store.find('namespaces', ['new'])).toMatchObject({ id: 1 });
  });

  it('must be numbers in any document', () => {
    const store = createStore({ document: LEVELS });
    for (const id of ['1', -1, 0, null, {}])
      expect(store.check({ collections: { trees: [{ id, name: 't' }] } })).toEqual([
        `trees[0].id must be a whole number from 1 to ${MOST}, in t.`,
      ]);
  });

  it('may have gaps, and the highest may be gone', async () => {
    const store = createStore({ document: resolved });
    expect(
      await store.restore({ collections: { namespaces: [{ id: 3, name: 'a' }] }, sequences: { namespaces: 9 } }),
    ).toEqual([]);
    store.insert('namespaces', { name: 'b' });
    expect(store.find('namespaces', ['b'])).toMatchObject({ id: 10 });
  });
});

describe('checkRecord', () => {
  it.each<[what: string, collection: string, record: unknown, problems: readonly string[]]>([
    ['what keeps every rule', 'repositories', { ...repository, name: 'new' }, []],
    ['a taken key, which is the insert’s to see', 'repositories', repository, []],
    ['no object', 'tags', [], ['the record must be an object.']],
    ['nothing', 'tags', undefined, ['the record must be an object.']],
    ['[T2] a broken rule', 'tags', { ...tag, tag: '.a' }, ['tag must start with a digit, a letter or "_" (T2).']],
    ['another record’s number', 'namespaces', { id: 1, name: 'a' }, ["id 1 is another record's."]],
    ['a free number', 'namespaces', { id: 2, name: 'a' }, []],
    [
      'a number too high to count on from',
      'namespaces',
      { id: 2 ** 53 - 1, name: 'a' },
      [`id must be a whole number from 1 to ${2 ** 52}.`],
    ],
    ['no such parent', 'tags', { ...tag, repository: 'x' }, ['group/x is not among the repositories.']],
    [
      'a parent of that name elsewhere',
      'tags',
      { ...tag, namespace: 'x' },
      ['x/busybox is not among the repositories.'],
    ],
    [
      'names of prototypes',
      'namespaces',
      JSON.parse('{"name":"a","__proto__":1}'),
      ['__proto__ is not a property of a record.'],
    ],
  ])('%s', async (_what, collection, record, problems) => {
    const store = createStore({ document: resolved });
    await store.restore({ collections: { repositories: [repository] } });
    expect(store.checkRecord(collection, record)).toEqual(problems);
  });
});
