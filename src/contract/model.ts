import { listAmbiguities } from '../openapi/apply-readings.ts';
import {
  type Clause,
  type ClauseScope,
  enterClause,
  listClauses,
  NO_CLAUSE,
  type PlacedClause,
} from '../openapi/clause.ts';
import { compileSchema, isValid, type Validate } from '../openapi/compile-schema.ts';
import { dereference } from '../openapi/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../openapi/document.ts';
import { listErrorCodes, listFailures } from '../openapi/error-codes.ts';
import type { Issue } from '../openapi/issue.ts';
import { resolvePointer } from '../openapi/json-pointer.ts';
import { listOperations, type Operation } from '../openapi/list-operations.ts';
import { TOKEN } from './case.ts';
import { type Automaton, buildAutomaton, type PatternRule, run } from './rules/automaton.ts';

/** What the document says about texts of one schema. */
export interface StringRule {
  /** Undefined where the patterns can't be turned into one. Lengths are not part of it, but for "not empty". */
  readonly automaton: Automaton | undefined;
  readonly least: number;
  readonly most: number;
  readonly hasPatterns: boolean;
  /** The clauses of the length. */
  readonly lengthClauses: readonly string[];
}

/** A value of a request that the document describes. */
export interface Subject {
  /** `path.namespace`, `body.repository` */
  readonly ref: string;
  readonly place: 'path' | 'query' | 'header' | 'cookie' | 'body';
  readonly name: string;
  readonly required: boolean;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'other';
  /** The values allowed, where they are listed. */
  readonly values: readonly string[];
  readonly rule: StringRule;
  /** The clause that says whether it must be there. */
  readonly presence: Clause | undefined;
  /** The clause of the list of values, else the first one about the value. */
  readonly valueClause: Clause | undefined;
  /** The valid text that other cases use. */
  readonly baseline: string;
  /** Ids of the clauses that a value breaks. */
  readonly broken: (value: string) => string[];
  readonly isValid: (value: string) => boolean;
  /** Ids of all clauses about the value, in the document's order. */
  readonly clauses: readonly string[];
  /** Points of the register that change a keyword of this value: `x-empty`, `maxLength`. */
  readonly ambiguity: (keyword: string) => string | undefined;
}

/** An operation as the cases need it. */
export interface OperationModel {
  readonly operation: Operation;
  readonly subjects: readonly Subject[];
  /** The value that makes a request new: the last of the unique key. */
  readonly nameSubject: Subject | undefined;
  /** The other values of the unique key. */
  readonly containers: readonly Subject[];
  readonly success: readonly string[];
  readonly refusal: string;
  readonly conflict: string;
  readonly clauseOf: {
    readonly success: string | undefined;
    readonly refusal: string | undefined;
    readonly conflict: string | undefined;
    readonly internal: string | undefined;
  };
  /** Statuses whose body must say something. */
  readonly informative: readonly string[];
  /** Statuses of success for which no body is described. */
  readonly bodyless: readonly string[];
  /** Ids of register entries by the kind of failure. */
  readonly failureClause: (kind: string) => string | undefined;
  /** The register entry whose readings change something at this place. */
  readonly ambiguityAt: (suffix: string, keyword: string) => string | undefined;
  readonly example: { readonly clause: string | undefined; readonly value: Node } | undefined;
  /** The schema of the body, and its media type in use. */
  readonly mediaType: string | undefined;
}

/** The document as the cases need it. */
export interface ContractModel {
  readonly clauses: readonly PlacedClause[];
  /** Ids of points on which the source is silent. */
  readonly open: ReadonlySet<string>;
  /** Those points, as rows beside the clauses. */
  readonly register: readonly Pick<PlacedClause, 'id' | 'title' | 'zh' | 'place'>[];
  readonly operations: readonly OperationModel[];
}

/**
 * Reads a document for the cases.
 *
 * @throws DocumentError if it can't be used.
 */
export const readModel = (source: Document): ContractModel => {
  const document = dereference(source);
  const register = listAmbiguities(source);
  return {
    clauses: listClauses(document),
    open: new Set(register.map(({ id }) => id)),
    register: register.map(({ id, question, zh, place }) => ({ id, title: question, zh, place })),
    operations: listOperations(document).map((operation) => readOperation(document, operation)),
  };
};

