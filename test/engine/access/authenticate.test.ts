import { describe, expect, it } from 'vitest';

import { type Accepted, authenticate, credentialsOf } from '../../../src/engine/access/authenticate.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { listOperations } from '../../../src/openapi/operations/list-operations.ts';
import type { SecurityAlternative } from '../../../src/openapi/operations/security.ts';
import { operationOf } from '../../openapi/shipped.ts';

const operation = operationOf('createRepository');
const shippedSecurity = operation.security;

const check = (
  headers: Readonly<Record<string, string>>,
  tokens: readonly string[] = [],
  security: readonly SecurityAlternative[] = shippedSecurity,
  target = '/a',
): string => authenticate({ method: 'GET', target, headers, body: new Uint8Array() }, security, { tokens }).verdict;

const signed = (scheme = 'SDK-HMAC-SHA256', accessKey = 'a'): string =>
  `${scheme} Access=${accessKey}, SignedHeaders=host;x-sdk-date, Signature=c`;

const basic = (text: string): string => `Basic ${btoa(text)}`;

describe('[A1] any credential of a known kind is accepted', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['Bearer', { authorization: 'Bearer abc' }],
    ['Bearer in any case', { authorization: 'bEARER abc' }],
    ['Bearer with blanks around', { authorization: '  Bearer   abc  ' }],
    ['Bearer with a text of several words', { authorization: 'Bearer abc def' }],
    ['Basic', { authorization: basic('user:password') }],
    ['Basic without a user', { authorization: basic(':password') }],
    ['Basic without a password', { authorization: basic('user:') }],
    ['X-Auth-Token', { 'x-auth-token': 'abc' }],
    ['a signature', { authorization: signed() }],
    [
      'a signature of a derived key',
      { authorization: 'V11-HMAC-SHA256 Credential=a/2/b/c, SignedHeaders=b;c, Signature=d' },
    ],
    ['a signature by SM3', { authorization: signed('SDK-HMAC-SM3') }],
    ['a signature by a key of a curve', { authorization: signed('SDK-ECDSA-P256-SHA256') }],
    ['a signature by SM2', { authorization: signed('SDK-SM2-SM3') }],
    [
      'a signature in any case, with blanks',
      { authorization: 'sdk-hmac-sha256  access=a ,signedheaders=B,signature=c' },
    ],
    ['an unknown kind beside a known one', { authorization: 'Other abc', 'x-auth-token': 'abc' }],
  ])('%s', (_what, headers) => {
    expect(check(headers)).toBe('accepted');
  });
});

describe('[A1] no credential', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['nothing', {}],
    ['an empty Authorization', { authorization: '' }],
    ['a kind without a credential', { authorization: 'Bearer' }],
    ['a kind with blanks only', { authorization: 'Bearer   ' }],
    ['a credential without its kind', { authorization: 'abc' }],
    ['an unknown kind', { authorization: 'Digest abc' }],
    ['a kind that only starts like one', { authorization: 'Bearers abc' }],
    ['Basic that is not base64', { authorization: 'Basic §§' }],
    ['Basic without a colon', { authorization: basic('user') }],
    ['Basic with a colon only', { authorization: basic(':') }],
    ['a signature without its value', { authorization: 'SDK-HMAC-SHA256 Access=a, SignedHeaders=b' }],
    ['a signature of no headers', { authorization: 'SDK-HMAC-SHA256 Access=a, SignedHeaders=, Signature=c' }],
    ['a signature without an access key', { authorization: 'SDK-HMAC-SHA256 SignedHeaders=b, Signature=c' }],
    ['a signature of another kind', { authorization: signed('AWS4-HMAC-SHA256') }],
    ['the name of a signature alone', { authorization: 'SDK-HMAC-SHA256' }],
    ['a text instead of a signature', { authorization: 'SDK-HMAC-SHA256 abc' }],
    ['an empty token', { 'x-auth-token': '' }],
    ['a token of blanks', { 'x-auth-token': '  ' }],
    ['a token in another header', { 'x-token': 'abc' }],
    ['a cookie', { cookie: 'X-Auth-Token=abc' }],
  ])('%s', (_what, headers) => {
    expect(check(headers)).toBe('missing');
  });
});

describe('[A1] pinned tokens', () => {
  const tokens = ['secret', 'user:password'];
  it.each<[verdict: string, headers: Record<string, string>]>([
    ['accepted', { authorization: 'Bearer secret' }],
    ['accepted', { 'x-auth-token': 'secret' }],
    ['accepted', { authorization: basic('user:password') }],
    ['accepted', { authorization: 'Bearer other', 'x-auth-token': 'secret' }],
    ['refused', { authorization: 'Bearer other' }],
    ['refused', { authorization: 'Bearer Secret' }],
    ['refused', { authorization: 'Bearer secret2' }],
    ['refused', { authorization: basic('user:other') }],
    ['refused', { 'x-auth-token': 'other' }],
    ['missing', {}],
    ['missing', { authorization: 'secret' }],
  ])('%s: %j', (verdict, headers) => {
    expect(check(headers, tokens)).toBe(verdict);
  });
});

