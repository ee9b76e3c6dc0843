import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';

import { document as generated } from '../../mocks/document.ts';
import { listAmbiguities } from '../../src/openapi/apply-readings.ts';
import { compileSchema, isValid } from '../../src/openapi/compile-schema.ts';
import { isNode } from '../../src/openapi/document.ts';
import { listErrorCodes } from '../../src/openapi/error-codes.ts';
import { joinPointer } from '../../src/openapi/json-pointer.ts';
import { nodeAt, OPERATION, resolved, shipped } from './shipped.ts';

/** Every object of the document with its pointer. */
const nodes: { readonly pointer: string; readonly node: Readonly<Record<string, unknown>> }[] = [];
const collect = (value: unknown, pointer: string): void => {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) nodes.push({ pointer, node: value });
  for (const [key, item] of Object.entries(value)) collect(item, joinPointer(pointer, key));
};
collect(shipped, '');

describe('the shipped document', () => {
  it.each<[name: string, document: object]>([
    ['spec/openapi.yaml', shipped],
    ['what the fake is built from', generated],
  ])('%s is valid OpenAPI 3.1', async (_name, document) => {
    expect(await new Validator().validate(structuredClone(document) as Record<string, unknown>)).toEqual({
      valid: true,
    });
  });

  it('the fake is built from what the YAML says', () => {
    const { 'x-generated': _note, ...rest } = generated as unknown as Record<string, unknown>;
    expect(rest).toEqual(shipped);
  });

  const CLAUSES = 'N1 N2 N3 N4 N5 N6 N7 R1 R2 R3 R4 R5 R6 R7 C1 C2 D1 P1 P2 X1 S1 S2 S3 S4'.split(' ');

  it.each(CLAUSES)('[%s] is stated exactly once, with a Chinese title', (id) => {
    const stated = nodes.filter(
      ({ node, pointer }) =>
        !pointer.startsWith('/x-ambiguities') && isNode(node['x-clause']) && node['x-clause']['id'] === id,
    );
    expect(stated).toHaveLength(1);
    expect(stated[0]?.node['x-clause']).toMatchObject({ zh: expect.stringMatching(/\p{Script=Han}/u) });
  });

  it('states no clause beside those, but for the one that a reading of A5 adds', () => {
    const ids = nodes.flatMap(({ node }) => (isNode(node['x-clause']) ? [node['x-clause']['id']] : []));
    expect([...new Set(ids.filter((id) => id !== undefined))].sort()).toEqual([...CLAUSES, 'A5'].sort());
  });

  it.each('A1 A2 A3 A4 A5 A6 A7 A8 A9 A10'.split(' '))(
    '[%s] is in the register, with place, reason and two readings in both languages',
    (id) => {
      const point = listAmbiguities(shipped).find((each) => each.id === id);
      expect(point).toMatchObject({
        question: expect.stringMatching(/\?$/),
        zh: expect.stringMatching(/\p{Script=Han}.*？$/u),
        at: expect.stringMatching(/^[a-z]+\d+$/),
        place: expect.stringMatching(/\S/),
        why: expect.stringMatching(/\S/),
      });
      expect(point?.readings.length).toBeGreaterThanOrEqual(2);
      for (const reading of point?.readings ?? []) {
        expect(reading.title).toMatch(/\S/);
        expect(reading.zh).toMatch(/[\p{Script=Han}\d]/u);
      }
    },
  );

  it('has nothing else in the register', () => {
    expect(listAmbiguities(shipped)).toHaveLength(10);
  });

  const codes = listErrorCodes(shipped);
  it.each([...codes.keys()])('%s: its status is the first three digits of its number', (code) => {
    const [, digits] = /^SVCSTG\.SWR\.(\d{3})\d{4}$/.exec(code) ?? [];
    expect(codes.get(code)).toMatchObject({ status: Number(digits), zh: expect.stringMatching(/\p{Script=Han}/u) });
  });

  it('every code that is used anywhere is in the table of codes, and every code there is used', () => {
    const { 'x-error-codes': _table, ...components } = nodeAt(shipped, '/components');
    const text = JSON.stringify({ ...shipped, components });
    const used = new Set(text.match(/SVCSTG\.SWR\.\d+/g));
    // The text of a reading may shorten a code to its number.
    expect([...used].filter((code) => !codes.has(code))).toEqual([]);
    expect([...codes.keys()].filter((code) => !used.has(code))).toEqual([]);
  });

  it('every status that a code or failure gives is an answer of the operation, or of no operation', () => {
    const documented = Object.keys(nodeAt(shipped, `${OPERATION}/responses`)).map(Number);
    for (const { code, status } of codes.values()) expect(documented, code).toContain(status);
  });

  it('every clause that a failure, key or code names is stated', () => {
    const known = new Set([...CLAUSES, ...listAmbiguities(shipped).map(({ id }) => id)]);
    const named = nodes.flatMap(({ node }) => (typeof node['clause'] === 'string' ? [node['clause']] : []));
    expect(named).toContain('S3');
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('[X1] the example of the page keeps the rules of its schema', () => {
    const media = nodeAt(resolved, `${OPERATION}/requestBody/content/multipart~1form-data`);
    const { value } = nodeAt(resolved, `${OPERATION}/requestBody/content/multipart~1form-data/examples/busybox`);
    expect(value).toEqual({
      repository: 'busybox',
      category: 'linux',
      description: 'this is a busybox repository',
      is_public: 'true',
    });
    expect(isValid(compileSchema(media['schema']), value)).toBe(true);
  });

  it('every other example keeps the rules of its schema', () => {
    for (const name of ['NamespaceName', 'RepositoryName']) {
      const schema = nodeAt(resolved, `/components/schemas/${name}`);
      for (const example of schema['examples'] as string[])
        expect(isValid(compileSchema(schema), example), example).toBe(true);
    }
    const namespace = nodeAt(resolved, '/components/parameters/namespace');
    expect(isValid(compileSchema(namespace['schema']), namespace['example'])).toBe(true);
  });
});
