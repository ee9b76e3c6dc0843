import { describe, expect, it } from 'vitest';

import { createProblems, type KeyKeyword } from '../../../src/engine/answers/create-problems.ts';
import { compileSchema, isValid } from '../../../src/openapi/compile-schema.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';
import { applyReadings } from '../../../src/openapi/overlays/apply-readings.ts';
import { nodeAt } from '../../openapi/node-at.ts';
import { operationOf, resolved, shipped } from '../../openapi/shipped.ts';

const problems = createProblems(resolved);

const issue = (change: Partial<Issue> = {}): Issue => ({
  location: 'request',
  name: '',
  keyword: 'invalid',
  clause: undefined,
  code: undefined,
  ...change,
});

/** What a form with this repository name breaks. */
const issuesOf = (repository: string): Issue[] => {
  const issues: Issue[] = [];
  const [media] = operationOf('createRepository').mediaTypes;
  media?.validate({ repository, is_public: 'maybe' }, '', { location: 'body', issues });
  return issues.map((issue) => problems.complete(issue));
};

const NAME = {
  code: 'SVCSTG.SWR.4001029',
  message: 'Invalid repository name: repository must start with a lowercase letter (R2)',
  detail: 'received "1a" in the body',
};
const PUBLIC = {
  code: 'SVCSTG.SWR.4001009',
  message: 'Invalid is_public: is_public must be "true" or "false" (P2)',
  detail: 'received "maybe" in the body',
};
const item = ({ code, message, detail }: typeof NAME): unknown => ({ errorCode: code, errorMessage: message, detail });

describe('the body of an error', () => {
  it.each<[reading: string, body: unknown]>([
    ['combined', { errors: [item(NAME), item(PUBLIC)], error_code: NAME.code, error_msg: NAME.message }],
    ['array', [item(NAME), item(PUBLIC)]],
    ['flat', { error_code: NAME.code, error_msg: NAME.message }],
  ])('[A3] [S2] %s', (reading, body) => {
    const document = dereference(applyReadings(shipped, { A3: reading }));
    const problem = createProblems(document).answer(issuesOf('1a'), { language: 'en' });
    expect(problem).toEqual({ status: 400, body });
    const schema = nodeAt(document, '/components/schemas/ErrorBody');
    expect(isValid(compileSchema(schema), problem.body)).toBe(true);
  });

  it('is written in Chinese', () => {
    const { body } = problems.answer(issuesOf('1a'), { language: 'zh' });
    expect(body).toMatchObject({
      error_code: 'SVCSTG.SWR.4001029',
      error_msg: '镜像仓库名称无效：repository 必须以小写字母开头（R2）',
      errors: [
        { detail: '请求体中收到 "1a"' },
        { errorMessage: 'is_public 无效：is_public 必须是 "true" 或 "false"（P2）' },
      ],
    });
  });
});

describe('complete', () => {
  it.each<[kind: string, code: string, clause: string | undefined, status: number]>([
    ['credentials-missing', 'SVCSTG.SWR.4019000', 'A1', 401],
    ['credentials-refused', 'SVCSTG.SWR.4010000', 'A1', 401],
    ['path-unknown', 'SVCSTG.SWR.4040083', undefined, 404],
    ['method-unknown', 'SVCSTG.SWR.4040083', undefined, 405],
    ['media-type', 'SVCSTG.SWR.4001000', 'A8', 400],
    ['body-unreadable', 'SVCSTG.SWR.4001005', undefined, 400],
    ['body-too-large', 'SVCSTG.SWR.4131001', undefined, 413],
    ['field-repeated', 'SVCSTG.SWR.4000014', 'A7', 400],
    ['additionalProperties', 'SVCSTG.SWR.4000014', 'A6', 400],
    ['invalid', 'SVCSTG.SWR.4000014', undefined, 400],
    ['no-such-kind', 'SVCSTG.SWR.4000014', undefined, 400],
    ['internal', 'SVCSTG.SWR.5000046', 'S4', 500],
  ])('%s has the code %s', (keyword, code, clause, status) => {
    const completed = problems.complete(issue({ keyword }));
    expect([completed.code, completed.clause?.id]).toEqual([code, clause]);
    expect(problems.answer([completed], { language: 'en' }).status).toBe(status);
  });

  it('keeps the code and clause that an issue has', () => {
    const clause = { id: 'T1', title: 'a', zh: 'b', at: 'c', place: 'd' };
    expect(problems.complete(issue({ keyword: 'internal', code: 'X', clause }))).toMatchObject({ code: 'X', clause });
  });
});

