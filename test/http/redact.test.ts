import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { isRedacted, isSecretName, redactHeaders, redactTarget } from '../../src/http/redact.ts';

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
  ])('%s may carry credentials', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(isSecretName(name), 'the second time, too').toBe(true);
  });

  it.each(['content-type', 'host', 'accept', 'user-agent', 'x-request-id', 'limit'])('%s does not', (name) => {
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
