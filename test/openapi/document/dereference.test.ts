import { describe, expect, it } from 'vitest';

import { dereference } from '../../../src/openapi/document/dereference.ts';
import { type Document, DocumentError } from '../../../src/openapi/document/document.ts';

const resolve = (document: unknown): unknown => dereference(document as Document);

describe('dereference', () => {
  it('puts what a $ref leads to in its place, through more than one', () => {
    const document = { a: { $ref: '#/b' }, b: { $ref: '#/c/0' }, c: [{ d: 1 }] };
    expect(resolve(document)).toEqual({ a: { d: 1 }, b: { d: 1 }, c: [{ d: 1 }] });
  });

  it('gives one object to all references', () => {
    const resolved = resolve({ a: { $ref: '#/c' }, b: { $ref: '#/c' }, c: { d: 1 } }) as Record<string, unknown>;
    expect(resolved['a']).toBe(resolved['b']);
    expect(resolved['a']).toBe(resolved['c']);
  });

  it('leaves the document as it was', () => {
    const document = { a: { $ref: '#/b', x: 1 }, b: { c: [1, { $ref: '#/d' }] }, d: 2 };
    const before = structuredClone(document);
    resolve(document);
    expect(document).toEqual(before);
  });

  it.each<[what: string, document: Record<string, unknown>, a: unknown]>([
    ['keys beside it win', { a: { $ref: '#/b', x: 1 }, b: { x: 2, y: 3 } }, { x: 1, y: 3 }],
    ['keys beside it are resolved', { a: { $ref: '#/b', x: { $ref: '#/c' } }, b: { y: 3 }, c: 4 }, { x: 4, y: 3 }],
    ['a text', { a: { $ref: '#/b' }, b: 'text' }, 'text'],
    ['false', { a: { $ref: '#/b' }, b: false }, false],
    ['null', { a: { $ref: '#/b' }, b: null }, null],
    ['a key with a slash', { a: { $ref: '#/b/c~1d' }, b: { 'c/d': 1 } }, 1],
    ['a percent-encoded key', { a: { $ref: '#/b/%7Bc%7D' }, b: { '{c}': 1 } }, 1],
    [
      'a property that is called $ref',
      { a: { properties: { $ref: { type: 'string' } } } },
      { properties: { $ref: { type: 'string' } } },
    ],
  ])('%s', (_what, document, a) => {
    expect((resolve(document) as Record<string, unknown>)['a']).toEqual(a);
  });

  it('does not write through to what it leads to', () => {
    expect(resolve({ a: { $ref: '#/b', x: 1 }, b: { y: 2 } })).toEqual({ a: { x: 1, y: 2 }, b: { y: 2 } });
  });

  it.each<[what: string, document: unknown, pointer: string, message: string]>([
    ['nowhere', { a: { b: { $ref: '#/c' } } }, '/a/b', '$ref leads nowhere: #/c'],
    ['into a text', { a: { $ref: '#/b/0' }, b: 'text' }, '/a', '$ref leads nowhere: #/b/0'],
    ['to another file', { a: [{ $ref: 'other.yaml#/b' }] }, '/a/0', '$ref leads nowhere: other.yaml#/b'],
    ['to a URL', { a: { $ref: 'https://example.com/b' } }, '/a', '$ref leads nowhere: https://example.com/b'],
  ])('refuses a $ref that leads %s, and says where it stands', (_what, document, pointer, message) => {
    const error = new DocumentError(pointer, message);
    expect(() => resolve(document)).toThrow(error);
    expect(() => resolve(document)).toThrow(expect.objectContaining({ pointer }));
  });

  it.each<[what: string, document: unknown]>([
    ['itself', { a: { $ref: '#/a' } }],
    ['each other', { a: { $ref: '#/b' }, b: { $ref: '#/a' } }],
    ['itself, with keys beside it', { a: { $ref: '#/a', x: 1 } }],
    ['each other, with keys beside them', { a: { $ref: '#/b', x: 1 }, b: { $ref: '#/a', y: 1 } }],
  ])('refuses references to %s', (_what, document) => {
    expect(() => resolve(document)).toThrow(/leads back to itself/);
    expect(() => resolve(document)).toThrow(DocumentError);
  });

  it.each<[what: string, document: unknown, way: string[]]>([
    ['what it stands in', { a: { properties: { b: { $ref: '#/a' } } } }, ['properties', 'b']],
    ['the whole document', { a: { $ref: '#' } }, ['a']],
    ['what refers to it', { a: { b: { $ref: '#/c' } }, c: { d: { $ref: '#/a' } } }, ['b', 'd']],
    ['what it stands in, through another', { a: { b: { $ref: '#/c' } }, c: { $ref: '#/a' } }, ['b']],
  ])('a reference to %s holds itself', (_what, document, way) => {
    const { a } = resolve(document) as Record<string, Record<string, unknown>>;
    let found: unknown = a;
    for (const key of way) found = (found as Record<string, unknown>)[key];
    expect(found).toBe(a);
  });

  it('keys beside a reference to what it stands in are laid over a copy of that', () => {
    const document = { a: { type: 'object', properties: { b: { $ref: '#/a', title: 'B', type: 'x' } } } };
    const { a } = resolve(document) as { a: { properties: { b: Record<string, unknown> } } };
    expect(a.properties.b).toEqual({ type: 'x', title: 'B', properties: a.properties });
    expect(Object.keys(a.properties.b)).toEqual(['type', 'properties', 'title']);
  });

  it('takes an object that stands in two places (an alias of YAML) for no cycle', () => {
    const shared = { $ref: '#/c' };
    expect(resolve({ a: shared, b: [shared], c: 1 })).toEqual({ a: 1, b: [1], c: 1 });
  });
});
