import { DocumentError, isNode, isTexts, type Node } from './document/document.ts';
import { joinPointer } from './document/json-pointer.ts';
import { type ClauseScope, enterClause, NO_CLAUSE } from './operations/clause.ts';
import type { Issue, IssueLocation } from './operations/issue.ts';
import { FORMATS } from './schemas/formats.ts';

/** Where the issues of one validation go, and what they are about. */
export interface IssueSink {
  readonly location: IssueLocation;
  readonly issues: Issue[];
}

/** Adds an issue to the sink for each rule the value breaks; `name` is the value's path. */
export type Validate = (value: unknown, name: string, sink: IssueSink) => void;

/**
 * Compiles a JSON Schema (2020-12, as OpenAPI 3.1 has it; references resolved) into closures: no
 * `eval`, so it runs under a strict Content-Security-Policy. Every rule is checked, not only the
 * first (though 100 issues are enough), and each issue names the clause (`x-clause`) that governs the failed keyword. A value of a
 * wrong type yields one issue and no further ones.
 *
 * @param pointer where the schema stands, for errors.
 * @throws DocumentError for a keyword that would be silently ignored, or a pattern that is none.
 */
export const compileSchema = (schema: unknown, pointer = '', outer: ClauseScope = NO_CLAUSE): Validate =>
  compile(schema, pointer, outer, { begun: new Map(), inPlace: new Set() });

/** What was begun around a schema, in one compilation. */
interface Around {
  /** A schema that refers to itself, as that of a tree does, is compiled once for each clause that governs it. */
  readonly begun: Map<Node, { readonly outer: ClauseScope; validate?: Validate }[]>;
  /** The schemas that hold this one for the same value. */
  readonly inPlace: ReadonlySet<Node>;
}

const compile = (schema: unknown, pointer: string, outer: ClauseScope, around: Around): Validate => {
  if (schema === true) return () => undefined;
  if (schema === false) return (value, name, sink) => report(sink, name, 'false', outer, value);
  if (!isNode(schema)) throw new DocumentError(pointer, 'a schema must be an object or a boolean.');
  if (around.inPlace.has(schema)) throw new DocumentError(pointer, 'the schema is made of itself.');
  const before = around.begun.get(schema) ?? [];
  const same = before.find((each) => isSameScope(each.outer, outer));
  if (same) return same.validate ?? ((value, name, sink) => same.validate?.(value, name, sink));
  const begun: (typeof before)[number] = { outer };
  around.begun.set(schema, [...before, begun]);
  begun.validate = compileKeywords(schema, pointer, outer, { ...around, inPlace: new Set(around.inPlace).add(schema) });
  return begun.validate;
};

const isSameScope = (one: ClauseScope, other: ClauseScope): boolean =>
  one === other ||
  (one.clause?.id === other.clause?.id &&
    one.code === other.code &&
    JSON.stringify(one.codeOf) === JSON.stringify(other.codeOf));

const compileKeywords = (schema: Node, pointer: string, outer: ClauseScope, around: Around): Validate => {
  const scope = enterClause(schema, outer);
  const checks: Validate[] = [];
  for (const keyword of Object.keys(schema)) {
    if (UNSUPPORTED.has(keyword))
      throw new DocumentError(
        joinPointer(pointer, keyword),
        `the schema keyword "${keyword}" is not supported: say it in another way.`,
      );
    checkArgument(keyword, schema[keyword], joinPointer(pointer, keyword));
    if (schema['x-restates'] === 'allOf' && RESTATED.has(keyword)) continue;
    const compileKeyword = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (compileKeyword)
      checks.push(compileKeyword(schema[keyword], schema, scope, joinPointer(pointer, keyword), around));
  }
  const isType = compileType(schema['type']);
  return (value, name, sink) => {
    if (!isType(value)) return report(sink, name, 'type', scope, value);
    for (const check of checks) check(value, name, sink);
  };
};

/** The issues of a value by itself, as one of a body. */
export const issuesOf = (validate: Validate, value: unknown): Issue[] => {
  const issues: Issue[] = [];
  validate(value, '', { location: 'body', issues });
  return issues;
};

/** Whether a value has no issue. */
export const isValid = (validate: Validate, value: unknown): boolean => issuesOf(validate, value).length === 0;

/** More issues of one value help nobody, and a megabyte of wrong items would make some hundred megabytes of them. */
const MOST_ISSUES = 100;
const isFull = ({ issues }: IssueSink): boolean => issues.length >= MOST_ISSUES;

const report = (sink: IssueSink, name: string, keyword: string, scope: ClauseScope, received?: unknown): void => {
  if (isFull(sink)) return;
  const code = scope.codeOf[keyword] ?? scope.code;
  sink.issues.push({ location: sink.location, name, keyword, clause: scope.clause, code, received });
};

