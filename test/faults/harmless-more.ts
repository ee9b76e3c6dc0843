import type { Variation } from './fault.ts';
import type { Answer, Rules } from './rules.ts';
import { conformingRules } from './rules.ts';

const onAnswer = (change: (answer: Answer) => Answer): Partial<Rules> => ({ answer: change });
const withProblem = (contentType: string, body: string): Partial<Rules> =>
  onAnswer((answer) =>
    answer.status < 400 ? answer : { ...answer, headers: { ...answer.headers, 'content-type': contentType }, body },
  );
const created = (headers: Readonly<Record<string, string>>, body: string): Partial<Rules> =>
  onAnswer((answer) =>
    answer.status === 201 ? { ...answer, headers: { ...answer.headers, ...headers }, body } : answer,
  );
const json = { 'content-type': 'application/json; charset=utf-8' };

// Nothing was done when it answers, so the same request may be sent again.
const busy = (every: number, status: number, headers: Readonly<Record<string, string>>): Partial<Rules> => ({
  before: (memory) =>
    memory.requests % every === 0
      ? { status, reason: 'fault', headers, body: conformingRules.problem(status, 'fault') }
      : undefined,
});

/** More servers that keep the contract in their own way. */
export const harmlessMore: readonly Variation[] = [
  {
    id: 'http-1.0',
    title: 'ends each body by closing the connection, as HTTP/1.0 does',
    rules: {
      write: (response, { status, headers, body }) => {
        response.useChunkedEncodingByDefault = false;
        response.shouldKeepAlive = false;
        response.writeHead(status, headers);
        response.write(body === '' ? ' ' : body);
        response.end();
      },
    },
  },
  {
    id: 'pieces',
    title: 'sends the head and each half of a body apart',
    rules: {
      write: (response, { status, headers, body }) => {
        response.writeHead(status, headers);
        response.flushHeaders();
        setImmediate(() => {
          response.write(body.slice(0, 20));
          setImmediate(() => response.end(body.slice(20)));
        });
      },
    },
  },
  {
    id: 'early-hints',
    title: 'sends an informational answer first',
    rules: {
      write: (response, answer) => {
        response.writeProcessing();
        conformingRules.write(response, answer);
      },
    },
  },
  {
    id: 'created-record',
    title: 'answers 201 with the repository (A4)',
    rules: created(json, '{"name":"busybox","id":7}'),
  },
  { id: 'created-location', title: 'answers 201 with its location', rules: created({ location: '/v2/x' }, '') },
  { id: 'created-blank', title: 'answers 201 with a line end (A4)', rules: created(json, '\n') },
  { id: 'created-list', title: 'answers 201 with [] (A4)', rules: created(json, '[]') },
  {
    id: 'error-html',
    title: 'errors as a page (A3)',
    rules: withProblem('text/html', '<!doctype html><h1>400 Bad Request</h1>'),
  },
  {
    id: 'error-chinese',
    title: 'errors in Chinese (A3)',
    rules: withProblem('application/json', '{"error_msg":"参数错误"}'),
  },
  { id: 'error-number', title: 'errors as a number (A3)', rules: withProblem('application/json', '{"code":4000014}') },
  {
    id: 'error-xml',
    title: 'errors as XML (A3)',
    rules: withProblem('application/xml', '<Error><Code>4000014</Code></Error>'),
  },
  {
    id: 'error-bom',
    title: 'errors behind a byte order mark, without a media type (A3)',
    rules: onAnswer((answer) =>
      answer.status < 400 ? answer : { ...answer, headers: {}, body: `\ufeff${answer.body}` },
    ),
  },
  {
    id: 'credentials-html',
    title: 'answers 401 with a page and a challenge',
    rules: onAnswer((answer) =>
      answer.status === 401
        ? { ...answer, headers: { 'www-authenticate': 'Bearer', 'content-type': 'text/html' }, body: '<h1>no</h1>' }
        : answer,
    ),
  },
  {
    id: 'credentials-403',
    title: 'answers 403 to missing credentials, without a body',
    rules: onAnswer((answer) => (answer.status === 401 ? { ...answer, status: 403, headers: {}, body: '' } : answer)),
  },
  {
    id: 'credentials-pinned',
    title: 'knows one token only',
    rules: { authorized: ({ authorization = '' }) => ['Bearer faults', 'Bearer witness'].includes(authorization) },
  },
  {
    id: 'namespaces-403',
    title: 'refuses other namespaces than one with 403 (A2)',
    rules: {
      namespaceExists: (name) => name === 'group',
      answer: (answer) => (answer.reason === 'namespace unknown' ? { ...answer, status: 403 } : answer),
    },
    namespace: 'group',
  },
  {
    id: 'namespaces-400',
    title: 'refuses other namespaces than one with 400 (A2)',
    rules: {
      namespaceExists: (name) => name === 'group',
      answer: (answer) => (answer.reason === 'namespace unknown' ? { ...answer, status: 400 } : answer),
    },
    namespace: 'group',
  },
  {
    id: 'busy-often',
    title: 'is busy now and then: 429 with Retry-After: 0',
    rules: busy(97, 429, { 'retry-after': '0' }),
  },
  {
    id: 'unavailable',
    title: 'is down now and then: 503 with Retry-After: 0',
    rules: busy(211, 503, { 'retry-after': '0' }),
  },
  {
    id: 'busy-date',
    title: 'is busy once: 429 with a date of the past',
    rules: busy(5000, 429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
  },
  { id: 'busy-silent', title: 'is busy once: 429 without a word on when', rules: busy(3000, 429, {}) },
];
