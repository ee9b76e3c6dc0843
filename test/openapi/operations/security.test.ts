import { describe, expect, it } from 'vitest';

import type { Document } from '../../../src/openapi/document/document.ts';
import { sayTokenHeader, tokenHeader, tokenHeaders } from '../../../src/openapi/operations/security.ts';
import { resolveEdition } from '../../load-edition.ts';

const documentOf = (schemes: Record<string, object>, security: unknown, own?: unknown): Document =>
  ({
    components: { securitySchemes: schemes },
    ...(security === undefined ? {} : { security }),
    paths: { '/a': { summary: 'a', get: { ...(own === undefined ? {} : { security: own }) } } },
  }) as unknown as Document;

const BEARER = { type: 'http', scheme: 'Bearer' };
const KEY = { type: 'apiKey', in: 'header', name: 'X-Key' };
const COOKIE = { type: 'apiKey', in: 'cookie', name: 'id' };
const BASIC = { type: 'http', scheme: 'basic' };
const SCHEMES = { bearer: BEARER, key: KEY, cookie: COOKIE, basic: BASIC, oauth: { type: 'oauth2' } };

describe('the header that a token goes out in', () => {
  it.each([
    ['2018-12', 'Authorization: Bearer …'],
    ['2021-09', 'Authorization: Bearer …'],
    ['2022-10', 'X-Auth-Token: …'],
    ['2025-10', 'X-Auth-Token: …'],
    ['otc-2024-10', 'X-Auth-Token: …'],
    ['otc-2025-10', 'X-Auth-Token: …'],
  ])('[A1] of %s is %s', (edition, expected) => {
    expect(sayTokenHeader(tokenHeader(resolveEdition(edition)))).toBe(expected);
  });

  it.each<[what: string, security: unknown, own: unknown, expected: string]>([
    ['the first that is a token', [{ basic: [] }, { key: [] }, { bearer: [] }], undefined, 'X-Key: …'],
    [
      'a bearer token’s where any server gives it out',
      [{ oauth: [] }, { key: [] }],
      undefined,
      'Authorization: Bearer …',
    ],
    ['none that has to come with another', [{ bearer: [], basic: [] }, { key: [] }], undefined, 'X-Key: …'],
    ['none of a cookie', [{ cookie: [] }, { key: [] }], undefined, 'X-Key: …'],
    ['an operation’s where the document has none', undefined, [{ key: [] }], 'X-Key: …'],
    ['an operation’s where the document wants none', [], [{ key: [] }], 'X-Key: …'],
    ['a bearer token’s where no token is wanted', [{ basic: [] }], undefined, 'Authorization: Bearer …'],
    ['a bearer token’s where nothing is wanted', undefined, undefined, 'Authorization: Bearer …'],
  ])('is %s', (_, security, own, expected) => {
    expect(sayTokenHeader(tokenHeader(documentOf(SCHEMES, security, own)))).toBe(expected);
  });

  it('of several documents is each of theirs, once', () => {
    const documents = ['2018-12', '2022-10', '2025-10'].map((edition) => resolveEdition(edition));
    expect(tokenHeaders(documents).map(sayTokenHeader)).toEqual(['Authorization: Bearer …', 'X-Auth-Token: …']);
  });
});
