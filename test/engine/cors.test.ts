import { describe, expect, it } from 'vitest';

import { corsHeaders, isPreflight, preflightHeaders } from '../../src/engine/cors.ts';

const request = (method: string, headers: Record<string, string>) => ({
  method,
  target: '/',
  headers,
  body: new Uint8Array(),
});
const ASKS = { origin: 'http://a', 'access-control-request-method': 'POST' };

describe('corsHeaders', () => {
  it('lets every origin read, without credentials', () => {
    expect(corsHeaders('*')).toEqual({ 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' });
  });

  it('lets one origin read, with credentials, and tells caches', () => {
    expect(corsHeaders('http://a:1')).toMatchObject({
      'access-control-allow-origin': 'http://a:1',
      'access-control-allow-credentials': 'true',
      vary: 'origin',
    });
  });

  it('lets one origin read the headers that answers have', () => {
    const headers = corsHeaders('http://a:1', ['x-total', 'content-range']);
    expect(headers['access-control-expose-headers']).toBe(
      'allow, content-language, content-range, retry-after, x-total',
    );
  });

  it('lets nobody read', () => {
    expect(corsHeaders('off')).toEqual({});
  });
});

describe('isPreflight', () => {
  it.each<[is: boolean, method: string, headers: Record<string, string>]>([
    [true, 'OPTIONS', ASKS],
    [false, 'POST', ASKS],
    [false, 'OPTIONS', { origin: 'http://a' }],
    [false, 'OPTIONS', { 'access-control-request-method': 'POST' }],
  ])('%s: %s %j', (is, method, headers) => {
    expect(isPreflight(request(method, headers))).toBe(is);
  });
});

describe('preflightHeaders', () => {
  it('allows the methods, and the headers that are asked for', () => {
    const asks = request('OPTIONS', { ...ASKS, 'access-control-request-headers': 'authorization,x-a' });
    expect(preflightHeaders(asks, '*', ['POST', 'OPTIONS'])).toMatchObject({
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'authorization,x-a',
    });
  });

  it('allows no headers where none are asked for, and nothing where CORS is off', () => {
    expect(preflightHeaders(request('OPTIONS', ASKS), '*', ['POST'])).not.toHaveProperty(
      'access-control-allow-headers',
    );
    expect(preflightHeaders(request('OPTIONS', ASKS), 'off', ['POST'])).toEqual({});
  });
});
