import type { components } from '../../../spec/openapi.d.ts';
import { compileSchema, isValid } from '../../../src/openapi/compile-schema.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import { childNode, isNode, type Node } from '../../../src/openapi/document/document.ts';
import {
  type Clause,
  type ClauseScope,
  enterClause,
  listClauses,
  NO_CLAUSE,
} from '../../../src/openapi/operations/clause.ts';
import { listErrorCodes } from '../../../src/openapi/operations/error-codes.ts';
import { listOperations, type Operation } from '../../../src/openapi/operations/list-operations.ts';
import { listAmbiguities } from '../../../src/openapi/overlays/apply-readings.ts';
import { document } from '../../document.ts';

// All that the console knows of the service's rules comes from here, and here from the document.

export type { Clause } from '../../../src/openapi/operations/clause.ts';
export type Category = components['schemas']['Category'];

const resolved = dereference(document);
const schemas = childNode(childNode(resolved as unknown as Node, 'components'), 'schemas');
const operations = new Map(listOperations(resolved).map((operation) => [operation.id, operation]));

/** One clause of a name, and whether a text keeps it. */
export interface NameRule {
  readonly clause: Clause;
  readonly holds: (text: string) => boolean;
}

/**
 * The clauses of a name: each member of the schema's `allOf`, compiled.
 *
 * @param schema in `#/components/schemas`, e.g. `RepositoryName`.
 */
export const listNameRules = (schema: 'NamespaceName' | 'RepositoryName'): NameRule[] => {
  const node = childNode(schemas, schema);
  const outer = enterClause(node, NO_CLAUSE);
  const members = Array.isArray(node['allOf']) ? node['allOf'].filter(isNode) : [];
  return members.flatMap((member) => {
    const { clause } = enterClause(member, outer);
    const validate = compileSchema(member, `/components/schemas/${schema}`, outer);
    return clause ? [{ clause, holds: (text) => isValid(validate, text) }] : [];
  });
};

/** The values of a category, in the document's order. */
export const categories: readonly Category[] = childNode(schemas, 'Category')['enum'] as Category[];

/** Every clause by its id; a point of the ambiguity register speaks by its question. */
export const clauses: ReadonlyMap<string, Clause> = new Map<string, Clause>([
  ...listAmbiguities(document).map(
    ({ id, question, zh, at, place }) => [id, { id, title: question, zh, at, place }] as const,
  ),
  ...listClauses(document).map((clause) => [clause.id, clause] as const),
]);

/** What an error code means, in both languages. */
export const errorCodes = listErrorCodes(resolved);

/** Which field of an operation a clause, or an error code that only one field has, is about. */
export interface FieldsOf {
  readonly byClause: ReadonlyMap<string, string>;
  readonly byCode: ReadonlyMap<string, string>;
}

const known = new Map<string, FieldsOf>();

/** The fields of an operation: parameters of its path and properties of its body. */
export const fieldsOf = (operationId: string): FieldsOf => {
  const found = known.get(operationId) ?? readFields(operations.get(operationId));
  known.set(operationId, found);
  return found;
};

const readFields = (operation: Operation | undefined): FieldsOf => {
  const byClause = new Map<string, string>();
  const byCode = new Map<string, string>();
  const shared = new Set<string>();
  const note = (field: string, scope: ClauseScope): void => {
    if (scope.clause && !byClause.has(scope.clause.id)) byClause.set(scope.clause.id, field);
    for (const code of [scope.code, ...Object.values(scope.codeOf)])
      if (code !== undefined && (byCode.get(code) ?? field) !== field) shared.add(code);
      else if (code !== undefined) byCode.set(code, field);
  };
  const visit = (field: string, value: unknown, outer: ClauseScope, holders: readonly unknown[] = []): void => {
    if (Array.isArray(value)) for (const item of value) visit(field, item, outer, holders);
    if (!isNode(value) || holders.includes(value)) return;
    const scope = enterClause(value, outer);
    note(field, scope);
    for (const item of Object.values(value)) visit(field, item, scope, [...holders, value]);
  };
  for (const { name, schema, scope } of operation?.parameters ?? []) {
    note(name, scope);
    visit(name, schema, scope);
  }
  for (const { schema } of operation?.mediaTypes ?? [])
    for (const [name, property] of Object.entries(childNode(schema, 'properties'))) visit(name, property, NO_CLAUSE);
  // A name that is taken is about the field that gives it.
  const unique = operation?.uniqueKey;
  const place = Object.values(unique?.key ?? {}).find((from) => from.startsWith('body.'));
  if (unique && place) {
    const field = place.slice('body.'.length);
    if (unique.clause !== undefined) byClause.set(unique.clause, field);
    byCode.set(unique.code, field);
  }
  for (const code of shared) byCode.delete(code);
  return { byClause, byCode };
};
