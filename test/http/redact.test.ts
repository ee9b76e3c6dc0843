import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import {
  isRedacted,
  isSecretName,
  redactAnswer,
  redactBody,
  redactHeaders,
  redactTarget,
} from '../../src/http/redact.ts';

describe('isSecretName', () => {
  it.each([
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'x-auth-token',
    'X-Api-Key',
    'apikey',
    'client_secret',
    'password',
    'x-amz-credential',
    'X-Signature',
    'api_key',
    'access_key',
    'AccessKey',
    'X-Key',
    'key',
    'sig',
    'x-sk',
    'x-auth',
    'JSESSIONID',
    'passphrase',
    'X-Docker-Login',
  ])('%s may carry credentials', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(isSecretName(name), 'the second time, too').toBe(true);
  });

  it.each([
    'content-type',
    'host',
    'accept',
    'user-agent',
    'x-request-id',
    'limit',
    'author',
    'keyword',
    'idempotency-key',
    'signed',
    'design',
    'repository',
    'is_public',
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
    expect(isSecretName(name)).toBe(false);
  });
});

describe('redactHeaders', () => {
  it.each<[name: string, value: string, kept: string]>([
    ['authorization', 'Bearer abc', 'Bearer <removed>'],
    ['authorization', 'bearer   abc def', 'bearer <removed>'],
    ['authorization', 'Basic dTpw', 'Basic <removed>'],
    ['authorization', 'SDK-HMAC-SHA256 Access=a, Signature=b', 'SDK-HMAC-SHA256 <removed>'],
    ['authorization', 'V11-HMAC-SHA256 Credential=a/b', 'V11-HMAC-SHA256 <removed>'],
    ['authorization', 'SDK-ECDSA-P256-SHA256 Access=a', 'SDK-ECDSA-P256-SHA256 <removed>'],
    ['authorization', 'SDK-SM2-SM3 Access=a', 'SDK-SM2-SM3 <removed>'],
    ['authorization', 'abc', '<removed>'],
    ['authorization', 'my-secret scheme', '<removed>'],
    ['authorization', '', '<removed>'],
    ['x-auth-token', 'abc', '<removed>'],
    ['cookie', 'a=b; c=d', '<removed>'],
    ['content-type', 'text/plain', 'text/plain'],
    ['x-note', 'Bearer abc', 'Bearer abc'],
  ])('%s: %s becomes %s', (name, value, kept) => {
    const before = { [name]: value };
    expect(redactHeaders(before)).toEqual({ [name]: kept });
    expect(before).toEqual({ [name]: value });
    expect(isRedacted(kept)).toBe(kept !== value);
  });

  it.each([
    ['http://u:p@a.example/b?c=d&token=e', 'http://a.example/b?c=d&token=<removed>'],
    ['http://a.example/b@c', 'http://a.example/b@c'],
  ])('of a referer %s keeps %s', (referer, kept) => {
    expect(redactHeaders({ referer })).toEqual({ referer: kept });
  });

  it('leaves out what is undefined', () => {
    expect(redactHeaders({ a: undefined, b: '' })).toEqual({ b: '' });
  });

  test('no secret survives', () => {
    const secret = 'S3CR3T';
    fc.assert(
      fc.property(
        fc.constantFrom('authorization', 'x-auth-token', 'cookie', 'x-api-key'),
        fc.string({ maxLength: 10 }),
        fc.string({ maxLength: 10 }),
        (name, before, after) => {
          expect(JSON.stringify(redactHeaders({ [name]: before + secret + after }))).not.toContain(secret);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('isRedacted', () => {
  it.each(['$(id) <removed>', 'x<removed>', 'Bearer a <removed>', '<removed> '])(
    'is not fooled by a client that sends %j',
    (value) => {
      expect(isRedacted(value)).toBe(false);
    },
  );
});

describe('redactTarget', () => {
  it.each<[target: string, kept: string]>([
    ['/a/b', '/a/b'],
    ['/token=abc', '/token=abc'],
    ['/a?b=c', '/a?b=c'],
    ['/token?b=c', '/token?b=c'],
    ['/a?token=abc', '/a?token=<removed>'],
    ['/a?b=c&X-Auth-Token=abc&d=e', '/a?b=c&X-Auth-Token=<removed>&d=e'],
    ['/a?token=a=b', '/a?token=<removed>'],
    ['/a?token=a?b', '/a?token=<removed>'],
    ['/a?b?token=abc', '/a?b?token=<removed>'],
    ['/a?token', '/a?token'],
    ['/a?token=', '/a?token=<removed>'],
    ['/a?password=1&password=2', '/a?password=<removed>&password=<removed>'],
    ['/a?%74oken=abc', '/a?%74oken=<removed>'],
    ['/a?%zz=1&token=abc', '/a?%zz=1&token=<removed>'],
  ])('%s becomes %s', (target, kept) => {
    expect(redactTarget(target)).toBe(kept);
  });
});

describe('redactBody', () => {
  const form = (...fields: readonly (readonly [string, string])[]): string =>
    `${fields.map(([name, value]) => `--B\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${value}\r\n`).join('')}--B--\r\n`;

  it.each<[title: string, body: string, boundary: string | undefined, kept: string]>([
    ['a form', form(['"token"', 'S\r\nS'], ['a', 'b']), 'B', form(['"token"', '<removed>'], ['a', 'b'])],
    ['a form, unquoted', form(['a', 'b'], ['password', 'S']), 'B', form(['a', 'b'], ['password', '<removed>'])],
    ['a form without', form(['a', 'token: b']), 'B', form(['a', 'token: b'])],
    ['a form, cut off', form(['secret', 'SSS']).slice(0, -10), 'B', form(['secret', '<removed>']).slice(0, -9)],
    ['URL-encoded', 'a=b&password=S&c', undefined, 'a=b&password=<removed>&c'],
    [
      'JSON',
      '{"a":"token","token":"S\\"S", "b":[{"pwd" : 12}]}',
      undefined,
      '{"a":"token","token":"<removed>", "b":[{"pwd" : "<removed>"}]}',
    ],
    ['JSON, cut off', '{"a":1,"token":"SS', undefined, '{"a":1,"token":"<removed>"'],
    [
      'JSON with a group',
      '{"credentials":{"user":"a","password":"S"}}',
      undefined,
      '{"credentials":{"user":"a","password":"<removed>"}}',
    ],
    ['JSON that ends in the middle of an escape', '{"a":"b\\', undefined, '{"a":"b\\'],
    ['JSON of texts alone', '["token", "password"]', undefined, '["token", "password"]'],
    ['any other text', 'the token is here', undefined, 'the token is here'],
    ['nothing', '', undefined, ''],
  ])('%s', (_title, body, boundary, kept) => {
    expect(redactBody(body, boundary)).toBe(kept);
  });
});

describe('redactAnswer', () => {
  it.each([
    ['{"auths":{"host":{"auth":"abc"}}}', '{"auths":{"host":{"auth":"<removed>"}}}'],
    ['{"token" : "a\\"b", "name":"c"}', '{"token" : "<removed>", "name":"c"}'],
    ['{"auth":7,"encoded_authorization_message":""}', '{"auth":7,"encoded_authorization_message":""}'],
    ['{"token":{"id":"a"},"tokens":["b"]}', '{"token":{"id":"a"},"tokens":["b"]}'],
    ['', ''],
  ])('%s', (body, safe) => {
    expect(redactAnswer(body)).toBe(safe);
  });
});
