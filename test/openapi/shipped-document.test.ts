import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../../mocks/create-backend.ts';
import { createResolvers } from '../../mocks/create-resolvers.ts';
import { document as generated } from '../../mocks/document.ts';
import type { Fake } from '../../mocks/fake.ts';
import { slowPattern } from '../../src/cli/document/slow-pattern.ts';
import { readPairs } from '../../src/engine/reading/read-pairs.ts';
import { checkDocument } from '../../src/openapi/check/check-document.ts';
import { isNode } from '../../src/openapi/document/document.ts';
import { joinPointer } from '../../src/openapi/document/json-pointer.ts';
import { listClauses } from '../../src/openapi/operations/clause.ts';
import { listErrorCodes } from '../../src/openapi/operations/error-codes.ts';
import type { Issue } from '../../src/openapi/operations/issue.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { listAmbiguities } from '../../src/openapi/overlays/apply-readings.ts';
import { listCollections } from '../../src/store/list-collections.ts';
import { nodeAt } from './node-at.ts';
import { AMBIGUITIES, OPERATION, OTHER_CLAUSES, PAGE_CLAUSES, resolved, shipped } from './shipped.ts';

const titleOf = (node: Readonly<Record<string, unknown>>): unknown =>
  (node['x-clause'] as Readonly<Record<string, unknown>>)['title'] ?? node['title'];

/** Every object of the document with its pointer. */
const nodes: { readonly pointer: string; readonly node: Readonly<Record<string, unknown>> }[] = [];
const collect = (value: unknown, pointer: string): void => {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) nodes.push({ pointer, node: value });
  for (const [key, item] of Object.entries(value)) collect(item, joinPointer(pointer, key));
};
collect(shipped, '');

// From the table of codes of the edition, as far as the document uses it.
const CODES: readonly (readonly [code: string, status: number])[] = Object.entries({
  400: '4000014 4000016 4000055 4000056 4000097 4001000 4001005 4001009 4001014 4001018 4001028 4001029 4001035 4001036 4001066',
  401: '4010000 4019000',
  404: '4040010 4040048 4040058 4040083 4040091',
  406: '4060012 4060053',
  409: '4090006 4090060 4090089',
  413: '4131001 4131012',
  500: '5000002 5000003 5000005 5000008 5000011 5000046 5000049 5000057 5000059 5000090 5000092 5000093 5001049 5001056',
}).flatMap(([status, numbers]) => numbers.split(' ').map((number) => [number, Number(status)] as const));

