import type { Action } from '../../openapi/apply-overlay.ts';
import { actionsOf } from '../../openapi/apply-readings.ts';
import { type Clause, type ClauseScope, enterClause, NO_CLAUSE } from '../../openapi/clause.ts';
import { compileSchema, isValid } from '../../openapi/compile-schema.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../openapi/document.ts';
import type { Issue } from '../../openapi/issue.ts';
import type { Parameter } from '../../openapi/list-operations.ts';
import { targetPointer } from '../../openapi/singular-query.ts';
import { createNameMaker, type NameMaker } from '../../words/name-maker.ts';
import { sampleOf, TOKEN } from './placeholders.ts';
import { FORMATS, listedValues, plainValue, propertiesOf, typeOf } from './plain-value.ts';
import { type Atom, argumentsOf, clauseIds, listAtoms, readRule, type StringRule } from './read-rule.ts';

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
  readonly schema: Node;
  readonly required: boolean;
  /** `other`: a list or object, written as JSON. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'other';
  /** The values allowed, where they are listed. */
  readonly values: readonly string[];
  readonly rule: StringRule;
  /** The clause that says whether it must be there. */
  readonly presence: Clause | undefined;
  /** The clause of the list of values, else the first one about the value. */
  readonly valueClause: Clause | undefined;
  /** The valid text that other cases use; undefined where none can be made. */
  readonly baseline: string | undefined;
  /** Makes names that keep the rule. */
  readonly maker: NameMaker | undefined;
  /** `x-empty: absent` */
  readonly emptyIsAbsent: boolean;
  /** Ids of the clauses that a value breaks. */
  readonly broken: (value: string) => string[];
  readonly isValid: (value: string) => boolean;
  /** Ids of all clauses about the value, in the document's order. */
  readonly clauses: readonly string[];
  /** Points of the register that change a keyword of this value: `x-empty`, `maxLength`; to what does not hold a text. */
  readonly ambiguity: (keyword: string, lost?: string) => string | undefined;
}

/** How a document is read: its register, and which characters names are made of. */
export interface Reading {
  readonly ambiguityAt: ReturnType<typeof registerSearch>;
  /** See `createNameMaker`. */
  readonly alphabet: number;
}

/** The values of a request that its parameters hold; of `name::value` pairs each is one (`x-pairs`). */
export const parameterSubjects = (parameter: Parameter, reading: Reading): Subject[] => {
  const { name, schema, required, scope, pairs } = parameter;
  const ref = `${parameter.in}.${name}`;
  if (pairs) return objectSubjects(ref, schema, scope, reading).map((subject) => ({ ...subject, pairs: name }));
  return [readSubject(ref, schema, required, scope, scope, reading, false)];
};

/** The properties of an object schema and of the members of its allOf, each a subject. */
export const objectSubjects = (
  place: string,
  schema: Node,
  around: ClauseScope,
  reading: Reading,
  takesJson = false,
): Subject[] => {
  const outer = enterClause(schema, around);
  const atoms = listAtoms(schema, around);
  const required = new Set(argumentsOf(atoms, 'required').flat());
  return Object.entries(propertiesOf(atoms)).flatMap(([name, property]) => {
    if (!isNode(property)) return [];
    const scope = enterClause(property, outer);
    return [readSubject(`${place}.${name}`, property, required.has(name), outer, scope, reading, takesJson)];
  });
};

/** The object that a text of pairs makes, its names and values as they are written; undefined where it is none. */
export const readPairs = ({ schema }: Parameter, text: string): Record<string, unknown> | undefined => {
  if (text === '') return {};
  const properties = childNode(schema, 'properties');
  const pairs = text.split('|').map((pair) => pair.split('::'));
  if (pairs.some(({ length }) => length < 2)) return undefined;
  return Object.fromEntries(
    pairs.map(([key = '', ...rest]) => {
      const property = properties[key];
      return [key, coerceText(rest.join('::'), isNode(property) ? kindOf(listAtoms(property, NO_CLAUSE)) : 'string')];
    }),
  );
};

