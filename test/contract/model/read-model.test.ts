import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import { CONTAINER, HOLDER, TOKEN } from '../../../src/contract/model/placeholders.ts';
import { type OperationModel, readModel } from '../../../src/contract/model/read-model.ts';
import { brokenBy, jsonOf } from '../../../src/contract/model/request.ts';
import { textOf } from '../../../src/text/bilingual.ts';
import { makeDocument } from '../generic/make-document.ts';
import { SHAPES, type ShapeName } from '../generic/shapes.ts';

const modelIn = (shape: ShapeName, key = 'createThing'): OperationModel => {
  const model = readModel(makeDocument(SHAPES[shape])).byKey.get(key);
  if (!model) throw new Error(`There is no ${key}.`);
  return model;
};

const shipped = readModel(document);
const identity = (value: string): string => value;

describe('the plainest valid request', () => {
  test.each([...shipped.byKey.keys()])('of %s keeps every rule, and can be made', (key) => {
    const model = shipped.byKey.get(key);
    expect(model?.unmakeable).toBeUndefined();
    expect(model?.leftOut).toEqual([]);
    expect(model && brokenBy(model, {})).toEqual([]);
  });

  test('says where a record lies, which it is, and what is new', () => {
    expect(shipped.byKey.get('createRepository')?.plain).toEqual({
      'path.namespace': CONTAINER,
      'body.repository': TOKEN,
      'body.is_public': 'true',
    });
    expect(shipped.byKey.get('deleteRepository')?.plain).toEqual({
      'path.namespace': CONTAINER,
      'path.repository': HOLDER,
    });
  });

  test('[RU1] has one of the optional values where the document wants one, and names that clause', () => {
    const model = shipped.byKey.get('updateRepository');
    expect(model?.needsOne?.id).toBe('RU1');
    expect(Object.keys(model?.plain ?? {})).toContain('body.description');
    expect(modelIn('one of two fields').plain).toMatchObject({ 'body.a': 'text' });
  });

  test('has lists and objects as JSON, as their schemas or the example have them', () => {
    expect(jsonOf(modelIn('a list that is required'), {}, identity)).toEqual({ name: TOKEN, tags: ['text'] });
    expect(jsonOf(modelIn('an object that is required'), {}, identity)).toEqual({
      name: TOKEN,
      meta: { color: 'red' },
    });
    expect(jsonOf(modelIn('a list that only the example has'), {}, identity)).toEqual({ name: TOKEN, tags: ['aba'] });
    expect(jsonOf(modelIn('a body of several schemas'), {}, identity)).toEqual({ name: TOKEN, count: 3 });
    expect(jsonOf(modelIn('a body that is a list', 'labelThing'), {}, identity)).toEqual(['text']);
    expect(jsonOf(modelIn('a body that is a list, with an example', 'labelThing'), {}, identity)).toEqual(['aba']);
  });
});

test('what can not be made and need not be sent is left out', () => {
  expect(modelIn('a list that only the example has', 'changeThing')).toMatchObject({
    unmakeable: undefined,
    leftOut: [textOf('tags (no value that keeps its rules)', 'tags（没有符合其规则的取值）')],
  });
});

test('the values of a body are those of its schemas, with their types', () => {
  const { subjects } = modelIn('numbers, booleans, one value');
  const body = subjects.filter(({ place }) => place === 'body');
  expect(body.map(({ name, type, values, baseline }) => [name, type, values.join(), baseline])).toEqual([
    ['name', 'string', '', TOKEN],
    ['count', 'integer', '', '3'],
    ['weight', 'number', '', '1'],
    ['five', 'integer', '', '10'],
    ['open', 'boolean', 'true,false', 'true'],
    ['kind', 'string', 'only', 'only'],
    ['level', 'integer', '1,2', '1'],
    ['note', 'string', '', 'text'],
    ['mail', 'string', 'a@example.com', 'a@example.com'],
  ]);
});

test('a form comes before JSON, and each has a model', () => {
  const { operations } = readModel(makeDocument(SHAPES['a form and JSON']));
  const own = operations.filter(({ operation }) => operation.id === 'createThing');
  expect(own.map(({ key, isMain, isJson }) => [key, isMain, isJson])).toEqual([
    ['createThing', true, false],
    ['createThing json', false, true],
  ]);
});

test('what is created under a name can be read under it: both have the same names', () => {
  const { operations } = readModel(makeDocument(SHAPES['three levels of collections']));
  const makers = operations.flatMap(({ subjects }) =>
    subjects.flatMap(({ ref, maker }) => (ref === 'path.shelf' ? [maker] : [])),
  );
  const own = operations.find(({ key }) => key === 'createShelf')?.nameSubject?.maker;
  expect(makers.length).toBeGreaterThan(5);
  expect(new Set([own, ...makers]).size).toBe(1);
});
