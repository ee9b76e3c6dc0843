import { describe, expect, it } from 'vitest';

import { sayDetail, sayIssue } from '../../../src/engine/answers/messages.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';

const issue = (change: Partial<Issue>): Issue => ({
  location: 'body',
  name: 'size',
  keyword: 'invalid',
  clause: undefined,
  code: undefined,
  ...change,
});
const clause = { id: 'T1', title: 'must be small', zh: '必须很小', at: 'a', place: 'b' };

describe('sayIssue', () => {
  it.each<[change: Partial<Issue>, en: string, zh: string]>([
    [{ keyword: 'maximum', clause }, 'size must be small', 'size 必须很小'],
    [{ keyword: 'type', clause, name: '' }, 'must be small', '必须很小'],
    [{ keyword: 'maximum' }, 'size is not valid (maximum)', 'size 无效'],
    [{}, 'size is not valid', 'size 无效'],
    [{ keyword: 'type', name: '' }, 'the body is not valid (type)', '请求体无效'],
    [{ keyword: 'field-repeated', clause }, 'size was sent more than once', 'size 被重复发送'],
    [{ keyword: 'field-unknown' }, 'size is not a field of this operation', 'size 不是该操作的字段'],
    [{ keyword: 'path-unknown', name: '/a' }, 'no operation has the path /a', '没有路径为 /a 的操作'],
    [
      { keyword: 'method-unknown', name: 'PUT', reason: 'GET' },
      'this path takes GET, not PUT',
      '该路径支持 GET，不支持 PUT',
    ],
    [
      { keyword: 'media-type', reason: 'a/b or c/d' },
      'the Content-Type must be a/b or c/d',
      'Content-Type 必须为 a/b 或 c/d',
    ],
    [{ keyword: 'body-unreadable', reason: 'it ends' }, "the body can't be read: it ends", '无法解析请求体：it ends'],
    [
      { keyword: 'body-too-large', reason: 'more than 5 bytes' },
      'the body has more than 5 bytes',
      '请求体过大：超过 5 字节',
    ],
    [
      { keyword: 'credentials-missing', reason: 'a, b' },
      'send credentials in one of these ways: a, b',
      '请以下列方式之一携带凭证：a, b',
    ],
    [
      { keyword: 'credentials-refused' },
      'the credentials are not among those this server accepts',
      '凭证不在服务器接受的范围内',
    ],
    [{ keyword: 'key-missing', name: 'group' }, 'group does not exist', 'group 不存在'],
    [
      { keyword: 'key-present', name: 'group/busybox' },
      'group/busybox still holds something',
      'group/busybox 仍含有内容',
    ],
    [{ keyword: 'quota', name: '5' }, 'no more than 5 may be made', '已有 5 个，不能再创建'],
    [
      { keyword: 'pairs', name: 'filter', reason: '"x" is none', clause },
      'filter must be name::value pairs joined by "|": "x" is none',
      'filter 必须是由 "|" 连接的 "名称::值"："x" is none',
    ],
    [
      { keyword: 'unresolved', name: 'read' },
      'the operation read has no resolver, and its answer no example in the document',
      '操作 read 没有实现，文档中其响应也没有示例',
    ],
    [{ keyword: 'forced' }, 'a fault was set for this operation', '该操作被设置了故障'],
    [{ keyword: 'internal', clause }, 'the request could not be completed', '请求未能完成'],
    [
      { keyword: 'request-unreadable', reason: 'x' },
      'the request is not readable as HTTP: x',
      '无法按 HTTP 解析请求：x',
    ],
  ])('%j', (change, en, zh) => {
    expect(sayIssue(issue(change), 'en')).toBe(en);
    expect(sayIssue(issue(change), 'zh')).toBe(zh);
  });
});

describe('sayDetail', () => {
  it.each<[change: Partial<Issue>, en: string, zh: string]>([
    [{ received: 'a' }, 'received "a" in the body', '请求体中收到 "a"'],
    [{ received: '' }, 'received "" in the body', '请求体中收到 ""'],
    [{ received: null, location: 'query' }, 'received null in the query', '查询参数中收到 null'],
    [{ received: { a: 1 }, location: 'path' }, 'received {"a":1} in the path', '路径中收到 {"a":1}'],
    [{ received: 'a"\n', location: 'header' }, 'received "a\\"\\n" in the headers', '请求头中收到 "a\\"\\n"'],
    [
      { received: { filename: 'b"', bytes: [] } },
      'received a file ("b\\"") in the body',
      '请求体中收到 一个文件（"b\\""）',
    ],
    [{ keyword: 'required' }, 'not in the body', '请求体中没有该参数'],
    [{ keyword: 'required', location: 'cookie' }, 'not in the cookies', 'Cookie中没有该参数'],
    [{ keyword: 'internal', location: 'request' }, '', ''],
    [{ name: 'password', received: 'S3CR3T' }, '', ''],
    [{ name: 'credentials.user', received: 'S3CR3T' }, '', ''],
    [{ name: '[0].auth', received: 9 }, 'received 9 in the body', '请求体中收到 9'],
    [
      { name: '', received: [{ token: 'S3CR3T', a: 1 }] },
      'received [{"token":"<removed>","a":1}] in the body',
      '请求体中收到 [{"token":"<removed>","a":1}]',
    ],
  ])('%j', (change, en, zh) => {
    expect(sayDetail(issue(change), 'en')).toBe(en);
    expect(sayDetail(issue(change), 'zh')).toBe(zh);
  });

  it.each<[length: number, said: string]>([
    [120, JSON.stringify('a'.repeat(120))],
    [121, `${JSON.stringify('a'.repeat(120))}… (121 characters)`],
    [129, `${JSON.stringify('a'.repeat(120))}… (129 characters)`],
  ])('[R7] shortens a text of %i characters and counts it as the rules do', (length, said) => {
    expect(sayDetail(issue({ received: 'a'.repeat(length) }), 'en')).toBe(`received ${said} in the body`);
    const inChinese = said.replace(/ \((\d+) characters\)/, '（共 $1 个字符）');
    expect(sayDetail(issue({ received: 'a'.repeat(length) }), 'zh')).toBe(`请求体中收到 ${inChinese}`);
  });

  it('cuts no character in two', () => {
    const detail = sayDetail(issue({ received: '😀'.repeat(130) }), 'en');
    expect(detail).toBe(`received "${'😀'.repeat(120)}"… (130 characters) in the body`);
  });

  it('shortens what is no text', () => {
    expect(sayDetail(issue({ received: Array(500).fill(1) }), 'en')).toMatch(
      /^received \[1,1,[1,]{100,120}… in the body$/,
    );
  });
});
