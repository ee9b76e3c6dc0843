import { describe, expect, it } from 'vitest';

import type { Node } from '../../../src/openapi/document/document.ts';
import { readRules } from '../../../src/openapi/operations/rules.ts';
import { operationOf } from '../shipped.ts';

const ROOT = {
  components: {
    'x-collections': {
      things: { key: ['space', 'name'], schema: true },
      parts: { key: ['space', 'thing', 'part'], parent: 'things', schema: true },
    },
  },
} as unknown as Node;

const read = (node: object) => readRules(ROOT, node as Node, '/op');

const thing = { collection: 'things', key: { space: 'path.space', name: 'body.name' }, code: 'C1' };
const part = {
  collection: 'parts',
  key: { space: 'path.space', thing: 'path.thing', part: 'query.part' },
  code: 'C2',
  clause: 'T2',
};

describe('readRules', () => {
  it('finds none where there are none', () => {
    expect(read({})).toEqual({
      uniqueKey: undefined,
      requires: [],
      requiresNone: [],
      quota: undefined,
      effect: undefined,
      page: undefined,
    });
  });

  it('reads every rule, requirements in their order', () => {
    const node = {
      'x-unique-key': { ...thing, clause: 'T1', taken: 'replace' },
      'x-requires': [part, thing],
      'x-requires-none': [{ ...part, key: { space: 'path.space' } }],
      'x-quota': { most: 5, by: 'owner', code: 'C3', clause: 'T3' },
      'x-page': 7,
    };
    expect(read(node)).toEqual({
      uniqueKey: { ...thing, clause: 'T1', taken: 'replace' },
      requires: [part, { ...thing, clause: undefined }],
      requiresNone: [{ ...part, key: { space: 'path.space' } }],
      quota: { collection: 'things', most: 5, by: 'owner', code: 'C3', clause: 'T3' },
      effect: { kind: 'create', collection: 'things', key: thing.key },
      page: 7,
    });
  });

  it('a rule may be lifted by a value of the request', () => {
    const rule = { ...thing, unless: 'body.force' };
    expect(read({ 'x-requires-none': [rule] }).requiresNone[0]?.unless).toBe('body.force');
    expect(() => read({ 'x-requires-none': [{ ...rule, unless: 'body[]' }] })).toThrow(/must be a place/);
  });

  it('a taken key is refused unless the document says otherwise', () => {
    expect(read({ 'x-unique-key': thing }).uniqueKey?.taken).toBe('refuse');
    expect(read({ 'x-unique-key': { ...thing, taken: 'refuse' } }).uniqueKey?.taken).toBe('refuse');
  });

  it.each<[what: string, node: object, effect: object]>([
    [
      'creates what its unique key names',
      { 'x-unique-key': thing },
      { kind: 'create', collection: 'things', key: thing.key },
    ],
    [
      'is about the record that it requires, of that collection',
      { 'x-requires': [thing, part], 'x-effect': { kind: 'delete', collection: 'parts' } },
      { kind: 'delete', collection: 'parts', key: part.key },
    ],
    [
      'is about the key of its own before that',
      { 'x-requires': [thing], 'x-effect': { kind: 'exists', collection: 'parts', key: part.key } },
      { kind: 'exists', collection: 'parts', key: part.key },
    ],
    [
      'is a list of all',
      { 'x-effect': { kind: 'list', collection: 'parts' } },
      { kind: 'list', collection: 'parts', key: {} },
    ],
  ])('an operation %s', (_what, node, effect) => {
    expect(read(node).effect).toEqual(effect);
  });

  const THINGS = 'key of "things" in its order: space, name.';
  it.each<[what: string, node: object, pointer: string, message: string]>([
    ['a unique key that is none', { 'x-unique-key': 'name' }, '/x-unique-key', 'needs a collection, a key and a code.'],
    ['null', { 'x-unique-key': null }, '/x-unique-key', 'needs a collection, a key and a code.'],
    ['no code', { 'x-unique-key': { ...thing, code: 1 } }, '/x-unique-key', 'needs a collection, a key and a code.'],
    [
      'no collection',
      { 'x-requires': [thing, { ...thing, collection: 1 }] },
      '/x-requires/1',
      'needs a collection, a key and a code.',
    ],
    ['requirements that are no list', { 'x-requires': thing }, '/x-requires', 'must be a list of rules.'],
    [
      'the same of what must not be there',
      { 'x-requires-none': thing },
      '/x-requires-none',
      'must be a list of rules.',
    ],
    [
      'an unknown collection',
      { 'x-unique-key': { ...thing, collection: 'none' } },
      '/x-unique-key',
      'unknown collection "none"',
    ],
    [
      'a prototype’s name',
      { 'x-requires': [{ ...thing, collection: '__proto__' }] },
      '/x-requires/0',
      'unknown collection "__proto__"',
    ],
    [
      'another prototype’s',
      { 'x-effect': { kind: 'list', collection: 'constructor' } },
      '/x-effect',
      'unknown collection "constructor"',
    ],
    ['no key', { 'x-requires': [{ ...thing, key: undefined }] }, '/x-requires/0/key', `must name the ${THINGS}`],
    ['an empty key', { 'x-unique-key': { ...thing, key: {} } }, '/x-unique-key/key', `must name the ${THINGS}`],
    [
      'a list as key',
      { 'x-unique-key': { ...thing, key: ['path.a', 'path.b'] } },
      '/x-unique-key/key',
      `must name the ${THINGS}`,
    ],
    [
      'half a key',
      { 'x-requires': [{ ...thing, key: { space: 'path.a' } }] },
      '/x-requires/0/key',
      `must name the ${THINGS}`,
    ],
    [
      'a key in another order',
      { 'x-requires': [{ ...thing, key: { name: 'path.a', space: 'path.b' } }] },
      '/x-requires/0/key',
      `must name the ${THINGS}`,
    ],
    [
      'more than a key',
      { 'x-requires-none': [{ ...thing, key: { space: 'path.a', name: 'path.b', more: 'path.c' } }] },
      '/x-requires-none/0/key',
      `must begin with the ${THINGS}`,
    ],
    [
      'a beginning that is none',
      { 'x-requires-none': [{ ...thing, key: { name: 'path.a' } }] },
      '/x-requires-none/0/key',
      `must begin with the ${THINGS}`,
    ],
    ...[
      'name',
      'path',
      'path.',
      '.name',
      'header.name',
      'body.a.b',
      'body',
      'path[].a',
      'body[].',
      'body[].a[]',
      7,
    ].map((place): [string, object, string, string] => [
      `the place ${place}`,
      { 'x-unique-key': { ...thing, key: { space: 'path.space', name: place } } },
      '/x-unique-key/key',
      `"${place}" is no place in a request: path.NAME, query.NAME, body.NAME, body.NAME[], body[] or body[].NAME.`,
    ]),
    [
      'what a taken key means',
      { 'x-unique-key': { ...thing, taken: 'ignore' } },
      '/x-unique-key/taken',
      'must be refuse or replace.',
    ],
    [
      'a quota of no collection',
      { 'x-quota': { most: 1, by: 'a', code: 'C' } },
      '/x-quota',
      'needs "most", "by", a code and a collection.',
    ],
    ...[
      5,
      { by: 'a', code: 'C' },
      { most: '1', by: 'a', code: 'C' },
      { most: 1.5, by: 'a', code: 'C' },
      { most: 1, code: 'C' },
      { most: 1, by: 'a', collection: 'things' },
    ].map((quota): [string, object, string, string] => [
      `the quota ${JSON.stringify(quota)}`,
      { 'x-unique-key': thing, 'x-quota': quota },
      '/x-quota',
      'needs "most", "by", a code and a collection.',
    ]),
    ...[
      'list',
      { collection: 'things' },
      { kind: 'move', collection: 'things' },
      { kind: 'toString', collection: 'things' },
    ].map((effect): [string, object, string, string] => [
      `the effect ${JSON.stringify(effect)}`,
      { 'x-effect': effect },
      '/x-effect',
      'needs a kind (create, read, exists, list, update, delete) and a collection.',
    ]),
    ...['read', 'exists', 'update', 'delete'].map((kind): [string, object, string, string] => [
      `to ${kind} without a key`,
      { 'x-requires': [part], 'x-effect': { kind, collection: 'things' } },
      '/x-effect',
      `needs a key to ${kind}, or "x-requires" of the same collection.`,
    ]),
    [
      'an effect with half a key',
      { 'x-effect': { kind: 'read', collection: 'things', key: { space: 'path.a' } } },
      '/x-effect/key',
      `must name the ${THINGS}`,
    ],
    ...[0, -1, 1.5, '10', null].map((page): [string, object, string, string] => [
      `the page ${page}`,
      { 'x-page': page },
      '/x-page',
      'must be a whole number from 1.',
    ]),
  ])('refuses %s, and says where', (_what, node, pointer, message) => {
    expect(() => read(node)).toThrow(message);
    expect(() => read(node)).toThrow(expect.objectContaining({ name: 'DocumentError', pointer: `/op${pointer}` }));
  });
});

