import { compileSchema, isValid } from '../openapi/compile-schema.ts';
import { isNode, type Node } from '../openapi/document/document.ts';
import { NO_CLAUSE } from '../openapi/operations/clause.ts';
import { createNameMaker } from './name-maker.ts';
import { type Atom, argumentsOf, boundOf, listAtoms, readRule } from './read-rule.ts';

/** Texts of formats that JSON Schema describes and no pattern does. */
export const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2030-01-01T00:00:00Z',
  date: '2030-01-01',
  time: '00:00:00Z',
  email: 'a@example.com',
  uri: 'https://example.com/',
  uuid: '5f0c1c52-9f5e-4b1a-8d3e-2f6a7b8c9d0e',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

/** The one type of a schema, where it has one; `null` beside it is passed over. */
export const typeOf = (atoms: readonly Atom[]): string | undefined => {
  const [type] = argumentsOf(atoms, 'type');
  const types = [type].flat().filter((each) => each !== undefined && each !== 'null');
  if (types.length > 0) return types.length === 1 ? String(types[0]) : undefined;
  const listed = listedValues(atoms);
  if (listed.length > 0 && listed.every((value) => typeof value === 'string')) return 'string';
  return argumentsOf(atoms, 'properties').length > 0 ? 'object' : undefined;
};

/** The values of `enum` or `const`. */
export const listedValues = (atoms: readonly Atom[]): unknown[] => [
  ...argumentsOf(atoms, 'enum').flat(),
  ...argumentsOf(atoms, 'const'),
];

/** The properties of an object, those of the members of its allOf among them. */
export const propertiesOf = (atoms: readonly Atom[]): Record<string, unknown> =>
  Object.assign({}, ...argumentsOf(atoms, 'properties').filter(isNode));

/** A plain value that keeps a schema; undefined where none is found. */
export const plainValue = (schema: unknown): unknown => plainWithin(schema, new Set());

/** @param holders the schemas that this one is a part of: a tree ends before it would hold itself. */
const plainWithin = (schema: unknown, holders: ReadonlySet<unknown>): unknown => {
  if (!isNode(schema)) return schema === true ? 'text' : undefined;
  if (holders.has(schema)) return undefined;
  const validate = compileSchema(schema);
  const make = (part: unknown): unknown => plainWithin(part, new Set(holders).add(schema));
  return candidates(schema, make).find((value) => value !== undefined && isValid(validate, value));
};

const candidates = (schema: Node, make: (part: unknown) => unknown): unknown[] => {
  const atoms = listAtoms(schema, NO_CLAUSE);
  const type = typeOf(atoms);
  const options = ['anyOf', 'oneOf'].flatMap((keyword) => argumentsOf(atoms, keyword).flat());
  return [
    ...listedValues(atoms),
    ...argumentsOf(atoms, 'examples').flat(),
    ...argumentsOf(atoms, 'example'),
    ...argumentsOf(atoms, 'default'),
    ...(type === 'integer' || type === 'number' ? [1, ...boundaries(atoms, type)] : []),
    ...(type === 'string' || type === undefined ? plainTexts(atoms) : []),
    ...(type === 'boolean' ? [true, false] : []),
    ...(type === 'array' ? [plainList(atoms, make), []] : []),
    ...(type === 'object' ? [plainObject(atoms, make)] : []),
    ...options.map((option) => make(isNode(option) && schema['type'] ? { type: schema['type'], ...option } : option)),
  ];
};

const plainTexts = (atoms: readonly Atom[]): string[] => {
  const formats = argumentsOf(atoms, 'format').flatMap((format) => FORMATS[String(format)] ?? []);
  const { automaton, hasPatterns, least, most } = readRule(atoms, undefined);
  const maker = hasPatterns && !automaton ? undefined : createNameMaker(automaton, least, most);
  return [...formats, 'text', maker?.ofLength(Math.max(1, least)) ?? '', maker?.make(1, 1) ?? ''];
};

const plainList = (atoms: readonly Atom[], make: (part: unknown) => unknown): unknown => {
  const [item] = argumentsOf(atoms, 'items').map(make);
  const length = Math.max(1, boundOf(atoms, 'minItems', Math.max));
  return item === undefined ? [] : Array.from({ length }, () => item);
};