const readOperation = (document: Document, operation: Operation): OperationModel => {
  const node = resolvePointer(document, operation.pointer) as Node;
  const media = operation.mediaTypes.find(({ type }) => type === 'multipart/form-data') ?? operation.mediaTypes[0];
  const ambiguityAt = registerSearch(document);
  const content = media ? childNode(childNode(childNode(node, 'requestBody'), 'content'), media.type) : {};
  const subjects = [
    ...operation.parameters.map((parameter) =>
      readSubject(
        `${parameter.in}.${parameter.name}`,
        parameter.schema,
        parameter.required,
        parameter.scope,
        parameter.scope,
        ambiguityAt,
      ),
    ),
    ...(media ? bodySubjects(media.schema, ambiguityAt) : []),
  ];
  const keyRefs = Object.values(operation.uniqueKey?.key ?? {});
  const keyed = keyRefs.flatMap((ref) => subjects.filter((subject) => subject.ref === ref));
  const nameSubject = keyed.at(-1);
  const responses = childNode(node, 'responses');
  const clauseAt = (status: string): string | undefined => {
    const own = childNode(responses, status)['x-clause'];
    return isNode(own) ? textAt(own, 'id') : undefined;
  };
  const documented = operation.responses.map(({ status }) => status);
  const success = documented.filter((status) => /^2/.test(status));
  const refusal =
    documented.find((status) => status === '400') ?? documented.find((status) => status === '422') ?? '4xx';
  const code = operation.uniqueKey ? listErrorCodes(document).get(operation.uniqueKey.code) : undefined;
  const conflict = String(code?.status ?? 409);
  const failures = listFailures(document);
  return {
    operation,
    subjects,
    nameSubject,
    containers: keyed.filter((subject) => subject !== nameSubject),
    success: success.length > 0 ? success : ['2xx'],
    refusal,
    conflict,
    clauseOf: {
      success: clauseAt(success[0] ?? '200'),
      refusal: clauseAt(refusal),
      conflict: operation.uniqueKey?.clause ?? clauseAt(conflict),
      internal: clauseAt('500') ?? failures.get('internal')?.clause,
    },
    // A status without a clause of its own is not from the operation's page, and the clause of a
    // conflict is about the key.
    informative: operation.responses
      .filter(
        ({ status, schema }) => /^[45]/.test(status) && schema && clauseAt(status) !== undefined && status !== conflict,
      )
      .map(({ status }) => status),
    bodyless: operation.responses
      .filter(({ status, schema }) => /^2/.test(status) && schema === undefined)
      .map(({ status }) => status),
    failureClause: (kind) => failures.get(kind)?.clause,
    ambiguityAt,
    example: readExample(content),
    mediaType: media?.type,
  };
};

const readExample = (content: Node): OperationModel['example'] => {
  const [first] = Object.values(childNode(content, 'examples'));
  if (!isNode(first) || !isNode(first['value'])) return undefined;
  const clause = first['x-clause'];
  return { clause: isNode(clause) ? textAt(clause, 'id') : undefined, value: first['value'] };
};

const bodySubjects = (schema: Node, ambiguityAt: ReturnType<typeof registerSearch>): Subject[] => {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const outer = enterClause(schema, NO_CLAUSE);
  return Object.entries(childNode(schema, 'properties')).flatMap(([name, property]) =>
    isNode(property)
      ? [
          readSubject(
            `body.${name}`,
            property,
            required.includes(name),
            outer,
            enterClause(property, outer),
            ambiguityAt,
          ),
        ]
      : [],
  );
};

const readSubject = (
  ref: string,
  schema: Node,
  required: boolean,
  outer: ClauseScope,
  scope: ClauseScope,
  ambiguityAt: ReturnType<typeof registerSearch>,
): Subject => {
  const [place = 'body', ...rest] = ref.split('.');
  const name = rest.join('.');
  const atoms = listAtoms(schema, outer);
  const type = typeOf(schema, atoms);
  const validate = compileSchema(schema, '', outer);
  const listed = atoms.find(({ keyword }) => keyword === 'enum');
  const values = Array.isArray(listed?.argument)
    ? listed.argument.map(String)
    : type === 'boolean'
      ? ['true', 'false']
      : [];
  const rule = readRule(atoms);
  const typed = (text: string): unknown => coerceText(text, type);
  const valueClause = (listed ?? atoms.find(({ scope: own }) => own.clause && own.clause !== scope.clause))?.scope
    .clause;
  const subject = {
    ref,
    place: place as Subject['place'],
    name,
    required,
    type,
    values,
    rule,
    presence: scope.clause,
    valueClause: valueClause ?? scope.clause,
    broken: (value: string) => brokenClauses(validate, typed(value)),
    isValid: (value: string) => isValid(validate, typed(value)),
    clauses: clauseIds(atoms, scope.clause),
    ambiguity: (keyword: string) => ambiguityAt(`/properties/${name}`, keyword),
  };
  return { ...subject, baseline: pickBaseline(subject, schema) };
};

const brokenClauses = (validate: Validate, value: unknown): string[] => {
  const issues: Issue[] = [];
  validate(value, '', { location: 'body', issues });
  return [...new Set(issues.map(({ clause, keyword }) => clause?.id ?? keyword))];
};

const coerceText = (text: string, type: Subject['type']): unknown => {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  return text;
};

const clauseIds = (atoms: readonly Atom[], outer: Clause | undefined): string[] => {
  const ids = atoms.flatMap(({ scope }) => (scope.clause && scope.clause !== outer ? [scope.clause.id] : []));
  return ids.length > 0 ? [...new Set(ids)] : outer ? [outer.id] : [];
};

