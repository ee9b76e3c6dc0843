import { describe, expect, it } from 'vitest';

import { createPathHint } from '../../../src/engine/answers/path-hint.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { listOperations } from '../../../src/openapi/operations/list-operations.ts';
import { compileRoutes } from '../../../src/openapi/operations/match-route.ts';

const operation = (method: string, template: string) => ({
  operationId: `${method} ${template}`,
  parameters: [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true })),
});
const operations = listOperations({
  openapi: '3.1.0',
  paths: {
    '/v1/shop/shelves': { get: operation('get', '/v1/shop/shelves'), post: operation('post', '/v1/shop/shelves') },
    '/v1/shop/shelves/{shelf}': { get: operation('get', '/v1/shop/shelves/{shelf}') },
    '/v1/shop/shelves/{shelf}/Books': { post: operation('post', '/v1/shop/shelves/{shelf}/Books') },
  },
} as unknown as Document);
const hintAt = createPathHint(operations, compileRoutes(operations));

describe('C9: what is wrong with a path, and what was probably meant', () => {
  it.each<[path: string, method: string, says: string]>([
    ['//v1/shop/shelves', 'GET', 'it has several slashes in a row; probably /v1/shop/shelves was meant'],
    ['/v1///shop/shelves/a', 'GET', 'it has several slashes in a row; probably /v1/shop/shelves/a was meant'],
    ['/v1/shop/shelves/a/', 'GET', 'it ends with a slash; probably /v1/shop/shelves/a was meant'],
    // Here the slash makes it a path of another operation: 405.
    ['/v1/shop/shelves/', 'POST', 'it ends with a slash; probably /v1/shop/shelves was meant'],
    [
      '//v1/shop/shelves//',
      'POST',
      'it has several slashes in a row and it ends with a slash; probably /v1/shop/shelves was meant',
    ],
    ['/v1/./shop/shelves', 'GET', 'it has segments of dots; probably /v1/shop/shelves was meant'],
    ['/v1/admin/../shop/shelves', 'GET', 'it has segments of dots; probably /v1/shop/shelves was meant'],
    ['/v1/shop/shelves%0D%0A', 'POST', 'it ends with blank space; probably /v1/shop/shelves was meant'],
    ['/V1/Shop/shelves', 'GET', 'probably /v1/shop/shelves was meant'],
    ['/v1/shop/shelves/A/books', 'POST', 'probably /v1/shop/shelves/A/Books was meant'],
    ['/api/v1/shop/shelves', 'GET', 'probably /v1/shop/shelves was meant'],
    ['/v1/v1/shop/shelves/a%2Fb', 'GET', 'probably /v1/shop/shelves/a%2Fb was meant'],
    ['/shop/shelves', 'GET', 'probably /v1/shop/shelves was meant'],
    ['/shelves/a/Books', 'POST', 'probably /v1/shop/shelves/a/Books was meant'],
    ['/Shelves/', 'POST', 'it ends with a slash; probably /v1/shop/shelves was meant'],
  ])('%s by %s: %s', (path, method, says) => {
    expect(hintAt(path, method)?.en).toBe(says);
  });

  it('in Chinese', () => {
    expect(hintAt('//v1/shop/shelves/', 'POST')?.zh).toBe('含有连续的斜杠，末尾多了斜杠，可能应为 /v1/shop/shelves');
  });

  it.each<[path: string, method: string]>([
    ['/', 'GET'],
    ['/favicon.ico', 'GET'],
    ['/v1/shop', 'GET'],
    ['/v1/shop/shelves/a/pages', 'GET'],
    // Nothing but the method is wrong with these.
    ['/v1/shop/shelves', 'DELETE'],
    ['/v1/shop/shelves/', 'DELETE'],
    ['Books', 'POST'],
    ['*', 'GET'],
    ['', 'GET'],
    [`/${'/v1/shop/shelves'.padEnd(600, '/')}`, 'GET'],
  ])('nothing of %j', (path, method) => {
    expect(hintAt(path, method)).toBeUndefined();
  });
});