describe('answer', () => {
  it('has the status of the first issue, or the one that is forced', () => {
    const issues = ['internal', 'invalid'].map((keyword) => problems.complete(issue({ keyword })));
    expect(problems.answer(issues, { language: 'en' }).status).toBe(500);
    expect(problems.answer(issues.toReversed(), { language: 'en' }).status).toBe(400);
    expect(problems.answer(issues, { language: 'en', status: 418 }).status).toBe(418);
  });

  it('[A8] has the status that a reading gives a code', () => {
    const other = createProblems(dereference(applyReadings(shipped, { A8: '415' })));
    expect(other.answer([other.complete(issue({ keyword: 'media-type' }))], { language: 'en' }).status).toBe(415);
  });
});

describe('keyIssue', () => {
  it('[S3] says that a key is taken, with the clause and code of its rule', () => {
    const rule = { collection: 'c', key: {}, code: 'SVCSTG.SWR.4090006', clause: 'S3' };
    const taken = problems.complete(problems.keyIssue('unique', rule, ['group', 'busybox']));
    expect(problems.answer([taken], { language: 'en' })).toMatchObject({
      status: 409,
      body: { error_msg: 'Repository exists: group/busybox must not exist in the namespace yet (S3)' },
    });
    expect(problems.answer([taken], { language: 'zh' }).body).toMatchObject({
      error_msg: '镜像仓库已存在：group/busybox 在该命名空间中不得已存在（S3）',
    });
  });

  it('[A2] says that a key is missing', () => {
    const rule = { collection: 'c', key: {}, code: 'SVCSTG.SWR.4040058', clause: 'A2' };
    const missing = problems.complete(problems.keyIssue('key-missing', rule, ['group']));
    expect(problems.answer([missing], { language: 'en' })).toMatchObject({
      status: 404,
      body: { error_msg: 'No such namespace: group does not exist (A2)' },
    });
  });
});

describe('keyIssue of the other rules', () => {
  it.each<
    [
      keyword: KeyKeyword,
      id: string,
      pick: 'requires' | 'requiresNone' | 'quota' | 'uniqueKey',
      values: string[],
      status: number,
      en: string,
      zh: string,
    ]
  >([
    [
      'key-present',
      'deleteRepository',
      'requiresNone',
      ['group', 'busybox'],
      406,
      'Repository holds images: group/busybox still holds something (RD4)',
      '镜像仓库仍含有镜像：group/busybox 仍含有内容（RD4）',
    ],
    [
      'quota',
      'createNamespace',
      'quota',
      ['5'],
      400,
      'Too many namespaces: no more than 5 may be made (A11)',
      '命名空间数量超过限额：已有 5 个，不能再创建（A11）',
    ],
    [
      'key-missing',
      'deleteTag',
      'requires',
      ['group', 'busybox'],
      404,
      'No such repository: group/busybox does not exist (TD3)',
      '镜像仓库不存在：group/busybox 不存在（TD3）',
    ],
    [
      'unique',
      'createAccessDomain',
      'uniqueKey',
      ['group', 'busybox', 'partner'],
      409,
      'Shared already: group/busybox/partner must not be shared with the account yet (AC8)',
      '共享权限已存在：group/busybox/partner 不得已共享给该账号（AC8）',
    ],
  ])('[RD4] [A11] [TD3] [AC8] %s of %s', (keyword, id, pick, values, status, en, zh) => {
    const operation = operationOf(id, dereference(applyReadings(shipped, { A11: '5' })));
    const [rule] = [operation[pick]].flat();
    if (!rule) throw new Error('no rule');
    const broken = problems.complete(problems.keyIssue(keyword, rule, values), operation);
    expect(problems.answer([broken], { language: 'en', operation })).toMatchObject({
      status,
      body: { error_code: rule.code, error_msg: en },
    });
    expect(problems.answer([broken], { language: 'zh', operation })).toMatchObject({ status, body: { error_msg: zh } });
  });
});

