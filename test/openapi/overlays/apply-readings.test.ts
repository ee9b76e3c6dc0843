import { describe, expect, it, test } from 'vitest';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import { type Document, DocumentError } from '../../../src/openapi/document/document.ts';
import { resolvePointer } from '../../../src/openapi/document/json-pointer.ts';
import { listOperations } from '../../../src/openapi/operations/list-operations.ts';
import { applyReadings, listAmbiguities, ReadingError } from '../../../src/openapi/overlays/apply-readings.ts';
import { nodeAt } from '../node-at.ts';
import { OPERATION, shipped } from '../shipped.ts';

const NAMESPACES = '/paths/~1v2~1manage~1namespaces';
const SHARING = `${NAMESPACES}~1{namespace}~1repositories~1{repository}~1access-domains`;
const FORM = `${OPERATION}/requestBody/content/multipart~1form-data`;

/** The document with one reading, and what stands at a pointer of it. */
const valueAt = (id: string, value: string, pointer: string): unknown =>
  resolvePointer(applyReadings(shipped, { [id]: value }), pointer);

describe('every reading of the shipped document', () => {
  const all = listAmbiguities(shipped).flatMap(({ id, default: first, readings }) =>
    readings.map(({ value }) => ({ id, value: value === 'N' ? '5' : value, isDefault: value === first })),
  );

  it('there are at least two of each point', () => {
    for (const { id, readings } of listAmbiguities(shipped)) expect(readings.length, id).toBeGreaterThanOrEqual(2);
  });

  it.each(all)(
    '[$id] $value applies, is marked as chosen, and gives a document that can be used',
    ({ id, value, isDefault }) => {
      const changed = applyReadings(shipped, { [id]: value });
      expect(listAmbiguities(changed).find((each) => each.id === id)).toMatchObject({ chosen: value });
      expect(listAmbiguities(changed).filter((each) => each.id !== id && each.chosen !== each.default)).toEqual([]);
      expect(listOperations(dereference(changed))).toHaveLength(17);

      const { 'x-ambiguities': _register, ...contract } = changed as unknown as Record<string, unknown>;
      const { 'x-ambiguities': _shipped, ...before } = shipped as unknown as Record<string, unknown>;
      if (isDefault) expect(contract).toEqual(before);
      else expect(contract).not.toEqual(before);
    },
  );

  it('all that are not the default apply together', () => {
    const others = Object.fromEntries(all.filter(({ isDefault }) => !isDefault).map(({ id, value }) => [id, value]));
    const changed = applyReadings(shipped, others);
    expect(listAmbiguities(changed).filter((each) => each.chosen === each.default)).toEqual([]);
    expect(listOperations(dereference(changed))).toHaveLength(17);
  });
});

test.each<[id: string, value: string, pointer: string, expected: unknown]>([
  ['A1', 'off', '/security', []],
  [
    'A2',
    'strict',
    `${OPERATION}/x-requires`,
    [{ collection: 'namespaces', key: { name: 'path.namespace' }, code: 'SVCSTG.SWR.4040058', clause: 'A2' }],
  ],
  ['A3', 'array', '/components/schemas/ErrorBody/type', 'array'],
  ['A3', 'flat', '/components/schemas/ErrorBody/required', ['error_code', 'error_msg']],
  ['A4', 'object', `${OPERATION}/responses/201/content/application~1json/example`, {}],
  ['A5', '12', '/components/schemas/CreateRepositoryForm/properties/description/allOf/0/maxLength', 12],
  [
    'A5',
    '12',
    '/components/schemas/CreateRepositoryForm/properties/description/allOf/0/title',
    'must have at most 12 characters',
  ],
  ['A6', 'reject', '/components/schemas/CreateRepositoryForm/additionalProperties', false],
  ['A7', 'first', `${FORM}/x-repeated-fields`, 'first'],
  ['A7', 'last', `${FORM}/x-repeated-fields`, 'last'],
  ['A8', '415', '/components/x-error-codes/SVCSTG.SWR.4001000/status', 415],
  ['A9', 'absent', '/components/schemas/CreateRepositoryForm/properties/is_public/x-empty', 'absent'],
  ['A10', 'both', `${OPERATION}/requestBody/content/application~1json/schema/type`, 'object'],
  ['A11', '3', `${NAMESPACES}/post/x-quota`, { most: 3, by: 'owner', code: 'SVCSTG.SWR.4000097', clause: 'A11' }],
  [
    'A12',
    'refuse',
    `${NAMESPACES}~1{namespace}/delete/x-requires-none`,
    [{ collection: 'repositories', key: { namespace: 'path.namespace' }, code: 'SVCSTG.SWR.4060053', clause: 'A12' }],
  ],
  ['A12', 'refuse', `${NAMESPACES}~1{namespace}/delete/responses/406`, expect.anything()],
  ...['post', 'get'].map((method): [string, string, string, unknown] => [
    'A13',
    '400',
    `${SHARING}/${method}/x-requires/0/code`,
    'SVCSTG.SWR.4000014',
  ]),
  ['A13', '400', `${SHARING}~1{access_domain}/get/x-requires/0/code`, 'SVCSTG.SWR.4000014'],
  ...['patch', 'delete'].flatMap((method) =>
    [0, 1].map((index): [string, string, string, unknown] => [
      'A13',
      '400',
      `${SHARING}~1{access_domain}/${method}/x-requires/${index}/code`,
      'SVCSTG.SWR.4000014',
    ]),
  ),
  ['A14', 'replace', `${SHARING}/post/x-unique-key/taken`, 'replace'],
  ['A15', 'accept', '/components/schemas/UpdateRepositoryFields/allOf', undefined],
  ...['repos', 'shared-repositories'].flatMap((list): [string, string, string, unknown][] => {
    const operation = `/paths/~1v2~1manage~1${list}/get`;
    const properties = `${operation}/parameters/0/x-pairs/properties`;
    return [
      ['A16', 'refuse', `${properties}/center/enum`, ['self']],
      ['A18', 'part', `${properties}/name/x-match`, 'part'],
      ['A19', '100', `${operation}/x-page`, 100],
      ['A20', 'empty-pages', `${properties}/limit/allOf/0/minimum`, 0],
      ['A20', 'empty-pages', `${properties}/limit/allOf/0/title`, 'must not be negative'],
    ];
  }),
  ['A17', 'printed', `${SHARING}s/get/operationId`, 'listAccessDomains'],
  ['A17', 'printed', `${SHARING}/get`, undefined],
])('[%s] %s sets %s', (id, value, pointer, expected) => {
  expect(valueAt(id, value, pointer)).toEqual(expected);
  expect(resolvePointer(shipped, pointer), 'before').not.toEqual(expected);
});

