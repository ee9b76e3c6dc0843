import type { Variation } from './fault.ts';
import type { Answer, Rules } from './rules.ts';
import { conformingRules } from './rules.ts';

const onAnswer = (change: (answer: Answer) => Answer): Partial<Rules> => ({ answer: change });

const withHeaders = (headers: Readonly<Record<string, string>>): Partial<Rules> =>
  onAnswer((answer) => ({ ...answer, headers: { ...answer.headers, ...headers } }));

// The body of every error, where there is one.
const withProblem = (contentType: string, body: string): Partial<Rules> =>
  onAnswer((answer) =>
    answer.status < 400 ? answer : { ...answer, headers: { ...answer.headers, 'content-type': contentType }, body },
  );

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Nothing was done when it answers, so the same request may be sent again.
const busy = (request: number, retryAfter: string): Partial<Rules> => ({
  before: (memory) =>
    memory.requests === request
      ? {
          status: 429,
          reason: 'fault',
          headers: { 'content-type': 'application/json', 'retry-after': retryAfter },
          body: conformingRules.problem(429, 'fault'),
        }
      : undefined,
});

const item = { errorCode: 'SVCSTG.SWR.4000014', errorMessage: 'Invalid parameter', detail: 'a value' };

/** Servers that keep the contract in their own way: a checker that finds a deviation here is wrong. */
export const harmless: readonly Variation[] = [
  { id: 'plain', title: 'the conforming server as it is', rules: {} },
  { id: 'created-object', title: 'answers 201 with {} (A4)', rules: { createdBody: '{}' } },
  { id: 'created-null', title: 'answers 201 with JSON null (A4)', rules: { createdBody: 'null' } },
  {
    id: 'created-text',
    title: 'answers 201 with a text (A4)',
    rules: onAnswer((answer) =>
      answer.status === 201 ? { ...answer, headers: { 'content-type': 'text/plain' }, body: 'created' } : answer,
    ),
  },
  {
    id: 'error-array',
    title: 'errors in a bare array (A3)',
    rules: withProblem('application/json', JSON.stringify([item])),
  },
  {
    id: 'error-pair',
    title: 'errors as a flat pair (A3)',
    rules: withProblem('application/json', '{"error_code":"SVCSTG.SWR.4000014","error_msg":"Invalid parameter"}'),
  },
  {
    id: 'error-text',
    title: 'errors as plain text (A3)',
    rules: withProblem('text/plain; charset=utf-8', 'invalid parameter\n'),
  },
  {
    id: 'error-nested',
    title: 'errors in another shape, with the media type of problems (A3)',
    rules: withProblem('application/problem+json', '{"error":{"message":"Invalid parameter","code":400}}'),
  },
  {
    id: 'error-keys',
    title: 'keys in another order, with blanks and line breaks (A3)',
    rules: withProblem(
      'application/json;charset=UTF-8',
      JSON.stringify({ error_msg: 'Invalid parameter', error_code: 'SVCSTG.SWR.4000014', errors: [item] }, null, 2),
    ),
  },
  {
    id: 'taken-silent',
    title: 'answers a duplicate without a body',
    rules: onAnswer((answer) => (answer.status === 409 ? { ...answer, headers: {}, body: '' } : answer)),
  },
  {
    id: 'headers',
    title: 'sends headers of its own',
    rules: withHeaders({
      'x-request-id': '7f3b',
      'x-powered-by': 'a proxy',
      'set-cookie': 'a=b',
      'cache-control': 'no-store',
    }),
  },
  { id: 'closes', title: 'closes the connection after each answer', rules: withHeaders({ connection: 'close' }) },
  { id: 'chunked', title: 'sends its bodies in chunks', rules: withHeaders({ 'transfer-encoding': 'chunked' }) },
  {
    id: 'slow',
    title: 'takes a few milliseconds for each answer',
    rules: {
      answer: async (answer) => {
        await pause(4);
        return answer;
      },
    },
  },
  {
    // Later requests may overtake earlier ones; test and insert are still one step.
    id: 'uneven',
    title: 'answers simultaneous requests out of order',
    rules: {
      answer: async (answer, _asked, memory) => {
        await pause((memory.requests * 7) % 5);
        return answer;
      },
    },
  },
  {
    id: 'namespaces-strict',
    title: 'knows one namespace, 404 for any other (A2)',
    rules: { namespaceExists: (name) => name === 'group' },
    namespace: 'group',
  },
  { id: 'credentials-off', title: 'does not look at credentials (A1)', rules: { authorized: () => true } },
  {
    id: 'media-415',
    title: 'answers 415 to other media types (A8)',
    rules: onAnswer((answer) => (answer.reason === 'media type' ? { ...answer, status: 415 } : answer)),
  },
  {
    id: 'unknown-refused',
    title: 'refuses unknown fields (A6)',
    rules: { unknownFields: 'refuse' },
    unbound: ['z-unknown-field'],
  },
  { id: 'repeated-first', title: 'takes the first of repeated fields (A7)', rules: { repeated: 'first' } },
  { id: 'repeated-last', title: 'takes the last of repeated fields (A7)', rules: { repeated: 'last' } },
  {
    id: 'empty-category',
    title: 'takes an empty category for none (A9)',
    rules: { emptyIsAbsent: ['category'] },
    unbound: ['k-empty-category'],
  },
  {
    id: 'empty-absent',
    title: 'takes an empty category or is_public for none (A9)',
    rules: { emptyIsAbsent: ['category', 'is_public'] },
    unbound: ['k-empty-category'],
  },
  {
    id: 'description-limit',
    title: 'answers 413 to a description of more than 8192 characters (A5)',
    rules: {
      description: (value) => value.length <= 8192,
      answer: (answer) => (answer.reason === 'description' ? { ...answer, status: 413 } : answer),
    },
  },
  { id: 'no-delete', title: 'offers no DELETE', rules: { offersDelete: false } },
  {
    id: 'duplicates-first',
    title: 'looks for duplicates before it judges the other fields, as the page gives no order',
    rules: { duplicatesFirst: true },
    unbound: ['d-freed-by-bad-request'],
  },
  {
    id: 'empty-segment-404',
    title: 'has no route for an empty namespace',
    rules: {
      answer: (answer, { namespace }) =>
        namespace === '' && answer.status === 400 ? { ...answer, status: 404 } : answer,
    },
  },
  { id: 'busy-once', title: 'is busy once: 429 with Retry-After: 0', rules: busy(20, '0') },
  { id: 'busy-a-second', title: 'is busy once: 429 with Retry-After: 1', rules: busy(20, '1') },
];
