import { describe, expect, it } from 'vitest';

import type { Document } from '../../../src/openapi/document/document.ts';
import { listErrorCodes, listFailures, readFailures } from '../../../src/openapi/operations/error-codes.ts';

const withTables = (components: unknown): Document => ({ openapi: '3.1.0', components }) as Document;

describe('listErrorCodes', () => {
  it('reads the table in its order, filling in titles', () => {
    const document = withTables({
      'x-error-codes': {
        B: { status: 409, title: 'Exists', zh: '已存在' },
        A: { status: 400, title: 'Bad' },
        C: { status: 500 },
      },
    });
    expect([...listErrorCodes(document)]).toEqual([
      ['B', { code: 'B', status: 409, title: 'Exists', zh: '已存在' }],
      ['A', { code: 'A', status: 400, title: 'Bad', zh: 'Bad' }],
      ['C', { code: 'C', status: 500, title: 'C', zh: 'C' }],
    ]);
  });

  it.each([{}, { 'x-error-codes': {} }, undefined])('finds none in %j', (components) => {
    expect(listErrorCodes(withTables(components)).size).toBe(0);
  });

  it.each(['400', undefined, null, 99, 404.5, 600])('refuses the status %j, and says where', (status) => {
    const document = withTables({ 'x-error-codes': { 'a/b': { status } } });
    expect(() => listErrorCodes(document)).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer: '/components/x-error-codes/a~1b' }),
    );
  });
});

describe('listFailures', () => {
  it('reads kinds with their codes', () => {
    const document = withTables({
      'x-failures': { invalid: { code: 'A' }, 'method-unknown': { code: 'B', status: 405, clause: 'A1' } },
    });
    expect([...listFailures(document)]).toEqual([
      ['invalid', { code: 'A', status: undefined, clause: undefined }],
      ['method-unknown', { code: 'B', status: 405, clause: 'A1' }],
    ]);
  });

  it('reads those of one operation, and says where one stands that has no code', () => {
    const node = { 'x-failures': { internal: { code: 'A', clause: 'T1' }, 'media-type': { code: 'B', status: 415 } } };
    expect([...readFailures(node, '/paths/~1a/get')]).toEqual([
      ['internal', { code: 'A', status: undefined, clause: 'T1' }],
      ['media-type', { code: 'B', status: 415, clause: undefined }],
    ]);
    expect(readFailures({}, '/a').size).toBe(0);
    expect(() => readFailures({ 'x-failures': { 'a/b': 'A' } }, '/a')).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer: '/a/x-failures/a~1b' }),
    );
  });

  it('refuses a failure without a code', () => {
    expect(() => listFailures(withTables({ 'x-failures': { invalid: { status: 400 } } }))).toThrow(
      expect.objectContaining({ name: 'DocumentError', pointer: '/components/x-failures/invalid' }),
    );
  });
});