const KNOWN = Array.from({ length: 20 }, (_, index) => `A${index + 1}`).join(', ');

describe('applyReadings', () => {
  it('leaves the document it was given as it was', () => {
    const before = structuredClone(shipped);
    applyReadings(shipped, { A3: 'flat', A5: '10', A9: 'absent' });
    expect(shipped).toEqual(before);
  });

  it('keeps what stands beside a merged key', () => {
    const description = nodeAt(
      applyReadings(shipped, { A5: '3' }),
      '/components/schemas/CreateRepositoryForm/properties/description',
    );
    expect(description).toMatchObject({ type: 'string', 'x-clause': { id: 'D1' } });
  });

  it.each<[readings: Record<string, string>, message: string]>([
    [{ B1: 'x' }, `unknown point "B1" (known: ${KNOWN}).`],
    [{ a1: 'off' }, `unknown point "a1" (known: ${KNOWN}).`],
    [{ toString: 'x' }, `unknown point "toString" (known: ${KNOWN}).`],
    [{ A7: 'both' }, 'unknown reading "both" of A7 (known: reject, first, last).'],
    [{ A7: '' }, 'unknown reading "" of A7 (known: reject, first, last).'],
    [{ A7: 'First' }, 'unknown reading "First" of A7 (known: reject, first, last).'],
    [{ A7: 'constructor' }, 'unknown reading "constructor" of A7 (known: reject, first, last).'],
    [{ A7: '__proto__' }, 'unknown reading "__proto__" of A7 (known: reject, first, last).'],
    [{ A7: '5' }, 'unknown reading "5" of A7 (known: reject, first, last).'],
    [{ A5: '$value' }, 'unknown reading "$value" of A5 (known: unlimited, a number from 1).'],
    [{ A5: '0' }, 'unknown reading "0" of A5 (known: unlimited, a number from 1).'],
    [{ A5: '-1' }, 'unknown reading "-1" of A5 (known: unlimited, a number from 1).'],
    [{ A5: '1.5' }, 'unknown reading "1.5" of A5 (known: unlimited, a number from 1).'],
    [{ A5: '1e3' }, 'unknown reading "1e3" of A5 (known: unlimited, a number from 1).'],
    [{ A11: '0' }, 'unknown reading "0" of A11 (known: unlimited, a number from 1).'],
    [{ A19: 'all' }, 'unknown reading "all" of A19 (known: unlimited, a number from 1).'],
    [{ A17: 'access-domainss' }, 'unknown reading "access-domainss" of A17 (known: corrected, printed).'],
    [{ A5: '1234567890' }, 'unknown reading "1234567890" of A5 (known: unlimited, a number from 1).'],
  ])('refuses %j and lists what is known', (readings, message) => {
    expect(() => applyReadings(shipped, readings)).toThrow(new ReadingError(message));
    expect(() => applyReadings(shipped, readings)).toThrow(ReadingError);
  });

  it('says that a document without a register knows no points', () => {
    expect(() => applyReadings({ openapi: '3.1.0' } as Document, { A1: 'off' })).toThrow('(known: none)');
  });

  it('[A13] [A17] applies the points in the order of the register, however they are given', () => {
    const expected = applyReadings(shipped, { A13: '400', A17: 'printed' });
    expect(applyReadings(shipped, { A17: 'printed', A13: '400' })).toEqual(expected);
    expect(resolvePointer(expected, `${SHARING}s/get/x-requires/0/code`)).toBe('SVCSTG.SWR.4000014');
  });

  it('[A17] an operation that moved is routed and written there, and its old path keeps the others', () => {
    const operations = listOperations(dereference(applyReadings(shipped, { A17: 'printed' })));
    const shown = operations.filter(({ template }) => /access-domainss?$/.test(template));
    expect(shown.map(({ id, method, template }) => [id, method, template.split('/').at(-1)])).toEqual([
      ['createAccessDomain', 'POST', 'access-domains'],
      ['listAccessDomains', 'GET', 'access-domainss'],
    ]);
  });

  const READ = { a: { b: 1, list: [1] } };
  /** A document of a point T1 with the readings one and two. */
  const documentOf = (point: object): Document => ({ ...READ, 'x-ambiguities': { T1: point } }) as unknown as Document;
  const contractOf = (document: Document): unknown => {
    const { 'x-ambiguities': _, ...contract } = document as unknown as Record<string, unknown>;
    return contract;
  };
  const TWO = [{ target: '$.a.list', update: [2] }];

  it('a default reading with actions is applied, unless another is chosen', () => {
    const document = documentOf({ default: 'two', readings: { one: {}, two: { actions: TWO } } });
    const read = applyReadings(document, {});
    expect(contractOf(read)).toEqual({ a: { b: 1, list: [1, 2] } });
    expect(listAmbiguities(read)).toMatchObject([{ default: 'two', chosen: 'two' }]);
    const other = applyReadings(document, { T1: 'one' });
    expect(contractOf(other)).toEqual(READ);
    expect(listAmbiguities(other)).toMatchObject([{ default: 'two', chosen: 'one' }]);
  });

  it('applies a default reading once, however often the document is read', () => {
    const document = documentOf({ default: 'two', readings: { one: {}, two: { actions: TWO } } });
    const read = applyReadings(document, {});
    expect(applyReadings(read, {})).toEqual(read);
    const other = applyReadings(document, { T1: 'one' });
    expect(applyReadings(other, {})).toEqual(other);
  });

  it('a default may be a number', () => {
    const readings = { unlimited: {}, $value: { actions: [{ target: '$.a', update: { most: '$value' } }] } };
    const document = documentOf({ default: '5', readings });
    expect(contractOf(applyReadings(document, {}))).toEqual({ a: { ...READ.a, most: 5 } });
    expect(contractOf(applyReadings(document, { T1: '7' }))).toEqual({ a: { ...READ.a, most: 7 } });
    expect(contractOf(applyReadings(document, { T1: 'unlimited' }))).toEqual(READ);
  });

  it('changes one of two places that an alias in YAML made the same object', () => {
    const shared = { type: 'string' };
    const readings = { one: {}, two: { actions: [{ target: '$.a.b', update: { title: 'b' } }] } };
    const document = { a: { b: shared, c: shared }, 'x-ambiguities': { T1: { default: 'one', readings } } };
    expect(contractOf(applyReadings(document as unknown as Document, { T1: 'two' }))).toEqual({
      a: { b: { type: 'string', title: 'b' }, c: { type: 'string' } },
    });
  });

  it.each([
    ['$.a.x', 'the target leads nowhere: $.a.x'],
    ['$.a.*', 'not a query that can be used: $.a.* (it must lead to one place by names and numbers)'],
  ])('refuses an action at %s and says where it stands', (target, message) => {
    const document = documentOf({ default: 'one', readings: { one: {}, two: { actions: [{ target, update: {} }] } } });
    expect(() => applyReadings(document, { T1: 'two' })).toThrow(
      new DocumentError('/x-ambiguities/T1/readings/two/actions/0/target', message),
    );
  });
});

describe('listAmbiguities', () => {
  it('[A7] reads a point with its place, default and readings', () => {
    expect(listAmbiguities(shipped).find(({ id }) => id === 'A7')).toMatchObject({
      question: 'What if a field is sent twice?',
      zh: '同一字段发送两次时如何处理？',
      default: 'reject',
      chosen: 'reject',
      place: 'request table',
      pointer: '/x-ambiguities/A7',
      readings: [{ value: 'reject' }, { value: 'first' }, { value: 'last' }],
    });
  });

  it('refuses a default that is not among the readings', () => {
    const document = { 'x-ambiguities': { T1: { default: 'three', readings: { one: {}, two: {} } } } };
    expect(() => listAmbiguities(document as unknown as Document)).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer: '/x-ambiguities/T1/default' }),
    );
  });
});