// These change what is valid, so passing over them would accept what the document forbids.
const UNSUPPORTED = new Set(
  `$dynamicRef $ref if then else contains dependentSchemas patternProperties prefixItems
  propertyNames unevaluatedItems unevaluatedProperties`.split(/\s+/),
);
const isCount = (argument: unknown): boolean => Number.isSafeInteger(argument) && (argument as number) >= 0;
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
/** What stands at keywords: a wrong one would let everything pass, or nothing. */
const ARGUMENTS: readonly (readonly [what: string, keywords: string, fits: (argument: unknown) => boolean])[] = [
  ['a whole number from 0', 'minLength maxLength minItems maxItems minProperties maxProperties', isCount],
  ['a number', 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf', Number.isFinite],
  ['a text', 'pattern format', (argument) => typeof argument === 'string'],
  ['a list', 'enum allOf anyOf oneOf', Array.isArray],
  ['an object', 'properties dependentRequired', isNode],
  ['true or false', 'uniqueItems', (argument) => typeof argument === 'boolean'],
  [
    `one of ${TYPES.join(', ')}, or a list of them`,
    'type',
    (argument) => [argument].flat().every((type) => TYPES.includes(type as string)),
  ],
];
const ARGUMENT_OF = new Map(
  ARGUMENTS.flatMap(([what, keywords, fits]) => keywords.split(' ').map((keyword) => [keyword, { what, fits }])),
);

const checkArgument = (keyword: string, argument: unknown, pointer: string): void => {
  const known = ARGUMENT_OF.get(keyword);
  if (known && !known.fits(argument))
    throw new DocumentError(pointer, `"${keyword}" must be ${known.what} (it is ${sayArgument(argument)}).`);
};

/** An object may hold itself. */
const sayArgument = (argument: unknown): string =>
  Array.isArray(argument) ? 'a list' : isNode(argument) ? 'an object' : JSON.stringify(argument);

// "x-restates: allOf" says that these repeat the clauses for tools that read one pattern only.
const RESTATED = new Set(['pattern', 'minLength', 'maxLength']);

type Compile = (argument: unknown, schema: Node, scope: ClauseScope, pointer: string, around: Around) => Validate;

/** Around the schema of a part of the value. */
const inside = (around: Around): Around => ({ ...around, inPlace: new Set() });

/** A keyword that is a plain yes or no about values it applies to. */
const assertion =
  (make: (argument: unknown, pointer: string) => (value: unknown) => boolean, keyword: string): Compile =>
  (argument, _schema, scope, pointer) => {
    const holds = make(argument, pointer);
    return (value, name, sink) => {
      if (!holds(value)) report(sink, name, keyword, scope, value);
    };
  };

const onString = (holds: (text: string) => boolean) => (value: unknown) => typeof value !== 'string' || holds(value);
const onNumber = (holds: (number: number) => boolean) => (value: unknown) => typeof value !== 'number' || holds(value);
const onArray = (holds: (items: readonly unknown[]) => boolean) => (value: unknown) =>
  !Array.isArray(value) || holds(value);
const onObject = (holds: (object: Node) => boolean) => (value: unknown) => !isNode(value) || holds(value);

// Lengths are in characters (code points): units bound them, so most texts need no count.
const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/**
 * Compiles a pattern of the document.
 *
 * @throws DocumentError where it is none.
 */
export const compilePattern = (pattern: unknown, pointer: string, flags = 'u'): RegExp => {
  try {
    return new RegExp(String(pattern), flags);
  } catch (error) {
    throw new DocumentError(pointer, `not a regular expression: ${(error as Error).message}`);
  }
};

/** A text that is the same for equal values, whatever the order of their keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    isNode(item) ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1))) : item,
  );

const sameJson = (left: unknown, right: unknown): boolean =>
  left === right || (typeof left === 'object' && left !== null && canonical(left) === canonical(right));

const ASSERTIONS: Record<string, (argument: never, pointer: string) => (value: unknown) => boolean> = {
  enum: (values: readonly unknown[]) => (value) => values.some((allowed) => sameJson(allowed, value)),
  const: (constant: unknown) => (value) => sameJson(constant, value),
  pattern: (pattern: string, pointer) => {
    const expression = compilePattern(pattern, pointer);
    return onString((text) => expression.test(text));
  },
  minLength: (least: number) =>
    onString((text) => text.length >= least && (text.length >= least * 2 || codePoints(text) >= least)),
  maxLength: (most: number) =>
    onString((text) => text.length <= most || (text.length <= most * 2 && codePoints(text) <= most)),
  format: (format: string) => {
    const fits = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    return fits ? onString(fits) : () => true;
  },
  minimum: (least: number) => onNumber((number) => number >= least),
  maximum: (most: number) => onNumber((number) => number <= most),
  exclusiveMinimum: (bound: number) => onNumber((number) => number > bound),
  exclusiveMaximum: (bound: number) => onNumber((number) => number < bound),
  multipleOf: (step: number) => onNumber((number) => Number.isInteger(number / step)),
  minItems: (least: number) => onArray((items) => items.length >= least),
  maxItems: (most: number) => onArray((items) => items.length <= most),
  uniqueItems: (unique: boolean) => onArray((items) => !unique || new Set(items.map(canonical)).size === items.length),
  minProperties: (least: number) => onObject((object) => Object.keys(object).length >= least),
  maxProperties: (most: number) => onObject((object) => Object.keys(object).length <= most),
  dependentRequired: (needs: Readonly<Record<string, readonly string[]>>) =>
    onObject((object) =>
      Object.entries(needs).every(
        ([name, others]) => !Object.hasOwn(object, name) || others.every((other) => Object.hasOwn(object, other)),
      ),
    ),
};

const KEYWORDS: Record<string, Compile> = {
  ...Object.fromEntries(
    Object.entries(ASSERTIONS).map(([keyword, make]) => [
      keyword,
      assertion(make as Parameters<typeof assertion>[0], keyword),
    ]),
  ),

  required: (names, schema, scope, pointer) => {
    if (!isTexts(names)) throw new DocumentError(pointer, '"required" must be a list of names.');
    // The described ones are looked at in their order, by "properties".
    const described = isNode(schema['properties']) ? schema['properties'] : {};
    const others = names.filter((name) => !Object.hasOwn(described, name));
    return (value, path, sink) => {
      if (!isNode(value)) return;
      for (const name of others) if (!Object.hasOwn(value, name)) report(sink, joinName(path, name), 'required', scope);
    };
  },

  properties: (properties, schema, scope, pointer, around) => {
    const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
    const compiled = Object.entries(properties as Node).map(([name, property]) => ({
      name,
      required: required.has(name),
      // A missing property is reported by its own clause.
      scope: isNode(property) ? enterClause(property, scope) : scope,
      validate: compile(property, joinPointer(pointer, name), scope, inside(around)),
    }));
    return (value, path, sink) => {
      if (!isNode(value)) return;
      for (const property of compiled) {
        const { name } = property;
        if (Object.hasOwn(value, name)) property.validate(value[name], joinName(path, name), sink);
        else if (property.required) report(sink, joinName(path, name), 'required', property.scope);
      }
    };
  },

  additionalProperties: (additional, schema, scope, pointer, around) => {
    const known = new Set(Object.keys(isNode(schema['properties']) ? schema['properties'] : {}));
    const validate = additional === false ? undefined : compile(additional, pointer, scope, inside(around));
    return (value, path, sink) => {
      if (!isNode(value)) return;
      for (const name of Object.keys(value)) {
        if (known.has(name)) continue;
        if (isFull(sink)) return;
        if (validate) validate(value[name], joinName(path, name), sink);
        else report(sink, joinName(path, name), 'additionalProperties', scope, value[name]);
      }
    };
  },

  items: (items, _schema, scope, pointer, around) => {
    const validate = compile(items, pointer, scope, inside(around));
    return (value, path, sink) => {
      if (!Array.isArray(value)) return;
      for (const [index, item] of value.entries()) {
        if (isFull(sink)) return;
        validate(item, `${path}[${index}]`, sink);
      }
    };
  },

  allOf: (schemas, _schema, scope, pointer, around) => {
    const compiled = compileList(schemas, scope, pointer, around);
    return (value, name, sink) => {
      for (const validate of compiled) validate(value, name, sink);
    };
  },

  anyOf: (schemas, _schema, scope, pointer, around) => {
    const compiled = compileList(schemas, scope, pointer, around);
    return (value, name, sink) => {
      if (!compiled.some((validate) => isValid(validate, value))) report(sink, name, 'anyOf', scope, value);
    };
  },

  oneOf: (schemas, _schema, scope, pointer, around) => {
    const compiled = compileList(schemas, scope, pointer, around);
    return (value, name, sink) => {
      if (compiled.filter((validate) => isValid(validate, value)).length !== 1)
        report(sink, name, 'oneOf', scope, value);
    };
  },

  not: (schema, _schema, scope, pointer, around) => {
    // The shape most clauses have: text that must not match.
    const only = isNode(schema) && Object.keys(schema).length === 1 ? schema['pattern'] : undefined;
    if (only !== undefined) {
      const expression = compilePattern(only, pointer);
      return (value, name, sink) => {
        if (typeof value !== 'string' || expression.test(value)) report(sink, name, 'not', scope, value);
      };
    }
    const validate = compile(schema, pointer, NO_CLAUSE, around);
    return (value, name, sink) => {
      if (isValid(validate, value)) report(sink, name, 'not', scope, value);
    };
  },
};

const compileList = (schemas: unknown, scope: ClauseScope, pointer: string, around: Around): Validate[] => {
  if (!Array.isArray(schemas)) throw new DocumentError(pointer, 'must be a list of schemas.');
  return schemas.map((schema, index) => compile(schema, joinPointer(pointer, index), scope, around));
};

const joinName = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const compileType = (type: unknown): ((value: unknown) => boolean) => {
  if (type === undefined) return () => true;
  if (type === 'string') return (value) => typeof value === 'string';
  const types = new Set<unknown>(Array.isArray(type) ? type : [type]);
  return (value) => {
    const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    return types.has(actual) || (types.has('integer') && Number.isInteger(value));
  };
};
