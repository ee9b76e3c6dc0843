import type { ChangeKind } from '../../src/changes/tell/sentences.ts';
import { answer, clause, query, type TinyParts } from './tiny-document.ts';

/** Two documents, and what differs between them, in both languages. */
export type Example = readonly [kind: ChangeKind, before: TinyParts, after: TinyParts, en: string, zh: string];

const OTHER = { get: { operationId: 'look', summary: 'Look at things', 'x-summary-zh': '查看', responses: {} } };
const body = (properties: object, more: object = {}): TinyParts => ({
  bodies: { 'application/json': { type: 'object', properties, ...more } },
});
const shows = (properties: object, required: readonly string[] = []): TinyParts => ({
  responses: { 201: answer({ type: 'object', properties, required }) },
});
const point = (chosen: string, readings: readonly string[] = ['one', 'two']): TinyParts => ({
  root: {
    'x-ambiguities': {
      Q1: {
        question: 'Which?',
        zh: '哪一个？',
        default: chosen,
        readings: Object.fromEntries(readings.map((name) => [name, { title: `number ${name}`, zh: `第 ${name}` }])),
      },
    },
  },
});
const rule = (extension: string, code: string): TinyParts => ({
  operation: { [extension]: [{ collection: 'things', key: { id: 'path.id' }, code }] },
  template: '/things/{id}',
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
});
const withoutRule: TinyParts = { ...rule('x-requires', ''), operation: {} };
const quota = (most: number): TinyParts => ({
  ...withoutRule,
  operation: {
    'x-unique-key': { collection: 'things', key: { id: 'path.id' }, code: 'TAKEN' },
    'x-quota': { most, by: 'id', code: 'FULL' },
  },
});
const { 'x-quota': _quota, ...unique } = quota(1).operation as Record<string, unknown>;
const withoutQuota: TinyParts = { ...withoutRule, operation: unique };
const codes = (table: object): TinyParts => ({ components: { 'x-error-codes': table } });
const failures = (table: object): TinyParts => ({ components: { 'x-failures': table } });
const JSON_AND_FORM = {
  'application/json': { type: 'object', properties: { open: { type: 'boolean' } } },
  'multipart/form-data': { type: 'object', properties: { open: { type: 'string' } } },
};
const FORM = { 'multipart/form-data': JSON_AND_FORM['multipart/form-data'] };

/** What comes and goes: without it, with it, and what is said of either. */
const both = (
  [added, removed]: readonly [added: ChangeKind, removed: ChangeKind],
  without: TinyParts,
  having: TinyParts,
  comes: readonly [en: string, zh: string],
  goes: readonly [en: string, zh: string],
): readonly Example[] => [
  [added, without, having, ...comes],
  [removed, having, without, ...goes],
];

