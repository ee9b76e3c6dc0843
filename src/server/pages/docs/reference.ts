import { childNode, isNode, type Node, textAt } from '../../../openapi/document/document.ts';
import { type Clause, type ClauseScope, enterClause, NO_CLAUSE } from '../../../openapi/operations/clause.ts';
import { type ErrorCode, listErrorCodes, listFailures, readFailures } from '../../../openapi/operations/error-codes.ts';
import { METHODS, schemaFieldOf } from '../../../openapi/operations/list-operations.ts';
import type { DocumentFacts } from './document-facts.ts';

/** A parameter or a field of a body, with the rules it keeps. */
export interface Field {
  readonly name: string;
  /** `path`, `query`, …, or `body`. */
  readonly in: string;
  readonly required: boolean;
  readonly type: string;
  readonly description: string;
  readonly schema: Node;
  readonly example: string;
  readonly clauses: readonly Clause[];
}

export interface BodyChoice {
  readonly type: string;
  readonly schema: Node;
  readonly fields: readonly Field[];
  readonly example: unknown;
}

export interface OperationFacts {
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly tag: string;
  readonly summary: string;
  readonly summaryZh: string;
  readonly description: string;
  readonly parameters: readonly Field[];
  readonly bodies: readonly BodyChoice[];
  readonly responses: readonly {
    readonly status: string;
    readonly description: string;
    readonly clause: Clause | undefined;
    readonly example: unknown;
  }[];
  /** Codes that can answer it, with the clauses whose breach they answer. */
  readonly errors: readonly (Pick<ErrorCode, 'code' | 'status' | 'title' | 'zh'> & {
    readonly clauses: readonly string[];
  })[];
}

const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface Found {
  readonly clauses: Map<string, Clause>;
  /** Code to the ids of the clauses it answers. */
  readonly codes: Map<string, Set<string>>;
  /** What was looked at, and the code around it: a schema may hold itself. */
  readonly seen: Map<Node, Set<string | undefined>>;
}

const note = (codes: Found['codes'], code: string, clause?: string): void => {
  const known = codes.get(code) ?? new Set();
  if (clause !== undefined) known.add(clause);
  codes.set(code, known);
};

/** Collects the clauses and codes of a schema; `deep` goes into the properties of an object too. */
const collect = (node: unknown, outer: ClauseScope, found: Found, deep: boolean): void => {
  if (Array.isArray(node)) for (const item of node) collect(item, outer, found, deep);
  if (!isNode(node) || found.seen.get(node)?.has(outer.code)) return;
  found.seen.set(node, new Set(found.seen.get(node)).add(outer.code));
  const scope = enterClause(node, outer);
  const { clause } = scope;
  if (clause) {
    found.clauses.set(clause.id, clause);
    for (const code of [scope.code, ...Object.values(scope.codeOf)])
      if (code !== undefined) note(found.codes, code, clause.id);
  }
  for (const [key, item] of Object.entries(node))
    if ((deep || key !== 'properties') && !['x-clause', 'enum', 'examples', 'example'].includes(key))
      collect(item, scope, found, deep);
};

const typeOf = (schema: Node): string => {
  const own = schema['type'] ?? array(schema['allOf']).filter(isNode).map(typeOf).find(Boolean) ?? '';
  return Array.isArray(own) ? own.join(' | ') : String(own);
};

/** A parameter or property; `deep` counts the rules of what is in it as its own. */
const readField = (
  named: Pick<Field, 'name' | 'in' | 'required'>,
  node: Node,
  schema: Node,
  codes: Found['codes'],
  deep = true,
): Field => {
  const found: Found = { clauses: new Map(), codes, seen: new Map() };
  collect(node, NO_CLAUSE, found, deep);
  const example = node['example'] ?? array(schema['examples'])[0] ?? exampleOf(schema);
  return {
    ...named,
    type: typeOf(schema),
    description: textAt(node, 'description') ?? textAt(schema, 'description') ?? '',
    schema,
    example: example === undefined ? '' : String(example),
    clauses: [...found.clauses.values()],
  };
};

