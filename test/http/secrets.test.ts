import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { hideSecrets } from '../../src/http/secrets/hide-secrets.ts';
import { isSecretName } from '../../src/http/secrets/is-secret.ts';
import { isRedacted, redactBody, redactHeaders, redactTarget } from '../../src/http/secrets/redact.ts';

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
    ['authorization', '', ''],
    ['authorization', 'Bearer undefined', 'Bearer undefined'],
    ['x-auth', '7', '7'],
    ['x-auth', '7777', '<removed>'],
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
    ['http://u:p@a.example/b?c=d&token=e', 'http://<removed>@a.example/b?c=d&token=<removed>'],
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
    ['/a?token=', '/a?token='],
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

  it.each<[title: string, body: string, kept: string]>([
    ['a form', form(['"token"', 'S\r\nS'], ['a', 'b']), form(['"token"', '<removed>'], ['a', 'b'])],
    ['a form, unquoted', form(['a', 'b'], ['password', 'S']), form(['a', 'b'], ['password', '<removed>'])],
    ['a form, cut off', form(['secret', 'SSS']).slice(0, -10), form(['secret', '<removed>']).slice(0, -9)],
    ['URL-encoded', 'a=b&password=S&c', 'a=b&password=<removed>&c'],
    [
      'JSON',
      '{"a":"token","token":"S\\"S", "b":[{"pwd" : 12}]}',
      '{"a":"token","token":"<removed>", "b":[{"pwd" : "<removed>"}]}',
    ],
    ['JSON, cut off', '{"a":1,"token":"SS', '{"a":1,"token":"<removed>"'],
    [
      'JSON with a group',
      '{"credentials":{"user":"a","on":true,"more":["b",1]},"c":"d"}',
      '{"credentials":{"user":"<removed>","on":true,"more":["<removed>","<removed>"]},"c":"d"}',
    ],
    ['JSON that ends in the middle of an escape', '{"a":"b\\', '{"a":"b\\'],
    ['JSON of texts alone', '["token", "password"]', '["token", "password"]'],
    ['JSON too deep in a text', `{"a":${'{"a":'.repeat(5000)}"b"`, `{"a":${'{"a":'.repeat(5000)}"b"`],
    ['any other text', 'the token is here, password: S\nand a', 'the token is here, password: <removed>\nand a'],
  ])('%s', (_title, body, kept) => {
    expect(redactBody(body)).toBe(kept);
  });

  const secret = fc.stringMatching(/^S3CR3T[!-~ é名\\"]{0,6}$/);
  const name = fc.constantFrom('token', 'Password', 'client_secret', 'credentials', 'accessKey');
  const held = fc.oneof(
    secret,
    fc.array(secret, { minLength: 1 }),
    fc.record({ user: secret, more: fc.tuple(secret) }),
  );
  const path = fc.array(fc.constantFrom('a', 'b c', '名', ''), { maxLength: 5 });
  const plain = fc
    .jsonValue({ depthSize: 'small', maxDepth: 3 })
    .filter((value) =>
      [...JSON.stringify(value).matchAll(/"([^"]*)":/g)].every(([, text = '']) => !isSecretName(text)),
    );

  test('JSON with credentials anywhere shows none, even if it is cut off anywhere', () => {
    fc.assert(
      fc.property(
        path,
        name,
        held,
        plain,
        fc.nat(),
        fc.constantFrom(0, 1),
        (steps, key, value, beside, end, spaces) => {
          const json = steps.reduce<unknown>(
            (inner, step) => (step === '' ? [beside, inner, beside] : { x: beside, [step]: inner, y: beside }),
            { [key]: value },
          );
          const text = JSON.stringify(json, null, spaces);
          const safe = redactBody(text);
          expect(safe).not.toContain('S3CR3T');
          expect(() => JSON.parse(safe) as unknown).not.toThrow();
          expect(redactBody(text.slice(0, end % text.length))).not.toContain('S3CR');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('what has none comes back as it was', () => {
    fc.assert(
      fc.property(plain, fc.string(), (value, text) => {
        for (const body of [JSON.stringify(value), JSON.stringify({ a: text })]) expect(redactBody(body)).toBe(body);
      }),
      { numRuns: 50 },
    );
  });
});

describe('hideSecrets', () => {
  const inPage = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

  test('hides a text however it is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }), (secret) => {
        const hide = hideSecrets(() => [secret]);
        const json = JSON.stringify(secret).slice(1, -1);
        const url = encodeURIComponent(secret.toWellFormed());
        for (const written of [secret, json, JSON.stringify(json).slice(1, -1), inPage(secret), inPage(json)])
          expect(hide(`a ${written} b`)).not.toContain(written);
        if (secret.isWellFormed()) expect(hide(`a ${url} b`)).not.toContain(url);
      }),
      { numRuns: 60 },
    );
  });

  test('hides a very long one, too', () => {
    const secret = 'a/+=;'.repeat(2000);
    expect(hideSecrets(() => [secret])(`a ${encodeURIComponent(secret)} b`)).toMatch(/^a (?:<removed>)+ b$/);
  });

  // Each would take years if all combinations of ways were tried.
  it.each([
    ['\\'.repeat(40), '\\'.repeat(60)],
    ['"'.repeat(40), '\\"'.repeat(40)],
    ['\\"'.repeat(40), '\\\\"'.repeat(40)],
    ['/'.repeat(40), '/'.repeat(40)],
    ['%'.repeat(40), '%25'.repeat(40)],
    ['&amp;'.repeat(40), '&amp;amp;'.repeat(40)],
  ])('is not long about what almost fits (%j)', (secret, text) => {
    expect(hideSecrets(() => [`${secret}~`])(`${text}y`)).toBe(`${text}y`);
  });
});
