import { describe, expect, it, test } from 'vitest';

import { authenticate } from '../../../src/engine/access/authenticate.ts';
import { checkSignatures } from '../../../src/engine/access/check-signature.ts';
import type { Refusal } from '../../../src/openapi/operations/issue.ts';
import { operationOf } from '../../openapi/shipped.ts';
import { type Signed, signRequest } from './sign-request.ts';

const { security } = operationOf('createRepository');

const check = async (
  { method, path, query, headers, body = '' }: Signed,
  secrets: Readonly<Record<string, string>>,
  now: string,
): Promise<Refusal | undefined> => {
  const target = query === undefined ? path : `${path}?${query}`;
  const request = { method, target, headers, body: new TextEncoder().encode(body) };
  const { signature } = authenticate(request, security);
  if (!signature) throw new Error('The request shows no signature.');
  return checkSignatures(secrets, () => new Date(now))(request, signature);
};

const changed = (text: string): string => text.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

interface Vector extends Signed {
  readonly what: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly now: string;
}

const GUIDE = {
  secrets: { QTWAOYTTINDUT2QVKYUC: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc' },
  now: '2019-11-15T03:40:00Z',
};
const PYTHON = { secrets: { AccessKey: 'SecretKey' }, now: '2020-06-08T02:39:00Z' };
const pythonHeaders = { host: 'service.endpoint.myhuaweicloud.com', 'x-sdk-date': '20200608T023900Z' };
const NODE = { secrets: { AccessKey: 'SecretKey' }, now: '2026-01-01T00:10:00Z' };
const V11 = 'V11-HMAC-SHA256 Credential=AccessKey';
const SDK = 'SDK-HMAC-SHA256 Access=AccessKey';
const list = {
  method: 'GET',
  path: '/v2/manage/repos',
  // As axios writes it: a blank is a plus, the rest half encoded.
  query: "filter=namespace::group%7Ccenter::self%7Climit::5&offset=0&name=a+b*(%C3%BC)'",
  headers: {
    host: 'fake.example.com',
    'content-type': 'application/json',
    'x-project-id': 'p',
    'x-sdk-date': '20260101T000000Z',
  },
};
const patch = {
  method: 'PATCH',
  path: '/v2/manage/namespaces/group/repos/a$b~c',
  body: '{"description":"中文","is_public":true}',
  headers: {
    host: 'fake.example.com:8443',
    'content-type': 'application/json',
    'x-sdk-date': '20260101T000000Z',
  },
};
const form = {
  method: 'POST',
  path: '/v2/manage/namespaces/group/repos',
  body: 'of a form, which is not signed',
  headers: {
    host: 'fake.example.com',
    'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-sdk-date': '20260101T000000Z',
  },
};
const signedBy = <Request extends Signed>(request: Request, authorization: string): Request => ({
  ...request,
  headers: { ...request.headers, authorization },
});

const VECTORS: readonly Vector[] = [
  {
    what: "the vendor's guide to signing",
    ...GUIDE,
    method: 'GET',
    path: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
    query: 'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
    headers: {
      host: 'service.region.example.com',
      'content-type': 'application/json',
      'x-sdk-date': '20191115T033655Z',
      authorization:
        'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
    },
  },
  ...(
    [
      ['GET', `${SDK}, `, '', 'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842'],
      [
        'POST',
        `${SDK}, `,
        '{"name":"test","id":1}',
        '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
      ],
      [
        'GET',
        `${V11}/20200608/test-region-1/demo, `,
        '',
        'f7dfee056692e58dede80fc80cb89bbfabf45552dd7cd8d18a0a13484455b98e',
      ],
      [
        'POST',
        `${V11}/20200608/test-region-1/demo, `,
        '{"name":"test","id":1}',
        '8e2d91eaf9656ec5d6fab27812e2d898a35aaaa5e16ee0a0365c38527ccfb3cf',
      ],
    ] as const
  ).map(([method, start, body, value]) => ({
    what: `the tests of the vendor's SDK for Python: ${start}${method}`,
    ...PYTHON,
    ...signedBy(
      { method, path: '/resources', query: 'size=1', body, headers: pythonHeaders },
      `${start}SignedHeaders=host;x-sdk-date, Signature=${value}`,
    ),
  })),
  ...(
    [
      [
        list,
        `${SDK}, SignedHeaders=content-type;host;x-project-id;x-sdk-date`,
        '68338bc6a2932db0007157b619927bcc37aa52e3150cd9891edb7989ae29eaae',
      ],
      [
        patch,
        `${SDK}, SignedHeaders=content-type;host;x-sdk-date`,
        'dff67a6508a1dc123abc2505d9c165d07cfba0e1ceb3b55d6701f75251f70cad',
      ],
      [
        form,
        `${SDK}, SignedHeaders=host;x-sdk-content-sha256;x-sdk-date`,
        'e42d7882e6086aa08ebe4e81e2df93c364e47f45c8247b09b1300371c3ed57ff',
      ],
      [
        list,
        `${V11}/20260101/region-1/images, SignedHeaders=content-type;host;x-project-id;x-sdk-date`,
        '5f002e8c2de6bd2c0513fd3e8d4378aff6b5a508834b000b52c322f1237f893e',
      ],
      [
        patch,
        `${V11}/20260101/region-1/images, SignedHeaders=content-type;host;x-sdk-date`,
        'c7af45fa9d3e8a5001d3fcec1603451634571354cac314c5162a22bdc95fe25b',
      ],
      [
        form,
        `${V11}/20260101/region-1/images, SignedHeaders=host;x-sdk-content-sha256;x-sdk-date`,
        '7a401945783ebc239b58ac15451bf08fd67aa86477449202b756478b4fccda67',
      ],
    ] as const
  ).map(([request, start, value]) => ({
    what: `recorded of the vendor's SDK for Node (core 3.1.211): ${start.slice(0, 16)}${request.method}`,
    ...NODE,
    ...signedBy(request, `${start}, Signature=${value}`),
  })),
];

describe.each(VECTORS)('[A1] $what', (vector) => {
  it('is right', async () => {
    expect(await check(vector, vector.secrets, vector.now)).toBeUndefined();
  });

  it('is wrong with another secret, signature, method, path, query or header', async () => {
    const [accessKey = ''] = Object.keys(vector.secrets);
    const authorization = changed(vector.headers['authorization'] ?? '');
    const wrong: readonly Vector[] = [
      { ...vector, secrets: { [accessKey]: 'another' } },
      { ...vector, headers: { ...vector.headers, authorization } },
      { ...vector, method: 'PUT' },
      { ...vector, path: `${vector.path}x` },
      { ...vector, query: `${vector.query ?? ''}&a=b` },
      { ...vector, headers: { ...vector.headers, host: 'other.example.com' } },
    ];
    for (const each of wrong)
      expect((await check(each, each.secrets, each.now))?.what.en).toMatch(
        /^the (signature does not fit|query was left out)/,
      );
  });

  it('lets pass what it has no secret for', async () => {
    expect(await check({ ...vector, path: '/other' }, { other: 'secret' }, vector.now)).toBeUndefined();
  });
});

describe('[A1] what is wrong is said', () => {
  const key = { accessKey: 'KEY', secret: 'S3CR3T' };
  const now = '2026-01-01T00:00:00Z';
  const plain = {
    method: 'PUT',
    path: '/v2/a%24b',
    query: 'b=1&a=2',
    headers: { host: 'localhost:8080', 'x-sdk-date': '20260101T000000Z', 'x-security-token': 'T0K3N' },
    body: '{"a":1}',
  };
  const CANONICAL =
    'PUT|/v2/a%24b/|a=2&b=1|host:localhost:8080|x-sdk-date:20260101T000000Z|x-security-token:<removed>||host;x-sdk-date;x-security-token|015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862';
  const ordered = (canonical: string): string => canonical.replace('b=1&a=2', 'a=2&b=1');
  const checkEdited = (edit: (canonical: string) => string, secret = key.secret, request: Signed = plain) =>
    check({ ...request, headers: signRequest(request, { ...key, secret }, edit) }, { KEY: key.secret }, now);

  test('nothing, where nothing is', async () => {
    expect(await checkEdited(ordered)).toBeUndefined();
    expect(await checkEdited((text) => ordered(text).replace('%24', '%2524'))).toBeUndefined();
    const digest = { ...plain, headers: { ...plain.headers, 'x-sdk-content-sha256': 'any' } };
    expect(await checkEdited(ordered, key.secret, digest)).toBeUndefined();
  });

  test.each<[mistake: string, edit: (canonical: string) => string, en: string, zh: string]>([
    ['another text', (text) => `${text} `, 'the signature does not fit', '签名不匹配'],
    [
      'no slash',
      (text) => ordered(text).replace('b/\n', 'b\n'),
      'the path was signed without the "/"',
      '签名时路径缺少末尾的',
    ],
    ['as sent', (text) => text, 'the query was not put in order', '签名时查询参数没有排序'],
    ['no query', (text) => text.replace('b=1&a=2', ''), 'the query was left out', '签名时缺少查询参数'],
    [
      'no body',
      (text) => ordered(text).replace(/\w+$/, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
      'the body was left out',
      '签名时缺少请求体',
    ],
    [
      'no port',
      (text) => ordered(text).replace(':8080', ''),
      'host was signed without its port',
      '签名时 host 缺少端口',
    ],
  ])('%s', async (_mistake, edit, en, zh) => {
    const refusal = await checkEdited(edit);
    expect(refusal?.what.en).toContain(en);
    expect(refusal?.what.zh).toContain(zh);
    expect(refusal?.detail).toEqual({
      en: `what must be signed, with | for the end of a line: ${CANONICAL}`,
      zh: `应签名的规范请求（以 | 表示换行）：${CANONICAL}`,
    });
  });

  test('another secret; no secret and no other signature is said', async () => {
    const refusal = await checkEdited(ordered, 'another');
    expect(refusal?.what.en).toContain('made with another secret, or over another request');
    const right = signRequest(plain, key, ordered)['authorization']?.slice(-64) ?? '';
    for (const hidden of [right, 'S3CR3T', 'T0K3N']) expect(JSON.stringify(refusal)).not.toContain(hidden);
  });

  test.each([
    ['20251231T234500Z', undefined],
    ['20260101T001500Z', undefined],
    ['20251231T234459Z', 'x-sdk-date is 901 s behind the clock of this server, and at most 900 s are allowed'],
    ['20260101T010000Z', 'x-sdk-date is 3600 s ahead of the clock of this server, and at most 900 s are allowed'],
    ['2026-01-01T00:00:00Z', 'x-sdk-date must be a time in UTC such as 20180817T120003Z'],
    ['20260199T000000Z', 'x-sdk-date must be a time in UTC such as 20180817T120003Z'],
  ])('the time %s', async (time, what) => {
    const refusal = await checkEdited(ordered, key.secret, {
      ...plain,
      headers: { ...plain.headers, 'x-sdk-date': time },
    });
    expect(refusal?.what.en).toBe(what);
  });

  test('a header that was signed and not sent, and a time that was not signed', async () => {
    const { 'x-security-token': _, ...less } = signRequest(plain, key, ordered);
    const absent = await check({ ...plain, headers: less }, { KEY: key.secret }, now);
    expect(absent?.what).toEqual({
      en: 'the signature is over the header x-security-token, which was not sent',
      zh: '签名包含请求头 x-security-token，但请求未携带它',
    });
    const headers = { ...signRequest({ ...plain, headers: { host: 'a' } }, key), 'x-sdk-date': '20260101T000000Z' };
    const unsigned = await check({ ...plain, headers }, { KEY: key.secret }, now);
    expect(unsigned?.what.en).toBe('the signature must be over the header x-sdk-date');
  });

  test('what can not be checked is let pass: SM3 and curves', async () => {
    const headers = { authorization: 'SDK-SM2-SM3 Access=KEY, SignedHeaders=host, Signature=s' };
    expect(await check({ method: 'GET', path: '/', headers }, { KEY: key.secret }, now)).toBeUndefined();
  });
});