describe('failures of an operation of its own', () => {
  it.each<[id: string, keyword: string, code: string, clause: string | undefined]>([
    ['createNamespace', 'internal', '5000059', 'NC6'],
    ['createRepository', 'internal', '5000046', 'S4'],
    ['listNamespaces', 'internal', '5000008', 'NL5'],
    ['createNamespace', 'media-type', '4001018', 'A8'],
    ['createRepository', 'media-type', '4001000', 'A8'],
    ['createNamespace', 'body-unreadable', '4001018', undefined],
    ['updateRepository', 'body-unreadable', '4001005', undefined],
    ['createNamespace', 'credentials-missing', '4019000', 'A1'],
  ])('[NC6] [S4] [NL5] [A8] %s %s has the code %s', (id, keyword, code, clause) => {
    const completed = problems.complete(issue({ keyword }), operationOf(id));
    expect([completed.code, completed.clause?.id]).toEqual([`SVCSTG.SWR.${code}`, clause]);
  });

  it('keep the status of the general row unless they have one', () => {
    const document = {
      openapi: '3.1.0',
      paths: {
        '/a': {
          get: { operationId: 'a', 'x-failures': { odd: { code: 'B' } } },
          put: { operationId: 'b', 'x-failures': { odd: { code: 'B', status: 418 } } },
          post: { operationId: 'c' },
        },
      },
      components: {
        'x-error-codes': { A: { status: 400 }, B: { status: 500 } },
        'x-failures': { invalid: { code: 'A' }, odd: { code: 'A', status: 405 } },
        'x-problem': { type: 'object', properties: { code: { 'x-fill': 'code' } } },
      },
    } as unknown as Document;
    const own = createProblems(document);
    const statusOf = (id: string): unknown => {
      const operation = operationOf(id, document);
      return own.answer([own.complete(issue({ keyword: 'odd' }), operation)], { language: 'en', operation });
    };
    expect(statusOf('a')).toEqual({ status: 405, body: { code: 'B' } });
    expect(statusOf('b')).toEqual({ status: 418, body: { code: 'B' } });
    expect(statusOf('c')).toEqual({ status: 405, body: { code: 'A' } });
  });
});

it('codeOfStatus finds a code of the table', () => {
  expect(problems.codeOfStatus(409)).toBe('SVCSTG.SWR.4090006');
  expect(problems.codeOfStatus(418)).toBeUndefined();
});

describe('documents that do not fit together', () => {
  it.each<[what: string, components: unknown, pointer: string]>([
    ['no row "invalid"', { 'x-problem': { type: 'object' } }, '/components/x-failures'],
    [
      'a text of the body that nothing fills',
      {
        'x-failures': { invalid: { code: 'C' } },
        'x-problem': { type: 'object', properties: { a: { type: 'string' } } },
      },
      '/components/x-problem',
    ],
    [
      'a text that is filled with something unknown',
      { 'x-failures': { invalid: { code: 'C' } }, 'x-problem': { type: 'array', items: { 'x-fill': 'reason' } } },
      '/components/x-problem',
    ],
  ])('%s', (_what, components, pointer) => {
    expect(() => createProblems({ openapi: '3.1.0', components } as unknown as Document)).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer }),
    );
  });
});