describe('the operations of the shipped document', () => {
  it.each<[id: string, kind: string, collection: string, places: string]>([
    ['createNamespace', 'create', 'namespaces', 'body.namespace'],
    ['listNamespaces', 'list', 'namespaces', ''],
    ['getNamespace', 'read', 'namespaces', 'path.namespace'],
    ['deleteNamespace', 'delete', 'namespaces', 'path.namespace'],
    ['createRepository', 'create', 'repositories', 'path.namespace body.repository'],
    ['listRepositories', 'list', 'repositories', ''],
    ['getRepository', 'read', 'repositories', 'path.namespace path.repository'],
    ['updateRepository', 'update', 'repositories', 'path.namespace path.repository'],
    ['deleteRepository', 'delete', 'repositories', 'path.namespace path.repository'],
    ['listTags', 'list', 'tags', ''],
    ['deleteTag', 'delete', 'tags', 'path.namespace path.repository path.tag'],
    ['createAccessDomain', 'create', 'access_domains', 'path.namespace path.repository body.access_domain'],
    ['listAccessDomains', 'list', 'access_domains', ''],
    ['getAccessDomain', 'exists', 'access_domains', 'path.namespace path.repository path.access_domain'],
    ['updateAccessDomain', 'update', 'access_domains', 'path.namespace path.repository path.access_domain'],
    ['deleteAccessDomain', 'delete', 'access_domains', 'path.namespace path.repository path.access_domain'],
    ['listSharedRepositories', 'list', 'access_domains', ''],
  ])('%s: %s of %s by %s', (id, kind, collection, places) => {
    const { effect } = operationOf(id);
    expect(effect).toMatchObject({ kind, collection });
    expect(Object.values(effect?.key ?? {}).join(' ')).toBe(places);
  });

  it('[TD3] requires the repository before the tag', () => {
    expect(operationOf('deleteTag').requires.map(({ code }) => code)).toEqual([
      'SVCSTG.SWR.4040010',
      'SVCSTG.SWR.4040048',
    ]);
  });

  it('[RD4] a repository is deleted only where no tag is below it', () => {
    expect(operationOf('deleteRepository').requiresNone).toMatchObject([{ collection: 'tags', clause: 'RD4' }]);
  });
});