/** An example of every kind. */
export const EXAMPLES: readonly Example[] = [
  ['operation-added', {}, { others: OTHER }, 'look: GET /things, Look at things', 'look：GET /things，查看'],
  ['operation-removed', { others: OTHER }, {}, 'look: GET /things, Look at things', 'look：GET /things，查看'],
  [
    'operation-moved',
    {},
    { template: '/items' },
    'is POST /items now, no longer POST /things',
    '由 POST /things 改为 POST /items',
  ],
  ['alias-added', {}, { path: { 'x-aliases': ['/t'] } }, 'answers at /t, too', '也可通过 /t 访问'],
  ['alias-removed', { path: { 'x-aliases': ['/t'] } }, {}, 'no longer answers at /t', '不再可通过 /t 访问'],
  ...both(
    ['credentials-added', 'credentials-removed'],
    { operation: { security: [{ token: [] }] }, components: schemes() },
    { operation: { security: [{ token: [] }, { bearer: [] }] }, components: schemes() },
    ['takes credentials as Authorization: Bearer …', '接受凭证 Authorization: Bearer …'],
    ['no longer takes credentials as Authorization: Bearer …', '不再接受凭证 Authorization: Bearer …'],
  ),
  ['media-added', {}, { bodies: FORM }, 'takes a body of multipart/form-data', '接受 multipart/form-data 请求体'],
  [
    'media-removed',
    { bodies: JSON_AND_FORM },
    { bodies: FORM },
    'no longer takes a body of application/json',
    '不再接受 application/json 请求体',
  ],
  [
    'field-added',
    {},
    { parameters: [query('size', {}), query('color', {})] },
    'the query takes size, color (optional)',
    '查询参数新增 size、color（选填）',
  ],
  [
    'field-added',
    body({}),
    body({ parts: { type: 'array', items: { type: 'object', required: ['id'], properties: { id: {} } } } }),
    'the body takes parts[].id (required)',
    '请求体新增 parts[].id（必填）',
  ],
  ['field-removed', body({ size: {} }), body({}), 'the body no longer takes size', '请求体不再有 size'],
  [
    'field-required',
    body({ size: {} }),
    body({ size: {} }, { required: ['size'] }),
    'size must be given',
    'size 现为必填',
  ],
  [
    'field-optional',
    { ...body({}), bodyRequired: true },
    { ...body({}), bodyRequired: false },
    'the body may be left out',
    '请求体现为选填',
  ],
  [
    'field-type',
    body({ size: { type: 'string' } }),
    body({ size: { type: ['integer', 'null'] } }),
    'size: integer or null, no longer string',
    'size：类型由字符串改为整数或 null',
  ],
  [
    'field-type-here',
    { bodies: FORM },
    { bodies: JSON_AND_FORM },
    'open in application/json: boolean, not string',
    'application/json 中的 open：类型为布尔值，而非字符串',
  ],
  ...both(
    ['format-added', 'format-removed'],
    body({ at: {} }),
    body({ at: { format: 'date' } }),
    ['at: format date', 'at：格式为 date'],
    ['at: no longer of format date', 'at：不再限定格式 date'],
  ),
  [
    'format-changed',
    body({ at: { format: 'date' } }),
    body({ at: { format: 'time' } }),
    'at: format time, no longer date',
    'at：格式由 date 改为 time',
  ],
  ...both(
    ['default-added', 'default-removed'],
    body({ of: {} }),
    body({ of: { default: 'self' } }),
    ['of: left out means self', 'of：默认为 self'],
    ['of: left out no longer means self', 'of：不再默认为 self'],
  ),
  [
    'default-changed',
    body({ of: { default: 'self' } }),
    body({ of: { default: 'all' } }),
    'of: left out means all, no longer self',
    'of：默认为 all，原为 self',
  ],
  [
    'field-text',
    body({ at: { description: 'When it ends.' } }),
    body({ at: { description: 'When it begins.' } }),
    'at: described as “When it begins.”',
    'at 的说明改为“When it begins.”',
  ],
  ...both(
    ['values-added', 'values-removed'],
    body({ kind: { enum: ['a'] } }),
    body({ kind: { enum: ['a', 'b', 'c'] } }),
    ['kind may be b, c', 'kind 可取 b、c'],
    ['kind may no longer be b, c', 'kind 不再可取 b、c'],
  ),
  ...both(
    ['values-listed', 'values-free'],
    body({ kind: { type: 'string' } }),
    body({ kind: { type: 'string', enum: ['a', 'true'] } }),
    ['kind must be one of a, "true"', 'kind 只能取 a、"true"'],
    ['kind need no longer be one of a, "true"', 'kind 不再限于 a、"true"'],
  ),
  ['bound-added', body({ n: {} }), body({ n: { maximum: 1000 } }), 'n: at most 1,000', 'n：最大 1,000'],
  [
    'bound-changed',
    body({ n: { minLength: 1 } }),
    body({ n: { minLength: 2 } }),
    'n: characters, at least 2, no longer 1',
    'n：字符数至少 2，原为 1',
  ],
  [
    'bound-removed',
    body({ n: { maxItems: 3 } }),
    body({ n: {} }),
    'n: no longer items, at most 3',
    'n：不再限制项数至多 3',
  ],
  [
    'field-mark-added',
    body({ who: {} }),
    body({ who: { 'x-fold-case': true } }),
    'who: capitals and small letters are the same',
    'who：不区分大小写',
  ],
  [
    'field-mark-removed',
    { parameters: [query('which', { type: 'string' }, { 'x-pairs': { type: 'object' }, 'x-overrides-query': true })] },
    { parameters: [query('which', { type: 'string' }, { 'x-pairs': { type: 'object' } })] },
    'which: no longer: where it is given, it alone counts of the query',
    'which：不再：提供时忽略其余查询参数',
  ],
  [
    'clause-changed',
    body({ name: { allOf: [{ ...clause('N1', 'must be nice', '必须好'), not: { pattern: '^[^a-z]' } }] } }),
    body({ name: { allOf: [{ ...clause('N1@two', 'must be kind', '必须善'), not: { pattern: '^[^a-z]' } }] } }),
    'name: must be kind (before: must be nice)',
    'name：必须善（原为：必须好）',
  ],
  [
    'clause-added',
    { responses: { 201: { description: 'Made.' } } },
    { responses: { 201: { description: 'Made.', ...clause('S1', 'What is made is answered 201', '创建时返回 201') } } },
    '201: What is made is answered 201',
    '201：创建时返回 201',
  ],
  [
    'clause-removed',
    body({}, { allOf: [{ ...clause('B1', 'must be nice', '必须好'), minProperties: 0 }] }),
    body({}, { allOf: [{ minProperties: 0 }] }),
    'the body: no longer “must be nice”',
    '请求体：不再要求“必须好”',
  ],
  [
    'words-taken',
    body({ n: { type: 'string', pattern: '^a$' } }),
    body({ n: { type: 'string', pattern: '^a+$' } }),
    'n may be "aa"',
    'n 现可为 "aa"',
  ],
  [
    'words-refused',
    body({ n: { type: 'string', pattern: '^a[.-]?b$' } }),
    body({ n: { type: 'string', pattern: '^ab$' } }),
    'n may no longer be "a-b", "a.b"',
    'n 不再可为 "a-b"、"a.b"',
  ],
  ...both(
    ['needs-added', 'needs-removed'],
    withoutRule,
    rule('x-requires', 'GONE'),
    ['needs what it is about in things, else GONE', 'things 中须有相应记录，否则返回 GONE'],
    ['no longer needs what it is about in things', 'things 中不再须有相应记录'],
  ),
  ...both(
    ['needs-none-added', 'needs-none-removed'],
    withoutRule,
    rule('x-requires-none', 'FULL'),
    ['refused with FULL where things hold any of it', 'things 中仍有相应记录时返回 FULL'],
    ['no longer refused where things hold any of it', 'things 中仍有相应记录时不再拒绝'],
  ),
  ['quota-added', withoutQuota, quota(5), 'makes at most 5 things', 'things 最多 5 个'],
  ['quota-removed', quota(5), withoutQuota, 'no longer limits things to 5', 'things 不再限 5 个'],
  ...both(
    ['status-added', 'status-removed'],
    {},
    { responses: { 201: { description: 'Made.' }, 409: { ...clause('S2', 'must be new', '不得已存在') } } },
    ['409 is new: must be new', '新增状态 409：不得已存在'],
    ['409 is gone: must be new', '不再返回 409：不得已存在'],
  ),
  [
    'status-removed',
    { responses: { 201: { description: 'Made.' }, 409: { description: 'Taken.' } } },
    {},
    '409 is gone: Taken.',
    '不再返回 409：Taken.',
  ],
  ...both(
    ['alternative-added', 'alternative-removed'],
    {},
    { responses: { 201: { description: 'Made.' }, 200: { description: 'Made.', 'x-alternative': true } } },
    ['200 may come instead of 201', '200 可能代替 201'],
    ['200 no longer comes instead of 201', '200 不再代替 201'],
  ),
  [
    'body-added',
    {},
    { responses: { 201: answer({ type: 'object' }, { example: {} }) } },
    '201 has a body: {}',
    '201 带有响应体 {}',
  ],
  ['body-removed', { responses: { 201: answer({ type: 'object' }) } }, {}, '201 has no body', '201 不再带有响应体'],
  [
    'header-added',
    {},
    { responses: { 201: { description: 'Made.', headers: { Location: {} } } } },
    '201 has the header Location',
    '201 带有响应头 Location',
  ],
  [
    'header-removed',
    { components: { 'x-request-id': 'X-Id' } },
    {},
    'every answer no longer has the header X-Id',
    '每个响应不再带有响应头 X-Id',
  ],
  [
    'property-added',
    shows({}),
    shows({ owner: { type: 'object', properties: { name: {} } }, size: {} }),
    '201 shows owner, size',
    '201 新增 owner、size',
  ],
  ['property-removed', shows({ size: {} }), shows({}), '201 no longer shows size', '201 不再有 size'],
  [
    'property-type',
    shows({ size: { type: 'string' } }),
    shows({ size: { type: 'integer' } }),
    '201 shows size as integer, no longer string',
    '201 的 size 由字符串改为整数',
  ],
  ['property-always', shows({ size: {} }), shows({ size: {} }, ['size']), '201 always shows size', '201 总是带有 size'],
  [
    'property-sometimes',
    { responses: { 201: answer({ type: 'object', required: ['a'], properties: { a: {}, b: {} } }) } },
    {
      responses: {
        201: answer({ anyOf: [{ type: 'object', required: ['a'], properties: { a: {} } }, { properties: { b: {} } }] }),
      },
    },
    '201 may leave out a',
    '201 可能省略 a',
  ],
  [
    'property-text',
    shows({ size: { description: 'In bytes.' } }),
    shows({ size: { description: 'In bits.' } }),
    '201 shows size, described as “In bits.”',
    '201 的 size 说明改为“In bits.”',
  ],
  ...both(
    ['property-values-added', 'property-values-removed'],
    shows({ kind: { enum: ['a'] } }),
    shows({ kind: { enum: ['a', 'b'] } }),
    ['201 may show b in kind', '201 的 kind 可为 b'],
    ['201 no longer shows b in kind', '201 的 kind 不再为 b'],
  ),
  ...both(
    ['page-added', 'page-removed'],
    {},
    { operation: { 'x-page': 100 } },
    ['without a limit, lists 100 records', '未指定条数时返回 100 条'],
    ['without a limit, lists all records, no longer 100', '未指定条数时返回全部记录，原为 100 条'],
  ),
  [
    'page-changed',
    { operation: { 'x-page': 1000 } },
    { operation: { 'x-page': 100 } },
    'without a limit, lists 100 records, no longer 1,000',
    '未指定条数时返回 100 条，原为 1,000 条',
  ],
  ...both(
    ['failure-added', 'failure-removed'],
    {},
    failures({ 'media-type': { code: 'E1' } }),
    ['wrong media type: answered E1', '媒体类型错误：返回 E1'],
    ['wrong media type: no longer has an answer of its own', '媒体类型错误：不再单独应答'],
  ),
  [
    'failure-changed',
    failures({ 'path-unknown': { code: 'E1' } }),
    failures({ 'path-unknown': { code: 'E2' } }),
    'unknown path: answered E2, no longer E1',
    '路径不存在：返回 E2，原为 E1',
  ],
  ...both(
    ['code-added', 'code-removed'],
    {},
    codes({ E1: { status: 400, title: 'Wrong', zh: '错' } }),
    ['error codes: E1 (400, Wrong)', '错误码：E1（400，错）'],
    ['error codes: E1 (400, Wrong)', '错误码：E1（400，错）'],
  ),
  [
    'code-status',
    codes({ E1: { status: 400 } }),
    codes({ E1: { status: 422 } }),
    'E1: status 422, no longer 400',
    'E1：状态码由 400 改为 422',
  ],
  ['point-added', {}, point('one'), 'Q1 is open: Which? — number one', 'Q1 为待定项：哪一个？——第 one'],
  ['point-removed', point('one'), {}, 'Q1 is no longer open: Which?', 'Q1 不再是待定项：哪一个？'],
  [
    'point-default',
    point('one'),
    point('two'),
    'Q1: Which? — number two (before: number one)',
    'Q1：哪一个？——第 two（原为：第 one）',
  ],
  ...both(
    ['reading-added', 'reading-removed'],
    point('one', ['one']),
    point('one'),
    ['Q1 can be read as two: number two', 'Q1 新增解读 two：第 two'],
    ['Q1 can no longer be read as two: number two', 'Q1 不再有解读 two：第 two'],
  ),
];

function schemes(): object {
  return {
    securitySchemes: {
      token: { type: 'apiKey', in: 'header', name: 'X-Token' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
  };
}
