import { describe, expect, it, test } from 'vitest';

import { compareDocuments } from '../../src/changes/compare/compare-documents.ts';
import { KINDS } from '../../src/changes/tell/sentences.ts';
import { EXAMPLES } from './kinds.ts';
import { answer, clause, query, tinyDocument } from './tiny-document.ts';

const changesOf = (...[before, after]: Parameters<typeof tinyDocument>[0][]) =>
  compareDocuments(tinyDocument(before ?? {}), tinyDocument(after ?? {})).changes;

describe('each kind of change', () => {
  it.each(EXAMPLES)('%s', (kind, before, after, en, zh) => {
    expect(changesOf(before, after)).toContainEqual(expect.objectContaining({ kind, en, zh }));
  });

  it('has an example', () => {
    expect(new Set(EXAMPLES.map(([kind]) => kind))).toEqual(new Set(KINDS));
  });

  it.each(EXAMPLES)('%s: nothing differs from itself', (_kind, before, after) => {
    expect(changesOf(before, before)).toEqual([]);
    expect(changesOf(after, after)).toEqual([]);
  });
});

test('a change says where it is and which clauses stated it', () => {
  const name = (id: string, values: string[]) => ({
    parameters: [query('kind', { ...clause(id, values.join(), values.join()), enum: values })],
  });
  expect(changesOf(name('K1', ['a']), name('K1@two', ['a', 'b']))).toEqual([
    {
      kind: 'values-added',
      tone: 'added',
      operations: ['make'],
      places: ['query.kind'],
      before: [{ id: 'K1', title: 'a', zh: 'a' }],
      after: [{ id: 'K1@two', title: 'a,b', zh: 'a,b' }],
      en: 'kind may be b',
      zh: 'kind 可取 b',
    },
  ]);
});

test('a clause that is renamed alone is no change', () => {
  const name = (id: string) => ({
    parameters: [query('n', { ...clause(id, 'must be nice', '必须好'), maxLength: 3 })],
  });
  expect(changesOf(name('N1'), name('N1@two'))).toEqual([]);
});

test('a point of the register that states a rule is no clause', () => {
  const register = {
    Q1: { question: 'Which?', zh: '哪？', default: 'one', readings: { one: { title: 'one', zh: '一' } } },
  };
  const kinds = changesOf(
    { parameters: [query('n', {})] },
    { parameters: [query('n', clause('Q1', 'must be nice', '必须好'))], root: { 'x-ambiguities': register } },
  ).map(({ kind }) => kind);
  expect(kinds).toEqual(['point-added']);
});

test('a rule about records whose clause a new status states is told once', () => {
  const parts = {
    template: '/things/{id}',
    parameters: [{ name: 'id', in: 'path', required: true, schema: {} }],
  };
  const rule = { collection: 'parts', key: { id: 'path.id' }, code: 'FULL', clause: 'S9' };
  const after = {
    ...parts,
    operation: { 'x-requires-none': [rule] },
    responses: { 201: { description: 'Made.' }, 406: clause('S9', 'must be empty', '须为空') },
  };
  expect(changesOf(parts, after).map(({ en }) => en)).toEqual(['406 is new: must be empty']);
});

describe('the same change at several places', () => {
  const look = (parameters: object[], responses: object = { 200: { description: 'Seen.' } }) => ({
    others: { get: { operationId: 'look', parameters, responses } },
  });

  test('at several operations is one', () => {
    const before = { ...look([]), parameters: [] };
    const after = { ...look([query('size', {})]), parameters: [query('size', {})] };
    expect(changesOf(before, after)).toMatchObject([
      { operations: ['look', 'make'], en: 'the query takes size (optional)', places: ['query.size'] },
    ]);
  });

  test('with clauses of their own is one, and names them all', () => {
    const status = (id: string) => ({ 401: clause(id, 'must be known', '须已知') });
    const made = { 201: { description: 'Made.' } };
    expect(
      changesOf(
        { ...look([], {}), responses: made },
        { ...look([], status('L1')), responses: { ...made, ...status('M1') } },
      ),
    ).toMatchObject([
      { operations: ['look', 'make'], en: '401 is new: must be known', after: [{ id: 'L1' }, { id: 'M1' }] },
    ]);
  });

  test('a body of errors is told once, not at each status', () => {
    const error = (properties: object) => {
      const schema = { type: 'object', properties };
      const responses = { 400: answer(schema), 500: answer(schema) };
      return { ...look([], responses), responses, components: { 'x-problem': schema } };
    };
    expect(changesOf(error({}), error({ code: {} }))).toMatchObject([
      { operations: [], kind: 'property-added', en: 'an error shows code' },
    ]);
  });
});

test('the order is new operations, many operations, single ones, the document', () => {
  const two = {
    operationId: 'look',
    parameters: [query('a', {})],
    responses: {},
  };
  const changes = changesOf(
    { others: { get: { ...two, parameters: [] } } },
    {
      others: { get: two, put: { operationId: 'put', summary: 'Put', responses: {} } },
      parameters: [query('a', {}), query('b', {}, { required: true })],
      components: { 'x-request-id': 'X-Id' },
    },
  );
  expect(changes.map(({ operations }) => operations.join())).toEqual(['put', 'look,make', 'make', '']);
});

test('schemas that hold themselves are compared as deep as anybody looks', () => {
  const tree = (more: object) => ({
    bodies: { 'application/json': { $ref: '#/components/schemas/Tree' } },
    responses: { 201: answer({ $ref: '#/components/schemas/Tree' }) },
    components: {
      schemas: {
        Tree: {
          type: 'object',
          properties: {
            name: { type: 'string', ...more },
            parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
          },
        },
      },
    },
  });
  expect(changesOf(tree({}), tree({}))).toEqual([]);
  expect(changesOf(tree({}), tree({ type: 'integer' })).length).toBeGreaterThan(0);
});