describe('the shipped document', () => {
  it.each<[name: string, document: object]>([
    ['spec/openapi.yaml', shipped],
    ['what the fake is built from', generated],
  ])('%s is valid OpenAPI 3.1', async (_name, document) => {
    expect(await new Validator().validate(structuredClone(document) as Record<string, unknown>)).toEqual({
      valid: true,
    });
  });

  it('passes the check of documents without a word', () => {
    expect(checkDocument(shipped, { slowPattern })).toEqual({ problems: [], notes: [] });
  });

  it('the fake is built from what the YAML says', () => {
    const { 'x-generated': _note, ...rest } = generated as unknown as Record<string, unknown>;
    expect(rest).toEqual(shipped);
  });

  const CLAUSES = [...PAGE_CLAUSES, ...OTHER_CLAUSES];
  // One sentence of a page that is about two fields, or a field that two operations share.
  const TWICE = new Set(['RL3', 'SL3', 'AC2', 'AC10', 'AU1']);

  it.each(CLAUSES)('[%s] is stated exactly once, with a Chinese title', (id) => {
    const stated = nodes.filter(
      ({ node, pointer }) =>
        !pointer.startsWith('/x-ambiguities') && isNode(node['x-clause']) && node['x-clause']['id'] === id,
    );
    expect(stated).toHaveLength(TWICE.has(id) ? 2 : 1);
    for (const { node } of stated) {
      expect(node['x-clause']).toMatchObject({ zh: expect.stringMatching(/\p{Script=Han}/u) });
      expect(titleOf(node)).toBe(titleOf(stated[0]?.node ?? {}));
    }
  });

  it('no two clauses of a place say the same', () => {
    const said = listClauses(shipped).map(({ place, title }) => `${place}: ${title}`);
    expect(said.filter((text, index) => said.indexOf(text) !== index)).toEqual([]);
  });

  it('states no clause beside those, but for what a reading of A5 adds and A20 chooses', () => {
    const ids = nodes.flatMap(({ node }) => (isNode(node['x-clause']) ? [node['x-clause']['id']] : []));
    expect([...new Set(ids.filter((id) => id !== undefined))].sort()).toEqual([...CLAUSES, 'A5', 'A20'].sort());
  });

  it.each(AMBIGUITIES)('[%s] is in the register, with place, reason and two readings in both languages', (id) => {
    const point = listAmbiguities(shipped).find((each) => each.id === id);
    expect(point).toMatchObject({
      question: expect.stringMatching(/\?$/),
      zh: expect.stringMatching(/\p{Script=Han}.*？$/u),
      // The first ten are about the page of createRepository, which is at hand.
      at: expect.stringMatching(Number(id.slice(1)) <= 10 ? /^[a-z]+\d+$/ : /^$/),
      place: expect.stringMatching(/\S/),
      why: expect.stringMatching(/\S/),
    });
    expect(point?.readings.length).toBeGreaterThanOrEqual(2);
    for (const reading of point?.readings ?? []) {
      expect(reading.title).toMatch(/\S/);
      expect(reading.zh).toMatch(/[\p{Script=Han}\d]|^access-domains$/u);
    }
  });

  it('has nothing else in the register', () => {
    expect(listAmbiguities(shipped).map(({ id }) => id)).toEqual(AMBIGUITIES);
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
    const documented = listOperations(resolved).flatMap(({ responses }) =>
      responses.map(({ status }) => Number(status)),
    );
    for (const { code, status } of codes.values()) expect(documented, code).toContain(status);
  });

  describe.each(listOperations(resolved).map((operation) => [operation.id, operation] as const))(
    '%s',
    (id, operation) => {
      const table = listErrorCodes(resolved);
      const statuses = operation.responses.map(({ status }) => Number(status));

      it('has a resolver', () => {
        expect(
          createBackend()
            .engine()
            .operations.map((each) => each.id),
        ).toContain(id);
        expect(Object.keys(createResolvers({} as Fake))).toContain(id);
      });

      it('has a summary in both languages and a tag that is described', () => {
        const node = nodeAt(resolved, operation.pointer);
        expect(node['summary']).toMatch(/^[A-Z]/);
        expect(node['x-summary-zh']).toMatch(/\p{Script=Han}/u);
        for (const name of node['tags'] as string[])
          expect(shipped.tags).toContainEqual(
            expect.objectContaining({ name, 'x-name-zh': expect.stringMatching(/\p{Script=Han}/u) }),
          );
      });

      it('answers what its rules about records say with a status that it documents', () => {
        const { uniqueKey, requires, requiresNone, quota, failures } = operation;
        const codes = [uniqueKey, ...requires, ...requiresNone, quota].flatMap((rule) => (rule ? [rule.code] : []));
        for (const code of [...codes, ...[...failures.values()].map((failure) => failure.code)])
          expect(statuses, code).toContain(table.get(code)?.status);
      });

      it('has an example for every success with a body', () => {
        for (const { status, schema, example } of operation.responses)
          if (status.startsWith('2') && schema !== undefined) expect(example, status).toBeDefined();
      });

      it('has examples of its parameters that keep their schemas, be they of pairs', () => {
        const parameters = nodeAt(resolved, operation.pointer)['parameters'] as { name: string; example: unknown }[];
        for (const { name, example } of parameters ?? []) {
          const parameter = operation.parameters.find((each) => each.name === name);
          if (!parameter) throw new Error(name);
          const issues: Issue[] = [];
          const value = parameter.pairs ? readPairs(String(example), parameter, issues) : example;
          parameter.validate(value, name, { location: 'query', issues });
          expect(issues, name).toEqual([]);
        }
      });

      it('says what it does to records', () => {
        expect(operation.effect).toBeDefined();
      });
    },
  );

  it('has the codes of the table of the edition, each with its status', () => {
    const statuses = [...listErrorCodes(shipped).values()].map(({ code, status }) => [code, status]);
    expect(Object.fromEntries(statuses)).toEqual(
      Object.fromEntries(CODES.map(([code, status]) => [`SVCSTG.SWR.${code}`, status])),
    );
  });

  it.each([...listCollections(resolved).values()].map((definition) => [definition.name, definition] as const))(
    'the collection %s: its schema knows what its key, number and indexes are',
    (name, { key, sequence, indexes }) => {
      const schema = nodeAt(resolved, `/components/x-collections/${name}/schema`);
      const properties = Object.keys(schema['properties'] as object);
      expect(properties).toEqual(expect.arrayContaining([...key, ...indexes, sequence ?? '']));
      expect(schema['additionalProperties']).toBe(false);
      expect(schema['required']).toEqual(expect.arrayContaining([...key]));
    },
  );

  // That examples keep their schemas the check of documents says.
  it('[X1] has the example of the page', () => {
    const { value } = nodeAt(resolved, `${OPERATION}/requestBody/content/multipart~1form-data/examples/busybox`);
    expect(value).toEqual({
      repository: 'busybox',
      category: 'linux',
      description: 'this is a busybox repository',
      is_public: 'true',
    });
  });
});
