import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readPairs } from '../../../src/engine/reading/read-pairs.ts';
import { readRequest } from '../../../src/engine/reading/read-request.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';
import { compileRoutes } from '../../../src/openapi/operations/match-route.ts';
import { operationOf } from '../../openapi/shipped.ts';

const LIST = operationOf('listRepositories');
const [FILTER] = LIST.parameters;
if (!FILTER) throw new Error('no filter');

const read = (text: string) => {
  const issues: Issue[] = [];
  const value = readPairs(text, FILTER, issues);
  return { value: value && { ...value }, issues };
};

/** What a query makes of the filter, and what it breaks. */
const ask = (query: string, id = 'listRepositories') => {
  const operation = operationOf(id);
  const path = operation.template;
  const route = compileRoutes([operation])(path);
  if (!route) throw new Error('no route');
  const request = { method: 'GET', target: path + query, headers: {}, body: new Uint8Array() };
  const { values, issues } = readRequest(request, operation, route, 1000);
  return {
    filter: values.query['filter'],
    broken: issues.map(({ clause, code, keyword }) => [clause?.id, code?.slice(-7), keyword]),
  };
};

describe('readPairs', () => {
  it.each<[text: string, value: object]>([
    ['', {}],
    ['center::self', { center: 'self' }],
    [
      'center::self|namespace::group|name::busybox|category::linux',
      { center: 'self', namespace: 'group', name: 'busybox', category: 'linux' },
    ],
    ['offset::0|limit::10', { offset: 0, limit: 10 }],
    ['offset::00|limit::-1', { offset: 0, limit: -1 }],
    ['limit::1.5', { limit: '1.5' }],
    ['limit::ten', { limit: 'ten' }],
    ['limit::', { limit: '' }],
    ['limit:: 1', { limit: ' 1' }],
    ['limit::0x10', { limit: '0x10' }],
    ['limit::Infinity', { limit: 'Infinity' }],
    ['offset::99999999999999999999', { offset: 1e20 }],
    // No number here is as large: it is told as it was sent.
    [`offset::${'9'.repeat(400)}`, { offset: '9'.repeat(400) }],
    ['name::10', { name: '10' }],
    ['name::true', { name: 'true' }],
    ['name::', { name: '' }],
    ['name::a::b', { name: 'a::b' }],
    ['name:::', { name: ':' }],
    ['name::a:b', { name: 'a:b' }],
    ['unknown::x', { unknown: 'x' }],
    [' name::x', { ' name': 'x' }],
    ['toString::x|constructor::y', { toString: 'x', constructor: 'y' }],
  ])('%j is %j', (text, value) => {
    expect(read(text)).toEqual({ value, issues: [] });
  });

  it('takes __proto__ for a name as any other', () => {
    const issues: Issue[] = [];
    const value = readPairs('__proto__::x|center::self', FILTER, issues) ?? {};
    expect(Object.entries(value)).toEqual([
      ['__proto__', 'x'],
      ['center', 'self'],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each<[text: string, reason: string]>([
    ['center', '"center" is none'],
    ['center:self', '"center:self" is none'],
    ['center=self', '"center=self" is none'],
    ['::self', '"::self" is none'],
    ['::', '"::" is none'],
    ['|', 'one of them is empty'],
    ['center::self|', 'one of them is empty'],
    ['|center::self', 'one of them is empty'],
    ['center::self||name::a', 'one of them is empty'],
    ['center::self|name', '"name" is none'],
    ['center::self,name::a|x', '"x" is none'],
    ['center%3A%3Aself', '"center%3A%3Aself" is none'],
  ])('[RL1] %j is not of that form', (text, reason) => {
    const { value, issues } = read(text);
    expect(value).toBeUndefined();
    expect(issues).toEqual([
      expect.objectContaining({
        location: 'query',
        name: 'filter',
        keyword: 'pairs',
        code: 'SVCSTG.SWR.4001035',
        clause: expect.objectContaining({ id: 'RL1' }),
        received: text,
        reason,
      }),
    ]);
  });

  it('[RL1] a name that comes again is refused, whatever its value; an unknown one is passed over', () => {
    for (const text of ['center::self|center::self', 'center::self|name::a|center::thirdparty'])
      expect(read(text).issues).toEqual([
        expect.objectContaining({ keyword: 'field-repeated', name: 'filter.center', code: 'SVCSTG.SWR.4001035' }),
      ]);
    expect(read('x::1|x::2').issues).toEqual([]);
  });

  it('gives back whatever texts without "|" were joined', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/[|:]/.test(text));
    fc.assert(
      fc.property(fc.dictionary(part, part, { minKeys: 1, noNullPrototype: false }), (pairs) => {
        const names = Object.keys(pairs).filter((name) => name !== 'offset' && name !== 'limit');
        const { value, issues } = read(names.map((name) => `${name}::${pairs[name]}`).join('|'));
        expect(issues).toEqual([]);
        expect(Object.entries(value ?? {})).toEqual(names.map((name) => [name, pairs[name]]));
      }),
    );
  });
});

describe('a filter in a query', () => {
  it.each([
    'center::self|namespace::a-b|offset::0|limit::10',
    'center%3A%3Aself%7Cnamespace%3A%3Aa-b%7Coffset%3A%3A0%7Climit%3A%3A10',
    'center%3a%3aself%7cnamespace%3a%3aa%2Db|offset::%30|limit::10',
  ])('[RL1] is the same percent-encoded or not: %s', (text) => {
    expect(ask(`?filter=${text}`)).toEqual({
      filter: { center: 'self', namespace: 'a-b', offset: 0, limit: 10 },
      broken: [],
    });
  });

  it.each<[query: string, broken: readonly unknown[]]>([
    ['', [['RL1', '4000055', 'required']]],
    ['?', [['RL1', '4000055', 'required']]],
    ['?Filter=center::self', [['RL1', '4000055', 'required']]],
    ['?filter', [['RL1', '4000055', 'minProperties']]],
    ['?filter=', [['RL1', '4000055', 'minProperties']]],
    ['?filter=center', [['RL1', '4001035', 'pairs']]],
    ['?filter=%zz', [['RL1', '4001035', 'pairs']]],
    ['?filter=center::other', [['RL2', '4001035', 'enum']]],
    ['?filter=center::Self', [['RL2', '4001035', 'enum']]],
    ['?filter=center::', [['RL2', '4001035', 'enum']]],
    ['?filter=offset::0', [['RL4', '4000056', 'dependentRequired']]],
    ['?filter=limit::1', [['RL4', '4000056', 'dependentRequired']]],
    [
      '?filter=offset::a|limit::b',
      [
        ['RL3', '4000056', 'type'],
        ['RL3', '4000056', 'type'],
      ],
    ],
    ['?filter=offset::1.5|limit::1', [['RL3', '4000056', 'type']]],
    ['?filter=offset::1e400|limit::1', [['RL3', '4000056', 'type']]],
    ['?filter=offset::-1|limit::1', [['A20', '4000056', 'minimum']]],
    ['?filter=offset::0|limit::0', [['A20', '4000056', 'minimum']]],
    [
      '?filter=offset::x|center::y',
      [
        ['RL2', '4001035', 'enum'],
        ['RL3', '4000056', 'type'],
        ['RL4', '4000056', 'dependentRequired'],
      ],
    ],
    ['?filter=offset::0|limit::1', []],
    ['?filter=unknown::x', []],
    ['?other=x&filter=name::a', []],
  ])('[RL1] [RL2] [RL3] [RL4] [A20] listRepositories%s', (query, broken) => {
    expect(ask(query).broken.sort()).toEqual(broken.toSorted());
  });

  it.each<[query: string, broken: readonly unknown[]]>([
    ['', [['SL1', '4000055', 'required']]],
    ['?filter=name::a', [['SL2', '4000055', 'required']]],
    ['?filter=center::all', [['SL2', '4001035', 'enum']]],
    ['?filter=center::self|limit::x|offset::0', [['SL3', '4000056', 'type']]],
    ['?filter=center::self|limit::1', [['SL4', '4000056', 'dependentRequired']]],
    ['?filter=center::thirdparty|limit::1|offset::0', []],
  ])('[SL1] [SL2] [SL3] [SL4] listSharedRepositories%s', (query, broken) => {
    expect(ask(query, 'listSharedRepositories').broken).toEqual(broken);
  });

  it.each<[query: string, filter: unknown, broken: readonly unknown[]]>([
    ['', undefined, []],
    ['?filter=', {}, []],
    ['?filter=namespace::group', { namespace: 'group' }, []],
    ['?filter=group', undefined, [['NL1', '4001035', 'pairs']]],
  ])('[NL1] listNamespaces%s: the filter may be missing', (query, filter, broken) => {
    const asked = ask(query, 'listNamespaces');
    expect(asked.filter && { ...asked.filter }).toEqual(filter);
    expect(asked.broken).toEqual(broken);
  });
});
