import { NO_CLAUSE } from '../../openapi/clause.ts';
import { compileSchema, isValid } from '../../openapi/compile-schema.ts';
import { isNode, type Node } from '../../openapi/document.ts';
import { createNameMaker } from '../../words/name-maker.ts';
import { type Atom, argumentsOf, boundOf, listAtoms, readRule } from './read-rule.ts';

/** Texts of formats that JSON Schema describes and no pattern does. */
export const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2030-01-01T00:00:00Z',
  date: '2030-01-01',
  email: 'a@example.com',
  uri: 'https://example.com/',
  uuid: '5f0c1c52-9f5e-4b1a-8d3e-2f6a7b8c9d0e',
  ipv4: '192.0.2.1',
};

/** The one type of a schema, where it has one; `null` beside it is passed over. */
export const typeOf = (atoms: readonly Atom[]): string | undefined => {
  const [type] = argumentsOf(atoms, 'type');
  const types = (Array.isArray(type) ? type : [type]).filter((each) => each !== undefined && each !== 'null');
  if (types.length > 1) return undefined;
  if (types.length === 1) return String(types[0]);
  const listed = listedValues(atoms);
  if (listed.length > 0 && listed.every((value) => typeof value === 'string')) return 'string';
  return argumentsOf(atoms, 'properties').length > 0 ? 'object' : undefined;
};

/** The values of `enum` or `const`. */
export const listedValues = (atoms: readonly Atom[]): unknown[] => [
  ...argumentsOf(atoms, 'enum').flatMap((list) => (Array.isArray(list) ? list : [])),
  ...argumentsOf(atoms, 'const'),
];

/** Examples of the schema itself. */
const examplesOf = (atoms: readonly Atom[]): unknown[] => [
  ...argumentsOf(atoms, 'examples').flatMap((list) => (Array.isArray(list) ? list : [])),
  ...argumentsOf(atoms, 'example'),
  ...argumentsOf(atoms, 'default'),
];

/** A plain value that keeps a schema; undefined where none is found. */
export const plainValue = (schema: unknown): unknown => {
  if (!isNode(schema)) return schema === true ? 'text' : undefined;
  const validate = compileSchema(schema);
  return candidates(schema).find((value) => value !== undefined && isValid(validate, value));
};

const candidates = (schema: Node): unknown[] => {
  const atoms = listAtoms(schema, NO_CLAUSE);
  const type = typeOf(atoms);
  const options = ['anyOf', 'oneOf'].flatMap((keyword) => argumentsOf(atoms, keyword).flat());
  return [
    ...listedValues(atoms),
    ...examplesOf(atoms),
    ...(type === 'integer' || type === 'number' ? [1, ...boundaries(atoms, type)] : []),
    ...(type === 'string' || type === undefined ? plainTexts(atoms) : []),
    ...(type === 'boolean' ? [true, false] : []),
    ...(type === 'array' ? [plainList(atoms)] : []),
    ...(type === 'object' ? [plainObject(atoms)] : []),
    ...options.map((option) => plainValue(isNode(option) ? { type: schema['type'], ...option } : option)),
  ];
};

const plainTexts = (atoms: readonly Atom[]): string[] => {
  const formats = argumentsOf(atoms, 'format').flatMap((format) => FORMATS[String(format)] ?? []);
  const { automaton, hasPatterns, least, most } = readRule(atoms, undefined);
  const maker = hasPatterns && !automaton ? undefined : createNameMaker(automaton, least, most);
  return [...formats, 'text', maker?.ofLength(Math.max(1, least)) ?? '', maker?.make(1, 1) ?? ''];
};

const plainList = (atoms: readonly Atom[]): unknown => {
  const least = Math.max(0, boundOf(atoms, 'minItems', Math.max));
  const [item] = argumentsOf(atoms, 'items').map(plainValue);
  return item === undefined ? [] : Array.from({ length: Math.max(1, least) }, () => item);
};

const plainObject = (atoms: readonly Atom[]): unknown => {
  const properties = propertiesOf(atoms);
  const required = new Set(argumentsOf(atoms, 'required').flat().map(String));
  return Object.fromEntries([...required].map((name) => [name, plainValue(properties[name] ?? true)]));
};

