import { describe, expect, it } from 'vitest';

import { type Cors, createCors } from '../../../src/engine/access/cors.ts';

const PAGE = 'http://localhost:5173';

/** The headers of an answer to a request with these headers. */
const headersFor = (
  cors: Cors,
  headers: Record<string, string> = { origin: PAGE },
  { method = 'GET', allowed, documented }: { method?: string; allowed?: string[]; documented?: string[] } = {},
) => createCors(cors, documented)({ method, headers }, allowed);

describe('C7: the page may send credentials', () => {
  it.each<[what: string, cors: Cors]>([
    ['any origin', '*'],
    ['one origin', PAGE],
    ['a list', ['https://app.example', PAGE]],
    ['any, among others', ['https://app.example', '*']],
  ])('%s: the origin is repeated, and caches know', (_what, cors) => {
    expect(headersFor(cors)).toEqual({
      'access-control-allow-origin': PAGE,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'allow, content-language, content-range, retry-after',
      vary: 'origin',
    });
  });

  it('"*" would not expose headers then: those that answers have are listed, once', () => {
    const headers = headersFor('*', { origin: PAGE }, { documented: ['x-total', 'content-range'] });
    expect(headers['access-control-expose-headers']).toBe(
      'allow, content-language, content-range, retry-after, x-total',
    );
  });
});

describe('C8: whose pages', () => {
  it.each(['capacitor://localhost', 'chrome-extension://abcdef', 'null'])('%s, where it is listed', (origin) => {
    expect(headersFor([PAGE, origin], { origin })).toMatchObject({ 'access-control-allow-origin': origin });
  });

  it.each<[what: string, origin: string]>([
    ['another port', 'http://localhost:5174'],
    ['another scheme', 'https://localhost:5173'],
    ['a name that begins alike', 'http://localhost:5173.evil.example'],
    ['a sandboxed page', 'null'],
    ['an empty one', ''],
  ])('not %s: nothing but the word to caches', (_what, origin) => {
    expect(headersFor(PAGE, { origin })).toEqual({ vary: 'origin' });
  });

  it('who does not say where it is from may be any, without credentials', () => {
    const headers = headersFor('*', {});
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', vary: 'origin' });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headersFor(PAGE, {})).toEqual({ vary: 'origin' });
  });

  it.each<[cors: Cors]>([['off'], [['off']]])('%j: nobody, and nothing depends on who asks', (cors) => {
    expect(headersFor(cors)).toEqual({});
    expect(headersFor('http://office.example')).toEqual({ vary: 'origin' });
  });
});

describe('a preflight', () => {
  const ASKS = { origin: PAGE, 'access-control-request-method': 'POST' };
  const ask = (more: Record<string, string> = {}, cors: Cors = '*', method = 'OPTIONS') =>
    headersFor(cors, { ...ASKS, ...more }, { method, allowed: ['POST', 'OPTIONS'] });

  it('is granted the methods, and the headers that are asked for', () => {
    expect(ask({ 'access-control-request-headers': 'authorization,x-a' })).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'authorization,x-a',
    });
    expect(ask()).not.toHaveProperty('access-control-allow-headers');
  });

  it('C14: a page of the public network may come to this machine where that is asked', () => {
    const asks = { 'access-control-request-private-network': 'true' };
    expect(ask(asks)).toMatchObject({ 'access-control-allow-private-network': 'true' });
    expect(ask()).not.toHaveProperty('access-control-allow-private-network');
    expect(ask(asks, 'https://app.example')).toEqual({ vary: 'origin' });
  });

  it.each<[what: string, headers: Record<string, string>, method?: string]>([
    ['without Origin', { 'access-control-request-method': 'POST' }],
    ['without a method that is asked for', { origin: PAGE }],
    ['by another method', ASKS, 'POST'],
  ])('is none %s', (_what, headers, method = 'OPTIONS') => {
    const given = headersFor('*', headers, { method, allowed: ['POST'] });
    expect(given).not.toHaveProperty('access-control-allow-methods');
  });
});