interface Atom {
  readonly keyword: string;
  readonly argument: unknown;
  readonly negated: boolean;
  readonly scope: ClauseScope;
}

const RESTATED = new Set(['pattern', 'minLength', 'maxLength']);

/** Every keyword of a schema and the members of its allOf, with the clause that governs it. */
const listAtoms = (schema: unknown, outer: ClauseScope): Atom[] => {
  if (!isNode(schema)) return [];
  const scope = enterClause(schema, outer);
  return Object.entries(schema).flatMap(([keyword, argument]): Atom[] => {
    if (schema['x-restates'] === 'allOf' && RESTATED.has(keyword)) return [];
    if (keyword === 'allOf' && Array.isArray(argument)) return argument.flatMap((member) => listAtoms(member, scope));
    if (keyword === 'not' && isNode(argument) && Object.keys(argument).length === 1 && 'pattern' in argument)
      return [{ keyword: 'pattern', argument: argument['pattern'], negated: true, scope }];
    return [{ keyword, argument, negated: false, scope }];
  });
};

const typeOf = (schema: Node, atoms: readonly Atom[]): Subject['type'] => {
  const type = schema['type'] ?? atoms.find(({ keyword }) => keyword === 'type')?.argument;
  if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean') return type;
  const listed = atoms.find(({ keyword }) => keyword === 'enum')?.argument;
  return Array.isArray(listed) && listed.every((value) => typeof value === 'string') ? 'string' : 'other';
};

const readRule = (atoms: readonly Atom[]): StringRule => {
  const bounds = (keyword: string): number[] =>
    atoms.flatMap((atom) => (atom.keyword === keyword && typeof atom.argument === 'number' ? [atom.argument] : []));
  const least = Math.max(0, ...bounds('minLength'));
  const most = Math.min(Number.POSITIVE_INFINITY, ...bounds('maxLength'));
  const patterns = atoms.flatMap(({ keyword, argument, negated }): PatternRule[] =>
    keyword === 'pattern' && typeof argument === 'string' ? [{ pattern: argument, negated }] : [],
  );
  const lengthClauses = atoms
    .filter(({ keyword }) => keyword === 'minLength' || keyword === 'maxLength')
    .flatMap(({ scope }) => (scope.clause ? [scope.clause.id] : []));
  return {
    automaton:
      patterns.length === 0
        ? undefined
        : buildAutomaton([...patterns, ...(least > 0 ? [{ pattern: '^[\\s\\S]', negated: false }] : [])]),
    least,
    most,
    hasPatterns: patterns.length > 0,
    lengthClauses: [...new Set(lengthClauses)],
  };
};

/** Whether the token of a run keeps the value valid and in the state its first letter leads to. */
export const takesToken = (rule: StringRule, before = '', after = ''): boolean => {
  const { automaton } = rule;
  if (rule.most < 24) return false;
  if (!automaton) return !rule.hasPatterns;
  const [one, two, three] = ['b', 'bd', 'bdfghjkmnpqrstvwxyz'].map((token) => run(automaton, before + token + after));
  return one === two && two === three;
};

const pickBaseline = (subject: Omit<Subject, 'baseline'>, schema: Node): string => {
  const [first] = subject.values;
  if (first !== undefined) return first;
  const examples = Array.isArray(schema['examples']) ? schema['examples'] : [schema['example']];
  if (subject.type === 'string' && subject.rule.hasPatterns && takesToken(subject.rule) && subject.isValid('bdfg'))
    return TOKEN;
  for (const example of [...examples, '1', 'text', shortestWord(subject.rule.automaton)])
    if (example !== undefined && subject.isValid(String(example))) return String(example);
  return 'text';
};

const shortestWord = (automaton: Automaton | undefined): string | undefined => {
  if (!automaton) return undefined;
  const queue = [{ state: 0, word: '' }];
  const seen = new Set([0]);
  for (const { state, word } of queue) {
    if (automaton.accepts[state] && word !== '') return word;
    for (const [index, target] of (automaton.next[state] ?? []).entries()) {
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push({ state: target, word: word + (automaton.classes[index]?.sample ?? '') });
    }
  }
  return undefined;
};

/** Finds the register entry one of whose readings changes a keyword at a place. */
const registerSearch =
  (document: Document) =>
  (suffix: string, keyword: string): string | undefined => {
    const register = childNode(document as unknown as Node, 'x-ambiguities');
    for (const [id, entry] of Object.entries(register)) {
      if (!isNode(entry)) continue;
      for (const reading of Object.values(childNode(entry, 'readings'))) {
        const overlay = isNode(reading) ? reading['overlay'] : undefined;
        for (const change of Array.isArray(overlay) ? overlay : [])
          if (
            isNode(change) &&
            String(change['at']).endsWith(suffix) &&
            JSON.stringify(change).includes(`"${keyword}"`)
          )
            return id;
      }
    }
    return undefined;
  };