/** The properties of an object, those of the members of its allOf among them. */
export const propertiesOf = (atoms: readonly Atom[]): Record<string, unknown> =>
  Object.assign({}, ...argumentsOf(atoms, 'properties').filter(isNode));

/** Numbers at the bounds of a rule, and one step beyond each. */
export const boundaries = (atoms: readonly Atom[], type: string): number[] => {
  const [step = type === 'integer' ? 1 : 0.5] = argumentsOf(atoms, 'multipleOf').filter(
    (each) => typeof each === 'number',
  );
  const up = (number: number): number => Math.ceil(number / step) * step;
  const down = (number: number): number => Math.floor(number / step) * step;
  const low = Math.max(
    up(boundOf(atoms, 'minimum', Math.max)),
    down(boundOf(atoms, 'exclusiveMinimum', Math.max)) + step,
  );
  const high = Math.min(
    down(boundOf(atoms, 'maximum', Math.min)),
    up(boundOf(atoms, 'exclusiveMaximum', Math.min)) - step,
  );
  const found = [low, low - step, low + step, high, high + step, 0, step, -step];
  return [...new Set(found.filter(Number.isFinite))];
};

/** A value near a plain one, and what was done to that. */
export interface NearValue {
  readonly what: string;
  readonly value: unknown;
  /** It is only of another type, which programs often read all the same. */
  readonly isLoose: boolean;
}

/**
 * Values near one that keeps a schema: a member less, one more, each leaf at its bounds, beyond them
 * and of another type. Whether they keep the schema is for that to say.
 */
export const nearValues = (schema: unknown, value: unknown, at = ''): NearValue[] => {
  const atoms = listAtoms(schema, NO_CLAUSE);
  const near = (what: string, changed: unknown, isLoose = false): NearValue => ({
    what: at === '' ? what : `${what} at ${at}`,
    value: changed,
    isLoose,
  });
  const inside = (place: string | number, part: unknown, put: (part: unknown) => unknown): NearValue[] =>
    nearValues(part, (value as Node)[place], at === '' ? `${place}` : `${at}.${place}`).map((each) => ({
      ...each,
      value: put(each.value),
    }));
  if (Array.isArray(value)) {
    const [item] = argumentsOf(atoms, 'items');
    const [first = plainValue(item)] = value;
    const most = boundOf(atoms, 'maxItems', Math.min);
    const lengths = new Set([0, 2, boundOf(atoms, 'minItems', Math.max) - 1, most, most + 1]);
    const possible = [...lengths].filter((length) => length >= 0 && length <= MOST_ITEMS && length !== value.length);
    return [
      ...possible.map((length) =>
        near(
          `${length} items`,
          Array.from({ length }, () => first),
        ),
      ),
      ...(value.length > 0 ? inside(0, item, (part) => value.with(0, part)) : []),
      near('a text', 'text', true),
    ];
  }
  if (isNode(value)) {
    const members = Object.entries(propertiesOf(atoms)).flatMap(([name, property]) => {
      const { [name]: own, ...others } = value;
      const added = own === undefined ? plainValue(property) : undefined;
      if (added !== undefined) return [near(`with ${name}`, { ...value, [name]: added })];
      if (own === undefined) return [];
      return [near(`without ${name}`, others), ...inside(name, property, (part) => ({ ...value, [name]: part }))];
    });
    return [...members, near('more', { ...value, unknown: 'text' }, true), near('a text', 'text', true)];
  }
  const type = typeOf(atoms);
  if (type === 'integer' || type === 'number') {
    const numbers = boundaries(atoms, type).filter((number) => number !== value);
    const fraction = type === 'integer' ? [near('1.5', 1.5, true)] : [];
    return [...numbers.map((number) => near(String(number), number)), ...fraction, near('a text', 'text', true)];
  }
  const others = typeof value === 'string' ? ['nonsense', ''] : ['nonsense'];
  const texts = [...listedValues(atoms), ...others].filter((each) => each !== value);
  return [
    ...texts.map((each) => near(JSON.stringify(each), each)),
    ...(typeof value === 'string' ? [near('1', 1, true)] : []),
  ];
};

const MOST_ITEMS = 100;