const exampleOf = (schema: Node): unknown =>
  array(schema['allOf'])
    .filter(isNode)
    .map((part) => array(part['examples'])[0] ?? exampleOf(part))
    .find((value) => value !== undefined);

const firstExample = (content: Node): unknown => {
  const [first] = Object.values(childNode(content, 'examples'));
  return isNode(first) ? first['value'] : content['example'];
};

const readBody = (type: string, content: Node, codes: Found['codes']): BodyChoice => {
  const schema = childNode(content, 'schema');
  const required = array(schema['required']);
  const whole = readField({ name: '', in: 'body', required: true }, schema, schema, codes, false);
  const fields = Object.entries(childNode(schema, 'properties')).flatMap(([name, property]) =>
    isNode(property)
      ? [readField({ name, in: 'body', required: required.includes(name) }, property, property, codes)]
      : [],
  );
  return {
    type,
    schema,
    fields: [...(whole.clauses.length > 0 ? [whole] : []), ...fields],
    example: firstExample(content),
  };
};

/** The operations of a document with everything that a reader wants to know. */
export const readOperations = (facts: DocumentFacts): OperationFacts[] => {
  const root = facts.document as unknown as Node;
  const table = listErrorCodes(facts.document);
  const general = listFailures(facts.document);
  return Object.entries(childNode(root, 'paths')).flatMap(([template, item]) =>
    METHODS.flatMap((method) => {
      const node = isNode(item) ? item[method] : undefined;
      if (!isNode(item) || !isNode(node)) return [];
      const codes: Found['codes'] = new Map();
      const parameters = [...array(node['parameters']), ...array(item['parameters'])]
        .filter(isNode)
        .map((parameter) => {
          const required = parameter['required'] === true;
          const named = { name: String(parameter['name']), in: String(parameter['in']), required };
          return readField(named, parameter, childNode(parameter, schemaFieldOf(parameter)), codes);
        });
      const contents = childNode(childNode(node, 'requestBody'), 'content');
      const bodies = Object.keys(contents).map((type) => readBody(type, childNode(contents, type), codes));
      for (const key of ['x-unique-key', 'x-quota', 'x-requires', 'x-requires-none'])
        for (const rule of [node[key]].flat().filter(isNode))
          if (typeof rule['code'] === 'string') note(codes, rule['code'], textAt(rule, 'clause'));
      const failures = new Map([...general, ...readFailures(node, '')]);
      for (const [kind, { code, clause }] of failures) {
        const isAboutBody = /^(?:media-type|body|field)/.test(kind);
        if (!(isAboutBody && bodies.length === 0) && !/^(?:path|method)-unknown$/.test(kind)) note(codes, code, clause);
      }
      const responses = childNode(node, 'responses');
      return [
        {
          id: textAt(node, 'operationId') ?? `${method} ${template}`,
          method: method.toUpperCase(),
          template,
          tag: String(array(node['tags'])[0] ?? ''),
          summary: textAt(node, 'summary') ?? '',
          summaryZh: textAt(node, 'x-summary-zh') ?? textAt(node, 'summary') ?? '',
          description: textAt(node, 'description') ?? '',
          parameters,
          bodies,
          responses: Object.keys(responses).map((status) => {
            const response = childNode(responses, status);
            const content = childNode(childNode(response, 'content'), 'application/json');
            return {
              status,
              description: textAt(response, 'description') ?? '',
              clause: enterClause(response, NO_CLAUSE).clause,
              example: firstExample(content),
            };
          }),
          errors: [...codes]
            .map(([code, clauses]) => ({
              ...(table.get(code) ?? { code, status: 0, title: '', zh: '' }),
              clauses: [...clauses],
            }))
            .sort((left, right) => left.status - right.status || left.code.localeCompare(right.code)),
        },
      ];
    }),
  );
};
