import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import { listCases } from '../../../src/contract/laws/list-cases.ts';
import { sampleOf } from '../../../src/contract/model/placeholders.ts';
import { type OperationModel, readModel } from '../../../src/contract/model/read-model.ts';
import { brokenBy, jsonOf, type RequestPlan } from '../../../src/contract/model/request.ts';
import { compileSchema, isValid } from '../../../src/openapi/compile-schema.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { applyReadings } from '../../../src/openapi/overlays/apply-readings.ts';
import { things } from '../../engine/thing-document.ts';
import { makeDocument } from '../generic/make-document.ts';
import { SHAPES } from '../generic/shapes.ts';

/** Formats are ours on both sides: what is compared is everything else. */
const fits = (format: string) => {
  const schema = compileSchema({ format });
  return (text: string): boolean => isValid(schema, text);
};
const ajv = new Ajv2020({
  strict: false,
  // A reading may leave an empty allOf behind, which says nothing.
  validateSchema: false,
  formats: Object.fromEntries(['date-time', 'email'].map((format) => [format, fits(format)])),
});

const DOCUMENTS: Readonly<Record<string, Document>> = {
  'the document': document,
  'the document, JSON or a form': applyReadings(document, { A10: 'both' }),
  'the document, other readings': applyReadings(document, {
    A2: 'strict',
    A6: 'reject',
    A9: 'absent',
    A15: 'accept',
    A20: 'empty-pages',
  }),
  'the things of the engine': things,
  ...Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [name, makeDocument(shape)])),
};

/** A schema without circles: where it holds itself, it refers to itself. */
const asTree = (value: unknown, at = '#', holders: ReadonlyMap<unknown, string> = new Map()): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const holder = holders.get(value);
  if (holder !== undefined) return { $ref: holder };
  const inner = new Map(holders).set(value, at);
  if (Array.isArray(value)) return value.map((item, index) => asTree(item, `${at}/${index}`, inner));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTree(item, `${at}/${key}`, inner)]));
};

/** The JSON that a request sends and whether it is to be taken, by the suite; undefined where it sends none. */
const bodyOf = (model: OperationModel, { changes, given }: RequestPlan): readonly [unknown, boolean] | undefined => {
  if (!changes.body) {
    const broken = brokenBy(model, changes).filter(({ ref }) => /^body[.[]/.test(ref));
    return given ? undefined : [JSON.parse(JSON.stringify(jsonOf(model, changes, sampleOf))), broken.length === 0];
  }
  const { type, text } = changes.body;
  if (type !== 'application/json' || !given) return undefined;
  try {
    return [JSON.parse(sampleOf(text, model.nameSubject?.maker)), given.outcome === 'success'];
  } catch {
    return undefined;
  }
};

describe.each(Object.entries(DOCUMENTS))('%s', (_, own) => {
  test('each JSON body is expected to be taken just where a validator of others takes it', () => {
    const { byKey } = readModel(own);
    const validators = new Map<string, (value: unknown) => boolean>();
    for (const { id, steps } of listCases(own))
      for (const plan of steps.flatMap(({ requests }) => requests)) {
        const model = byKey.get(plan.model);
        if (!model?.isJson || !model.media) continue;
        const sent = bodyOf(model, plan);
        if (!sent) continue;
        const validate = validators.get(model.key) ?? ajv.compile(asTree(model.media.schema) as object);
        validators.set(model.key, validate);
        expect(validate(sent[0]), `${id} ${JSON.stringify(sent[0])}`).toBe(sent[1]);
      }
  });
});

test('the documents send JSON of every kind', () => {
  const count = Object.values(DOCUMENTS).flatMap((own) => {
    const { byKey } = readModel(own);
    return listCases(own).flatMap(({ steps }) =>
      steps.flatMap(({ requests }) => requests.filter(({ model }) => byKey.get(model)?.isJson)),
    );
  }).length;
  expect(count).toBeGreaterThan(5000);
});
