import { describe, expect, it, test } from 'vitest';
import { DocumentError } from '../../../src/openapi/document/document.ts';
import { applyOverlay } from '../../../src/openapi/overlays/apply-overlay.ts';
import { jsonPath } from '../../../src/openapi/overlays/json-path.ts';

const PETS = {
  openapi: '3.1.0',
  info: { title: 'pets', version: '1' },
  servers: [
    { url: 'https://a.test', description: 'Live' },
    { url: 'https://b.test', description: 'Dev' },
  ],
  paths: {
    '/pets': {
      get: {
        summary: 'all',
        tags: ['pets'],
        parameters: [{ name: 'limit' }, { name: 'page' }],
        responses: { '200': { description: 'ok' }, '500': { description: 'failed' } },
      },
      post: { responses: { '201': { description: 'made' }, default: { description: 'other' } } },
    },
    '/food': { get: { tags: [], responses: { '200': { description: 'ok' } } } },
  },
};

const apply = (document: object, ...actions: object[]): unknown => applyOverlay(document, actions, { query: jsonPath });

// The same situations as the specification's own sets of documents (compliant-sets), by their names.
describe('the situations of the specification', () => {
  it('add-a-license', () => {
    const license = { name: 'MIT', url: 'https://opensource.org/licenses/MIT' };
    expect(apply(PETS, { target: '$.info', update: { license } })).toEqual({
      ...PETS,
      info: { ...PETS.info, license },
    });
  });

  it('description-and-summary', () => {
    const update = { description: 'Everything', summary: 'All pets' };
    expect(apply(PETS, { target: "$.paths['/pets'].get", update })).toMatchObject({
      paths: { '/pets': { get: { ...update, tags: ['pets'] } } },
    });
  });

  it('update-root', () => {
    const update = { info: { 'x-overlaid': true } };
    expect(apply(PETS, { target: '$', update })).toEqual({ ...PETS, info: { ...PETS.info, 'x-overlaid': true } });
  });

  it('many-operations', () => {
    const changed = apply(
      PETS,
      { target: "$.paths['/pets'].get.summary", remove: true },
      { target: '$.paths.*.get', update: { tags: ['each'] } },
      { target: "$.paths['/pets'].get", update: { 'x-info': { by: 'overlay' }, tags: ['last'] } },
      { target: '$.paths.*', update: { post: { more: { of: 'it' } } } },
    );
    const { summary: _, ...get } = PETS.paths['/pets'].get;
    expect(changed).toEqual({
      ...PETS,
      paths: {
        '/pets': {
          get: { ...get, tags: ['pets', 'each', 'last'], 'x-info': { by: 'overlay' } },
          post: { ...PETS.paths['/pets'].post, more: { of: 'it' } },
        },
        '/food': { get: { ...PETS.paths['/food'].get, tags: ['each'] }, post: { more: { of: 'it' } } },
      },
    });
  });

  it('remove-example, remove-matching-responses', () => {
    const changed = apply(
      PETS,
      { target: "$.paths..responses['500']", remove: true },
      { target: '$.paths..responses.default', remove: true },
    );
    expect(changed).toMatchObject({ paths: { '/food': PETS.paths['/food'] } });
    expect(JSON.stringify(changed)).not.toMatch(/failed|other/);
  });

  it('remove-property', () => {
    const document = { properties: { a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'string' } } };
    const target = "$..properties[?(@.type == 'string')]";
    expect(apply(document, { target, remove: true })).toEqual({ properties: { b: { type: 'integer' } } });
  });

  it('remove-server', () => {
    const changed = apply(PETS, { target: "$.servers[?( @.description == 'Dev' )]", remove: true });
    expect(changed).toEqual({ ...PETS, servers: [PETS.servers[0]] });
  });

  it('replace-servers-for-sandbox', () => {
    const servers = [{ url: 'http://sandbox.test' }];
    const changed = apply(PETS, { target: '$.servers', remove: true }, { target: '$', update: { servers } });
    expect(changed).toEqual({ ...PETS, servers });
  });

  it('a list takes an item, or the items of a list', () => {
    const target = '$.paths.*.get.parameters';
    const names = [{ name: 'limit' }, { name: 'page' }, { name: 'sort' }];
    for (const update of [{ name: 'sort' }, [{ name: 'sort' }]])
      expect(apply(PETS, { target, update })).toMatchObject({ paths: { '/pets': { get: { parameters: names } } } });
  });

  it('a text of a list goes', () => {
    expect(apply(PETS, { target: "$.paths.*.get.tags[?@ == 'pets']", remove: true })).toMatchObject({
      paths: { '/pets': { get: { tags: [] } } },
    });
  });

  it('what others marked is changed (traits)', () => {
    const document = { paths: { a: { get: { traits: ['paged'] } }, b: { get: { traits: [] } }, c: {} } };
    const target = "$.paths[?(@.get.traits[?(@ == 'paged')])].get";
    expect(apply(document, { target, update: { size: 10 } })).toEqual({
      paths: { ...document.paths, a: { get: { traits: ['paged'], size: 10 } } },
    });
  });

  const ITEMS = { paths: { '/items': { get: { a: 1 } }, '/some': { delete: { b: 2 } } } };

  it('a copy is merged into what is there', () => {
    expect(apply(ITEMS, { target: '$.paths["/some"]', copy: '$.paths["/items"]' })).toEqual({
      paths: { '/items': { get: { a: 1 } }, '/some': { get: { a: 1 }, delete: { b: 2 } } },
    });
  });

  it('a move is an empty place, a copy and a removal', () => {
    const changed = apply(
      ITEMS,
      { target: '$.paths', update: { '/new': {} } },
      { target: "$.paths['/new']", copy: "$.paths['/items']" },
      { target: "$.paths['/items']", remove: true },
    );
    expect(changed).toEqual({ paths: { '/new': { get: { a: 1 } }, '/some': { delete: { b: 2 } } } });
  });
});

