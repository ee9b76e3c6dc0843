import { expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import { slimDocument } from '../../../src/cli/build/slim-document.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { listClauses } from '../../../src/openapi/operations/clause.ts';
import { listErrorCodes } from '../../../src/openapi/operations/error-codes.ts';
import { listOperations } from '../../../src/openapi/operations/list-operations.ts';
import { applyReadings, listAmbiguities } from '../../../src/openapi/overlays/apply-readings.ts';

const slim = slimDocument(document as unknown as Record<string, unknown>) as unknown as Document;

test('every clause keeps its id, its titles and where it stands', () => {
  const kept = listClauses(document).map((clause) => ({ ...clause, at: '', place: '' }));
  expect(listClauses(slim)).toEqual(kept);
  expect(kept.filter(({ title, zh }) => title === '' || zh === '')).toEqual([]);
});

test('every error code keeps its status and its titles', () => {
  expect(listErrorCodes(slim)).toEqual(listErrorCodes(document));
});

test('every ambiguous point keeps its readings', () => {
  const kept = listAmbiguities(document).map(({ readings, ...point }) => ({
    ...point,
    question: '',
    zh: '',
    at: '',
    place: '',
    why: '',
    readings: readings.map(({ value }) => ({ value, title: '', zh: '' })),
  }));
  expect(listAmbiguities(slim)).toEqual(kept);
});

const choices = listAmbiguities(document).flatMap(({ id, readings }) =>
  readings.map(({ value }) => [id, value === 'N' ? '1' : value] as const),
);

test.each(choices)('[%s] %s: the operations are the same, but for what readers read', (id, value) => {
  const operations = (of: Document): unknown =>
    slimDocument(JSON.parse(JSON.stringify({ of: listOperations(dereference(applyReadings(of, { [id]: value }))) })));
  expect(operations(slim)).toEqual(operations(document));
});

test('it is much smaller', () => {
  expect(JSON.stringify(slim).length).toBeLessThan(JSON.stringify(document).length * 0.7);
});

test('a field and a key may be called as prose is', () => {
  const schema = { properties: { description: { type: 'string', description: 'What it is for.' } } };
  expect(slimDocument({ schema })).toEqual({ schema: { properties: { description: { type: 'string' } } } });
});

test('groups of operations are left out, fields of that name are not', () => {
  const get = { tags: ['things'], responses: {} };
  const schema = { properties: { tags: { type: 'array' } }, required: ['tags'] };
  const slimmed = { paths: { '/a': { get: { responses: {} } } }, components: { schemas: { schema } } };
  const whole = { tags: [{ name: 'things' }], paths: { '/a': { get } }, components: { schemas: { schema } } };
  expect(slimDocument(whole)).toEqual(slimmed);
});