const plainObject = (atoms: readonly Atom[], make: (part: unknown) => unknown): unknown => {
  const properties = propertiesOf(atoms);
  const required = new Set(argumentsOf(atoms, 'required').flat().map(String));
  return Object.fromEntries([...required].map((name) => [name, make(properties[name] ?? true)]));
};

/** Numbers at the bounds of a rule, and one step beyond each. */
const boundaries = (atoms: readonly Atom[], type: 'integer' | 'number'): number[] => {
  const [given] = argumentsOf(atoms, 'multipleOf').filter((each) => typeof each === 'number');
  const step = given ?? (type === 'integer' ? 1 : 0.5);
  const up = (keyword: string, tightest: typeof Math.max): number =>
    Math.ceil(boundOf(atoms, keyword, tightest) / step) * step;
  const down = (keyword: string, tightest: typeof Math.max): number =>
    Math.floor(boundOf(atoms, keyword, tightest) / step) * step;
  const low = Math.max(up('minimum', Math.max), down('exclusiveMinimum', Math.max) + step);
  const high = Math.min(down('maximum', Math.min), up('exclusiveMaximum', Math.min) - step);
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
export const nearValues = (schema: unknown, value: unknown): NearValue[] =>
  changesOf(schema, value).map(({ at, what, ...rest }) => ({
    what: at.length === 0 ? what : `${what} at ${at.join('.')}`,
    ...rest,
  }));

/** A near value of a part, `at` being its place in the whole. */
interface Change extends NearValue {
  readonly at: readonly string[];
}

const change = (what: string, value: unknown, isLoose = false): Change => ({ what, value, isLoose, at: [] });

const TEXT = change('a text', 'text', true);

// What some languages read as a number: with a blank, a sign, a separator, in digits of another script.
const NEAR_NUMBERS = [' 5', '+5', '1_0', '\uff11\uff12'].map((text) => change(JSON.stringify(text), text, true));

const changesOf = (schema: unknown, value: unknown): Change[] => {
  const atoms = listAtoms(schema, NO_CLAUSE);
  if (Array.isArray(value)) return [...changesOfList(atoms, value), TEXT];
  if (isNode(value))
    return [...changesOfObject(atoms, value), change('more', { ...value, unknown: 'text' }, true), TEXT];
  const type = typeOf(atoms);
  if (type === 'integer' || type === 'number') {
    const fraction = type === 'integer' ? [change('1.5', 1.5, true)] : [];
    const numbers = boundaries(atoms, type).filter((number) => number !== value);
    return [...numbers.map((number) => change(String(number), number)), ...fraction, ...NEAR_NUMBERS, TEXT];
  }
  const isText = typeof value === 'string';
  const texts = [...listedValues(atoms), 'nonsense', ...(isText ? [''] : [])].filter((each) => each !== value);
  return [...texts.map((each) => change(JSON.stringify(each), each)), ...(isText ? [change('1', 1, true)] : [])];
};

const changesOfList = (atoms: readonly Atom[], value: readonly unknown[]): Change[] => {
  const [item] = argumentsOf(atoms, 'items');
  const [first = plainValue(item)] = value;
  const most = boundOf(atoms, 'maxItems', Math.min);
  const lengths = new Set([0, 2, boundOf(atoms, 'minItems', Math.max) - 1, most, most + 1]);
  const possible = [...lengths].filter((length) => length >= 0 && length <= MOST_ITEMS && length !== value.length);
  const others = possible.map((length) => change(`${length} items`, new Array(length).fill(first)));
  return [...others, ...(value.length > 0 ? inside('0', item, first, (part) => value.with(0, part)) : [])];
};

const MOST_ITEMS = 100;

const changesOfObject = (atoms: readonly Atom[], value: Node): Change[] =>
  Object.entries(propertiesOf(atoms)).flatMap(([name, property]) => {
    const { [name]: own, ...others } = value;
    const put = (part: unknown): Node => ({ ...value, [name]: part });
    if (own !== undefined) return [change(`without ${name}`, others), ...inside(name, property, own, put)];
    const added = plainValue(property);
    return added === undefined ? [] : [change(`with ${name}`, put(added))];
  });

/** The changes of a part, put into the whole. */
const inside = (place: string, schema: unknown, part: unknown, put: (part: unknown) => unknown): Change[] =>
  changesOf(schema, part).map(({ at, value, ...rest }) => ({ ...rest, at: [place, ...at], value: put(value) }));