describe('actions', () => {
  const act = (document: object, action: object): unknown => apply(document, action);

  it.each<[what: string, document: object, action: object, result: object]>([
    ['a value', { a: 1 }, { target: '$.a', update: 'x' }, { a: 'x' }],
    ['a value by null', { a: 1 }, { target: '$.a', update: null }, { a: null }],
    ['null by a value', { a: null }, { target: '$', update: { a: 2 } }, { a: 2 }],
    ['false', { a: true }, { target: '$.a', update: false }, { a: false }],
    ['several values', { a: [1, 2] }, { target: '$.a[*]', update: 3 }, { a: [3, 3] }],
    ['a list in an object', { a: { b: [1] } }, { target: '$', update: { a: { b: [2] } } }, { a: { b: [1, 2] } }],
    ['a list in a list', { a: [1] }, { target: '$.a', update: [[2]] }, { a: [1, [2]] }],
    ['a place once, found twice', { a: [1] }, { target: "$['a','a']", update: 2 }, { a: [1, 2] }],
    ['several of a list, removed', { a: [1, 2, 3, 4] }, { target: '$.a[0,2,0]', remove: true }, { a: [2, 4] }],
    ['names and numbers, removed', { a: [{ b: 1 }, 2] }, { target: '$.a..*', remove: true }, { a: [] }],
    ['nothing, where remove is false', { a: 1 }, { target: '$.a', remove: false }, { a: 1 }],
    ['remove before update', { a: 1 }, { target: '$.a', update: 2, remove: true }, {}],
    ['a copy of a value', { a: 1, b: 2 }, { target: '$.a', copy: '$.b' }, { a: 2, b: 2 }],
    ['a copy of a list', { a: [1], b: [2] }, { target: '$.a', copy: '$.b' }, { a: [1, 2], b: [2] }],
    ['a copy of itself', { a: [1] }, { target: '$.a', copy: '$.a' }, { a: [1, 1] }],
  ])('%s', (_what, document, action, result) => {
    const before = structuredClone(document);
    expect(act(document, action)).toEqual(result);
    expect(document).toEqual(before);
  });

  it.each<[document: object, action: object, message: string]>([
    [{ a: {} }, { target: '$.a', update: 1 }, 'the update is a value, what stands there is an object: $.a'],
    [{ a: 1 }, { target: '$.a', update: {} }, 'the update is an object, what stands there is a value: $.a'],
    [{ a: 1 }, { target: '$.a', update: [] }, 'the update is a list, what stands there is a value: $.a'],
    [
      { a: { b: 1 } },
      { target: '$', update: { a: { b: [] } } },
      'the update is a list, what stands there is a value: $',
    ],
    [{ a: [1, {}] }, { target: '$.a[*]', update: {} }, 'the target leads to values of different kinds: $.a[*]'],
    [{ a: 1 }, { target: '$', remove: true }, 'the document itself cannot be removed: $'],
    [{ a: 1 }, { target: '$.a', copy: '$.b' }, 'what is copied must be one value (it is 0): $.a'],
    [{ a: 1, b: [1, 2] }, { target: '$.a', copy: '$.b[*]' }, 'what is copied must be one value (it is 2): $.a'],
    [{ a: {} }, { target: '$.a', update: JSON.parse('{"__proto__": 1}') }, 'the update has a name that is none: $.a'],
    [{ a: 1 }, { target: '$.b', update: 1 }, 'the target leads nowhere: $.b'],
    [{ a: 1 }, { target: '$.toString', update: 1 }, 'the target leads nowhere: $.toString'],
    [{ a: [1] }, { target: '$.a.length', update: 1 }, 'the target leads nowhere: $.a.length'],
    [{ a: 1 }, { target: 'a', update: 1 }, 'not a query that can be used: a (no JSONPath: unexpected "a")'],
    [{ a: 1 }, { target: '$.x-a', update: 1 }, 'not a query that can be used: $.x-a (no JSONPath: unexpected "-")'],
  ])('%j: %j is refused', (document, action, message) => {
    expect(() => act(document, action)).toThrow(new DocumentError('/actions/0/target', message));
  });

  it('what an update brings is its own, in every place', () => {
    const changed = apply({ a: {}, b: {} }, { target: '$.*', update: { list: [] } }, { target: '$.a.list', update: 1 });
    expect(changed).toEqual({ a: { list: [1] }, b: { list: [] } });
  });
});

test('a query says what is wrong with it', () => {
  expect(() => apply({}, { target: '$.a[?@.b =~ /x/]', remove: true })).toThrow('no JSONPath: unexpected');
});
