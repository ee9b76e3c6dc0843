import { isSecret, jsonWithoutSecrets } from '../../http/secrets/is-secret.ts';
import type { Issue, Refusal } from '../../openapi/operations/issue.ts';
import type { Language } from './negotiate-language.ts';

type Words = Readonly<Record<Language, (issue: Issue) => string>>;

/** Of a signature nothing was looked at but its access key. */
export const UNKNOWN_ACCESS_KEY: Refusal = {
  what: { en: 'this server does not know the access key of the signature', zh: '服务器不认识该签名的访问密钥' },
  detail: { en: '', zh: '' },
};

/** What is wrong, for failures that no clause of a schema puts into words. */
const FAILURES: Readonly<Record<string, Words>> = {
  'credentials-missing': {
    en: ({ reason }) => `send credentials in one of these ways: ${reason}`,
    zh: ({ reason }) => `请以下列方式之一携带凭证：${reason}`,
  },
  'credentials-refused': {
    en: () => 'the credentials are not among those this server accepts',
    zh: () => '凭证不在服务器接受的范围内',
  },
  'path-unknown': {
    en: ({ name }) => `no operation has the path ${name}`,
    zh: ({ name }) => `没有路径为 ${name} 的操作`,
  },
  'method-unknown': {
    en: ({ name, reason }) => `this path takes ${reason}, not ${name}`,
    zh: ({ name, reason }) => `该路径支持 ${reason}，不支持 ${name}`,
  },
  'media-type': {
    en: ({ reason }) => `the Content-Type must be ${reason}`,
    zh: ({ reason }) => `Content-Type 必须为 ${reason?.replaceAll(' or ', ' 或 ')}`,
  },
  'body-unreadable': {
    en: ({ reason }) => `the body can't be read: ${reason}`,
    zh: ({ reason }) => `无法解析请求体：${reason}`,
  },
  'body-too-large': {
    en: ({ reason }) => `the body has ${reason}`,
    zh: ({ reason }) => `请求体过大：${reason?.replace(/^more than (\d+) bytes$/, '超过 $1 字节')}`,
  },
  'field-repeated': {
    en: ({ name }) => `${name} was sent more than once`,
    zh: ({ name }) => `${name} 被重复发送`,
  },
  'field-unknown': {
    en: ({ name }) => `${name} is not a field of this operation`,
    zh: ({ name }) => `${name} 不是该操作的字段`,
  },
  'request-unreadable': {
    en: ({ reason }) => `the request is not readable as HTTP: ${reason}`,
    zh: ({ reason }) => `无法按 HTTP 解析请求：${reason}`,
  },
  'key-missing': {
    en: ({ name }) => `${name} does not exist`,
    zh: ({ name }) => `${name} 不存在`,
  },
  'key-present': {
    en: ({ name }) => `${name} still holds something`,
    zh: ({ name }) => `${name} 仍含有内容`,
  },
  quota: {
    en: ({ name }) => `no more than ${name} may be made`,
    zh: ({ name }) => `已有 ${name} 个，不能再创建`,
  },
  pairs: {
    en: ({ name, reason }) => `${name} must be name::value pairs joined by "|": ${reason}`,
    zh: ({ name, reason }) => `${name} 必须是由 "|" 连接的 "名称::值"：${reason}`,
  },
  unresolved: {
    en: ({ name }) => `the operation ${name} has no resolver, and its answer no example in the document`,
    zh: ({ name }) => `操作 ${name} 没有实现，文档中其响应也没有示例`,
  },
  forced: { en: () => 'a fault was set for this operation', zh: () => '该操作被设置了故障' },
  internal: {
    en: ({ reason }) => `the request could not be completed${reason === undefined ? '' : `: ${reason}`}`,
    zh: ({ reason }) => `请求未能完成${reason === undefined ? '' : `：${reason}`}`,
  },
  invalid: {
    en: ({ name, location, keyword }) =>
      `${name || `the ${PLACES[location].en}`} is not valid${keyword === 'invalid' ? '' : ` (${keyword})`}`,
    zh: ({ name, location }) => `${name ? `${name} ` : PLACES[location].zh}无效`,
  },
};

/** What an issue says, without its clause id: "repository must start with a lowercase letter". */
export const sayIssue = (issue: Issue, language: Language): string => {
  if (issue.refusal) return issue.refusal.what[language];
  const failure = FAILURES[issue.keyword];
  if (failure) return failure[language](issue);
  if (issue.clause) return `${issue.name} ${language === 'zh' ? issue.clause.zh : issue.clause.title}`.trim();
  return (FAILURES['invalid'] as Words)[language](issue);
};

const PLACES: Readonly<Record<Issue['location'], Readonly<Record<Language, string>>>> = {
  path: { en: 'path', zh: '路径' },
  query: { en: 'query', zh: '查询参数' },
  header: { en: 'headers', zh: '请求头' },
  cookie: { en: 'cookies', zh: 'Cookie' },
  body: { en: 'body', zh: '请求体' },
  request: { en: 'request', zh: '请求' },
};

/** What was received, and where; empty where nothing can be said. */
export const sayDetail = (issue: Issue, language: Language): string => {
  if (issue.refusal) return issue.refusal.detail[language];
  const place = PLACES[issue.location][language];
  if (issue.received === undefined)
    return issue.keyword === 'required' ? (language === 'zh' ? `${place}中没有该参数` : `not in the ${place}`) : '';
  // What may be a credential is not sent around, nor kept by whoever logs answers.
  if (isSecret(issue.name, issue.received)) return '';
  const received = describe(issue.received, language);
  return language === 'zh' ? `${place}中收到 ${received}` : `received ${received} in the ${place}`;
};

const MOST = 120;

const describe = (value: unknown, language: Language): string => {
  if (typeof value === 'object' && value !== null && 'filename' in value) {
    const name = JSON.stringify(value.filename);
    return language === 'zh' ? `一个文件（${name}）` : `a file (${name})`;
  }
  if (typeof value === 'string') return describeText(value, language);
  const text = jsonWithoutSecrets(value);
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
};

// Characters are counted as the rules about lengths count them.
const describeText = (text: string, language: Language): string => {
  if (text.length <= MOST) return JSON.stringify(text);
  let count = 0;
  let start = '';
  for (const character of text) {
    count += 1;
    if (count <= MOST) start += character;
  }
  if (count <= MOST) return JSON.stringify(text);
  return `${JSON.stringify(start)}…${language === 'zh' ? `（共 ${count} 个字符）` : ` (${count} characters)`}`;
};
