import { describe, expect, it } from 'vitest';

import { DocumentError } from '../../../src/openapi/document/document.ts';
import { parseDocument } from '../../../src/openapi/document/parse-document.ts';
import { OPERATION, shipped, shippedText } from '../shipped.ts';

const TEXT = `openapi: 3.1.0
info:
  title: A thing
paths:
  /things/{thing}:
    get:
      parameters:
        - name: thing
          in: path
      x-a~b: 1
`;

describe('parseDocument', () => {
  it.each<[what: string, text: string]>([
    ['YAML', 'openapi: 3.1.0\npaths: {}\n'],
    ['JSON', '{"openapi": "3.1.0", "paths": {}}'],
    ['OpenAPI 3.0', 'openapi: 3.0.3\npaths: {}\n'],
    ['OpenAPI 3.2', 'openapi: 3.2.0\npaths: {}\n'],
    ['Swagger 2.0', 'swagger: "2.0"\npaths: {}\n'],
    ['a byte order mark', '\uFEFFopenapi: 3.1.0\npaths: {}\n'],
    ['aliases', 'openapi: &v 3.1.0\npaths: {}\nx-version: *v\n'],
  ])('reads %s', (_what, text) => {
    expect(parseDocument(text).document).toMatchObject({ openapi: expect.stringMatching(/^3\./), paths: {} });
  });

  it.each([
    { swagger: '2.0', paths: { '/a': { get: { parameters: [null] } } } },
    { swagger: '2.0', paths: { '/a': { get: { responses: { 200: null } } } } },
  ])('refuses a document of an older version that can not be turned into a newer one: %j', (document) => {
    expect(() => parseDocument(JSON.stringify(document))).toThrow(DocumentError);
  });

  it('reads the shipped document as any other reader of YAML does', () => {
    expect(parseDocument(shippedText).document).toEqual(shipped);
  });

  it.each<[pointer: string, place: string]>([
    ['', '1:1'],
    ['/openapi', '1:10'],
    ['/info/title', '3:10'],
    ['/paths/~1things~1{thing}', '6:5'],
    ['/paths/~1things~1{thing}/get/parameters/0', '8:11'],
    ['/paths/~1things~1{thing}/get/parameters/0/in', '9:15'],
    ['/paths/~1things~1{thing}/get/x-a~0b', '10:14'],
    ['/paths/~1things~1{thing}/get/parameters/7/in', '8:9'],
    ['/paths/~1things~1{thing}/put', '6:5'],
    ['/nothing/here', '1:1'],
  ])('locates %j at %s', (pointer, place) => {
    expect(parseDocument(TEXT).locate(pointer)).toBe(place);
  });

  it.each<[pointer: string, place: string]>([
    ['/a/x', '3:6'],
    ['/a/y', '6:6'],
    ['/b/y', '6:6'],
    ['/b/z', '7:4'],
  ])('locates %j through references at %s', (pointer, place) => {
    const text =
      'a:\n  # beside the reference\n  x: 1\n  $ref: "#/c"\nc:\n  y: 2\nb: { $ref: "#/c" }\nopenapi: 3.1.0\n';
    expect(parseDocument(text).locate(pointer)).toBe(place);
  });

  it('locates what the shipped document says of its operation', () => {
    const [line = 0, column = 0] = parseDocument(shippedText).locate(`${OPERATION}/operationId`).split(':').map(Number);
    expect(shippedText.split('\n')[line - 1]?.slice(column - 1)).toBe('createRepository');
  });

  it.each<[what: string, text: string, message: RegExp]>([
    ['a bracket that stays open', 'openapi: 3.1.0\nx: [a\n', /^3:1: not YAML: /],
    ['a key twice', 'openapi: 3.1.0\na: 1\na: 2\n', /^3:1: not YAML: Map keys must be unique$/],
    ['a tab', 'openapi: 3.1.0\na:\n\tb: 1\n', /^3:\d: not YAML: /],
    ['two documents', 'openapi: 3.1.0\n---\na: 1\n', /^2:1: not YAML: /],
    ['JSON that ends early', '{"openapi": "3.1.0", "x": ', /^1:\d+: not YAML: /],
    ['an alias of nothing', 'openapi: 3.1.0\nx:\n  y: *nothing\n', /^3:6: not YAML: .*nothing/],
    ['no text', '', /^1:1: not an OpenAPI document/],
    ['a list', '- openapi: 3.1.0\n', /^1:1: not an OpenAPI document/],
    ['Swagger 1', 'swaggerVersion: "1.2"\n', /^1:1: not an OpenAPI document/],
    ['a number as version', 'openapi: 3.1\n', /^1:1: not an OpenAPI document/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseDocument(text)).toThrow(DocumentError);
    expect(() => parseDocument(text)).toThrow(message);
  });
});