describe('[A1] access keys', () => {
  it.each<[verdict: string, authorization: string, accepted: Accepted]>([
    ['accepted', signed(), {}],
    ['accepted', signed(), { accessKeys: ['b', 'a'] }],
    ['accepted', signed('SDK-SM2-SM3'), { accessKeys: ['a'], tokens: ['secret'] }],
    ['accepted', 'V11-HMAC-SHA256 Credential=a/2/b/c, SignedHeaders=b, Signature=d', { accessKeys: ['a'] }],
    ['accepted', 'Bearer other', { accessKeys: ['a'] }],
    ['accepted', 'Bearer issued', { tokens: ['secret'], isIssued: (token) => token === 'issued' }],
    ['refused', signed(), { accessKeys: ['b'] }],
    ['refused', signed('SDK-HMAC-SHA256', 'A'), { accessKeys: ['a'] }],
    ['refused', signed(), { tokens: ['secret'] }],
    ['refused', signed(), { tokens: ['a'] }],
    ['refused', signed('SDK-HMAC-SHA256', 'issued'), { tokens: ['secret'], isIssued: () => true }],
    ['refused', 'Bearer a', { tokens: ['secret'], accessKeys: ['a'] }],
    ['refused', 'Bearer other', { tokens: ['secret'], isIssued: (token) => token === 'issued' }],
  ])('%s: %s with %o', (verdict, authorization, accepted) => {
    const request = { method: 'GET', target: '/a', headers: { authorization }, body: new Uint8Array() };
    const { signature, ...result } = authenticate(request, shippedSecurity, accepted);
    expect(result).toEqual({ verdict });
    expect(signature !== undefined).toBe(!authorization.startsWith('Bearer'));
  });

  it('a token beside a signature is enough', () => {
    const headers = { authorization: signed(), 'x-auth-token': 'secret' };
    expect(check(headers, ['secret'])).toBe('accepted');
    expect(check(headers, ['other'])).toBe('refused');
  });
});

describe('other documents', () => {
  const securityOf = (requirements: unknown): readonly SecurityAlternative[] =>
    listOperations({
      openapi: '3.1.0',
      paths: { '/a': { get: { security: requirements } } },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          header: { type: 'apiKey', in: 'header', name: 'X-Key' },
          query: { type: 'apiKey', in: 'query', name: 'key' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
        },
      },
    } as unknown as Document)[0]?.security ?? [];

  it('asks for nothing where nothing is asked for', () => {
    expect(check({}, ['secret'], securityOf([]))).toBe('accepted');
    expect(check({}, ['secret'], securityOf([{ bearer: [] }, {}]))).toBe('accepted');
  });

  it('asks for all of one alternative', () => {
    const both = securityOf([{ bearer: [], header: [] }]);
    expect(check({ authorization: 'Bearer a' }, [], both)).toBe('missing');
    expect(check({ authorization: 'Bearer a', 'x-key': 'b' }, [], both)).toBe('accepted');
    expect(check({ authorization: 'Bearer a', 'x-key': 'b' }, ['a'], both)).toBe('refused');
    expect(check({ authorization: 'Bearer a', 'x-key': 'b' }, ['a', 'b'], both)).toBe('accepted');
  });

  it.each<[verdict: string, target: string]>([
    ['accepted', '/a?key=b%3D'],
    ['accepted', '/a?c=d&key=b%3D'],
    ['accepted', '/a?c=d?e&key=b%3D'],
    ['refused', '/a?key=b'],
    ['missing', '/a?Key=b%3D'],
    ['missing', '/a?key='],
    ['missing', '/a'],
  ])('%s: a key in the query of %s', (verdict, target) => {
    expect(check({}, ['b='], securityOf([{ query: [] }]), target)).toBe(verdict);
  });

  it.each<[verdict: string, cookie: string]>([
    ['accepted', 'session=b=='],
    ['accepted', 'a=b; session=b==; c=d'],
    ['refused', 'session=c'],
    ['missing', 'sessions=b=='],
    ['missing', 'a=session=b=='],
    ['missing', 'session='],
    ['missing', ''],
  ])('%s: a key in the cookie %j', (verdict, cookie) => {
    expect(check({ cookie }, ['b=='], securityOf([{ cookie: [] }]))).toBe(verdict);
  });
});

describe('[A1] credentialsOf', () => {
  it.each<[what: string, headers: Record<string, string>, credentials: readonly string[]]>([
    ['none', {}, []],
    ['an unknown kind', { authorization: 'Digest abc' }, []],
    ['Bearer', { authorization: 'bearer abc' }, ['abc']],
    ['Basic', { authorization: basic('user:password') }, ['user:password']],
    ['a token', { 'x-auth-token': ' abc ' }, ['abc']],
    ['several, in the order of the document', { 'x-auth-token': 'b', authorization: 'Bearer a' }, ['a', 'b']],
    ['the access key of a signature', { authorization: signed() }, ['a']],
  ])('%s', (_what, headers, credentials) => {
    const request = { method: 'GET', target: '/a', headers, body: new Uint8Array() };
    expect(credentialsOf(request, shippedSecurity).map(({ value }) => value)).toEqual(credentials);
  });
});