/**
 * Reads what the document says about one value of a request.
 *
 * @param outer what governs it; `scope` what governs its presence.
 * @param takesJson whether lists and objects can be sent in its place.
 */
const readSubject = (
  ref: string,
  schema: Node,
  required: boolean,
  outer: ClauseScope,
  scope: ClauseScope,
  reading: Reading,
  takesJson: boolean,
): Subject => {
  const [place = 'body', ...rest] = ref.split('.');
  const name = rest.join('.');
  const atoms = listAtoms(schema, outer);
  const type = kindOf(atoms);
  const validate = compileSchema(schema, '', outer);
  const [format] = argumentsOf(atoms, 'format').filter((each) => each !== 'date-time');
  const listed = listedValues(atoms);
  const values = listed.length > 0 ? listed : type === 'boolean' ? [true, false] : [];
  // Which texts a format takes, nobody here can say: the one that is known stands for all.
  const texts = values.length > 0 || type !== 'string' ? values : [FORMATS[String(format)]].filter((each) => each);
  const rule = readRule(atoms, scope.clause);
  const valueClause = (
    atoms.find(({ keyword }) => keyword === 'enum' || keyword === 'const') ??
    atoms.find(({ scope: own }) => own.clause && own.clause.id !== scope.clause?.id)
  )?.scope.clause;
  const canName = type === 'string' && texts.length === 0 && (rule.automaton !== undefined || !rule.hasPatterns);
  const maker = canName ? createNameMaker(rule.automaton, rule.least, rule.most, reading.alphabet) : undefined;
  const broken = (value: string): string[] => {
    const issues: Issue[] = [];
    validate(coerceText(value, type), '', { location: 'body', issues });
    return [...new Set(issues.map(({ clause, keyword }) => clause?.id ?? keyword))];
  };
  const keeps = (value: string): boolean => isValid(validate, coerceText(value, type));
  const baseline = (): string | undefined => {
    if (type === 'other' && !takesJson) return undefined;
    if (rule.hasPatterns && maker && keeps(sampleOf(TOKEN, maker))) return TOKEN;
    const plain = texts[0] ?? plainValue(schema);
    return plain === undefined ? undefined : asText(plain);
  };
  return {
    ref,
    place: place as Subject['place'],
    name,
    record: textAt(schema, 'x-record') ?? rest.at(-1) ?? name,
    schema,
    required,
    type,
    values: [...new Set(texts.map(asText))],
    rule,
    presence: scope.clause,
    valueClause: valueClause ?? scope.clause,
    baseline: baseline(),
    maker,
    emptyIsAbsent: schema['x-empty'] === 'absent',
    broken,
    isValid: keeps,
    clauses: clauseIds(atoms, scope.clause),
    ambiguity: (keyword, lost) => reading.ambiguityAt(`/properties/${rest.at(-1) ?? name}`, keyword, lost),
  };
};

const kindOf = (atoms: readonly Atom[]): Subject['type'] => {
  const type = typeOf(atoms);
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean' ? type : 'other';
};

/** A value of JSON as a text of a plan. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A text as a value of a type; left as it is where it is none. */
export const coerceText = (text: string, type: Subject['type']): unknown => {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** Finds the register entry one of whose readings changes a keyword at a place, to what does not hold a text. */
export const registerSearch =
  (document: Document) =>
  (suffix: string, keyword: string, lost?: string): string | undefined => {
    const register = childNode(document as unknown as Node, 'x-ambiguities');
    const isFound = ({ target, ...change }: Action): boolean => {
      const text = JSON.stringify(change);
      const isThere = targetPointer(target).endsWith(suffix) && text.includes(`"${keyword}"`);
      return isThere && (lost === undefined || !text.includes(JSON.stringify(lost)));
    };
    return Object.keys(register).find((id) =>
      Object.values(childNode(childNode(register, id), 'readings')).some((reading) => actionsOf(reading).some(isFound)),
    );
  };
