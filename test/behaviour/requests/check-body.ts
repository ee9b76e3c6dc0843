import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'vitest';

import type { Backend } from '../../../mocks/create-backend.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { compileRoutes, type RouteMatch } from '../../../src/openapi/operations/match-route.ts';
import type { TestAnswer, TestRequest } from '../surface.ts';

/** Statuses that belong to HTTP or to a fault rather than to an operation. */
const ANYWHERE = [405, 413, 503];

interface Checker {
  readonly match: (path: string) => RouteMatch | undefined;
  readonly error: ValidateFunction;
  readonly validate: (schema: object) => ValidateFunction;
}

const checkers = new WeakMap<Document, Checker>();

/** Validates with ajv, so that the fake's own reading of schemas does not judge itself. */
const checkerOf = (backend: Backend): Checker => {
  const document = backend.document();
  const known = checkers.get(document);
  if (known) return known;
  // Whether its schemas are ones is asked in test/openapi.
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/);
  const compiled = new Map<object, ValidateFunction>();
  const validate = (schema: object): ValidateFunction => {
    const validator = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validator);
    return validator;
  };
  const components = dereference(document).components as { readonly 'x-problem': object };
  const checker = {
    match: compileRoutes(backend.engine().operations),
    error: validate(components['x-problem']),
    validate,
  };
  checkers.set(document, checker);
  return checker;
};

/** Expects a documented status, and a body that fits the schema that the document has for it. */
export const checkBody = (backend: Backend, request: TestRequest, answer: TestAnswer): void => {
  const { method = 'GET', path = '/' } = request;
  const { status, text } = answer;
  const checker = checkerOf(backend);
  const operation = checker.match(path.split('?')[0] ?? '')?.operations.get(method === 'HEAD' ? 'GET' : method);
  const documented = operation?.responses.find((response) => response.status === String(status));
  if (operation && !ANYWHERE.includes(status))
    expect(documented, `${operation.id} answers ${status}: ${text.slice(0, 300)}`).toBeDefined();
  if (method === 'HEAD' || (status < 400 && !documented?.schema)) {
    const empty = method !== 'HEAD' && documented?.example !== undefined ? JSON.stringify(documented.example) : '';
    expect(text).toBe(empty);
    return;
  }
  expect(answer.headers.get('content-type')).toBe('application/json');
  const validate = status >= 400 ? checker.error : checker.validate(documented?.schema ?? {});
  const body: unknown = JSON.parse(text);
  validate(body);
  expect(validate.errors ?? [], `the body of ${operation?.id ?? path} ${status}`).toEqual([]);
};
