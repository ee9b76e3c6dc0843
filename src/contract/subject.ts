import { type Clause, type ClauseScope, enterClause } from '../openapi/clause.ts';
import { compileSchema, isValid, type Validate } from '../openapi/compile-schema.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../openapi/document.ts';
import type { Issue } from '../openapi/issue.ts';
import type { Operation, Parameter } from '../openapi/list-operations.ts';
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
  /** The parameter that holds it as `name::value`; its own name then begins with that one's. */
  readonly pairs?: string;
  /** The property of the record that it is the value of. */
  readonly record: string;
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

/** The properties of an object schema, each a subject. */
export const objectSubjects = (
  place: string,
  schema: Node,
  around: ClauseScope,
  ambiguityAt: ReturnType<typeof registerSearch>,
): Subject[] => {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const outer = enterClause(schema, around);
  return Object.entries(childNode(schema, 'properties')).flatMap(([name, property]) =>
    isNode(property)
      ? [
          readSubject(
            `${place}.${name}`,
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

/** The values that one parameter holds as `name::value` (`x-pairs`). */
export const pairSubjects = (parameter: Parameter, ambiguityAt: ReturnType<typeof registerSearch>): Subject[] =>
  objectSubjects(`${parameter.in}.${parameter.name}`, parameter.schema, parameter.scope, ambiguityAt).map(
    (subject) => ({
      ...subject,
      pairs: parameter.name,
    }),
  );

/** Ids of what a text of pairs breaks; its names and values as they are written. */
export const brokenPairs = (operation: Operation, name: string, text: string): readonly (string | undefined)[] => {
  const parameter = operation.parameters.find((each) => each.name === name);
  if (!parameter) return [];
  const properties = childNode(parameter.schema, 'properties');
  const value = Object.fromEntries(
    text.split('|').map((pair) => {
      const [key = '', ...rest] = pair.split('::');
      const property = properties[key];
      return [key, coerceText(rest.join('::'), isNode(property) ? typeOf(property, []) : 'string')];
    }),
  );
  const issues: Issue[] = [];
  parameter.validate(value, name, { location: 'query', issues });
  return [...new Set(issues.map(({ clause }) => clause?.id))];
};

export const readSubject = (
  ref: string,
  schema: Node,
  required: boolean,
  outer: ClauseScope,
  scope: ClauseScope,
  ambiguityAt: ReturnType<typeof registerSearch>,
): Subject => {
  const record = textAt(schema, 'x-record');
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
  const valueClause = (listed ?? atoms.find(({ scope: own }) => own.clause && own.clause.id !== scope.clause?.id))
    ?.scope.clause;
  const subject = {
    ref,
    place: place as Subject['place'],
    name,
    record: record ?? rest.at(-1) ?? name,
    required,
    type,
    values,
    rule,
    presence: scope.clause,
    valueClause: valueClause ?? scope.clause,
    broken: (value: string) => brokenClauses(validate, typed(value)),
    isValid: (value: string) => isValid(validate, typed(value)),
    clauses: clauseIds(atoms, scope.clause),
    ambiguity: (keyword: string) => ambiguityAt(`/properties/${rest.at(-1) ?? name}`, keyword),
  };
  return { ...subject, baseline: pickBaseline(subject, listExamples(schema, atoms)) };
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

const listExamples = (schema: Node, atoms: readonly Atom[]): unknown[] => [
  ...atoms.flatMap(({ keyword, argument }) => (keyword === 'examples' && Array.isArray(argument) ? argument : [])),
  schema['example'],
];

const pickBaseline = (subject: Omit<Subject, 'baseline'>, examples: readonly unknown[]): string => {
  const [first] = subject.values;
  if (first !== undefined) return first;
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
export const registerSearch =
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
