import { compileSchema, issuesOf } from '../compile-schema.ts';
import { childNode, DocumentError, isNode, isTexts, type Node, textAt } from '../document/document.ts';
import { joinPointer, resolvePointer } from '../document/json-pointer.ts';
import { isJsonType } from '../operations/list-operations.ts';
import { FORMATS } from '../schemas/formats.ts';
import type { Context } from './context.ts';
import { OBJECTS } from './objects.ts';
import { sayUnknown } from './problem.ts';
import { show, type Visited } from './visit-objects.ts';

/** Checks every schema of a document, and the examples beside them. */
export const checkSchemas = (context: Context): void => {
  const schemas = context.objects.flatMap(({ kind, ...visited }) => {
    const resolved = context.resolvedAt(visited.pointer);
    const isOnlyReference = Object.keys(visited.node).every((key) => key === '$ref');
    return kind === 'schema' && isNode(resolved) && !isOnlyReference ? [{ ...visited, resolved }] : [];
  });
  const namesOf = readNames(schemas.map(({ resolved }) => resolved));
  for (const { node, pointer, resolved } of schemas) {
    checkKeywords(node, pointer, context);
    checkBounds(node, pointer, context);
    checkValues(node, pointer, resolved, context);
    if (isMadeOf(resolved, resolved, new Set())) context.tell(pointer, 'the schema is made of itself.');
    const names = namesOf(resolved);
    if (names) checkNames(node, pointer, names, context);
  }
  for (const visited of context.objects)
    if (visited.kind === 'media' || visited.kind === 'parameter' || visited.kind === 'header')
      checkExamples(visited, context);
};

const SUBSCHEMAS = new Map([...(OBJECTS.get('schema') ?? [])].filter(([, { type }]) => type === 'schema'));

/** An argument of a keyword without what is checked by itself. */
const withoutParts = (keyword: string, argument: unknown): unknown => {
  const [around] = SUBSCHEMAS.get(keyword)?.within ?? [];
  if (!SUBSCHEMAS.has(keyword)) return argument;
  if (around === '[]') return Array.isArray(argument) ? argument.map(() => true) : argument;
  if (around === '{}')
    return isNode(argument) ? Object.fromEntries(Object.keys(argument).map((name) => [name, true])) : argument;
  return true;
};

/** Formats that say how a number or text is held, of which nothing can be checked. */
const HELD = /^(?:u?int(?:8|16|32|64)|float|double|decimal|byte|binary|password)$/;

const checkKeywords = (node: Node, pointer: string, { attempt, tell, note, slowPattern }: Context): void => {
  for (const [keyword, argument] of Object.entries(node)) {
    if (keyword === '$ref' || keyword.startsWith('x-')) continue;
    const at = joinPointer(pointer, keyword);
    attempt(() => compileSchema({ [keyword]: withoutParts(keyword, argument) }, pointer));
    if (
      keyword === 'format' &&
      typeof argument === 'string' &&
      !Object.hasOwn(FORMATS, argument) &&
      !HELD.test(argument)
    )
      note(at, `format ${argument} is not checked`);
    if (keyword === 'pattern') {
      const slow = typeof argument === 'string' ? slowPattern?.(argument) : undefined;
      if (slow !== undefined)
        tell(at, `the pattern may take exponential time: ${slow}. Say it without one repetition in another.`);
    }
  }
};

/** Least and most of the same thing; of numbers with whether the bound itself is out. */
const BOUNDS: readonly (readonly [least: string, most: string, isOpen: boolean])[] = [
  ['minLength', 'maxLength', false],
  ['minItems', 'maxItems', false],
  ['minProperties', 'maxProperties', false],
  ['minimum', 'maximum', false],
  ['minimum', 'exclusiveMaximum', true],
  ['exclusiveMinimum', 'maximum', true],
  ['exclusiveMinimum', 'exclusiveMaximum', true],
];

const checkBounds = (node: Node, pointer: string, { tell }: Context): void => {
  for (const [least, most, isOpen] of BOUNDS) {
    const [low, high] = [node[least], node[most]];
    if (typeof low !== 'number' || typeof high !== 'number' || low < high || (low === high && !isOpen)) continue;
    tell(joinPointer(pointer, least), `no value fits: ${least} is ${low}, and ${most} is ${high}.`);
  }
};

const checkValues = (node: Node, pointer: string, resolved: Node, { tell, note }: Context): void => {
  // What it refers to is told of where that stands.
  const own = (name: string): unknown => (Object.hasOwn(node, name) ? resolved[name] : undefined);
  const listOf = (name: string): readonly unknown[] => (Array.isArray(own(name)) ? (own(name) as unknown[]) : []);
  if (Array.isArray(node['enum'])) {
    const { enum: _, ...rest } = resolved;
    const written = node['enum'].map((value) => JSON.stringify(value));
    if (written.length === 0) tell(joinPointer(pointer, 'enum'), 'no value fits: the list is empty.');
    for (const [index, value] of listOf('enum').entries()) {
      const at = joinPointer(pointer, 'enum', index);
      if (written.indexOf(written[index] ?? '') < index) tell(at, `${show(value)} stands in the list twice.`);
      tellMisfit(rest, value, 'never fits', at, tell);
    }
  }
  for (const [at, value] of [
    ...['default', 'example'].map((name) => [joinPointer(pointer, name), own(name)] as const),
    ...listOf('examples').map((value, index) => [joinPointer(pointer, 'examples', index), value] as const),
  ])
    if (value !== undefined) tellMisfit(resolved, value, 'goes against its own schema', at, note);
};

/** Tells of a value that goes against a schema. A schema that can't be used is told of by itself. */
const tellMisfit = (
  schema: unknown,
  value: unknown,
  what: string,
  pointer: string,
  tell: Context['tell'],
): undefined => {
  let issues: ReturnType<typeof issuesOf>;
  if (holdsItself(value, [])) return tell(pointer, 'the value holds itself, by a $ref in it. Write it out.');
  try {
    issues = issuesOf(compileSchema(schema), value);
  } catch (error) {
    // A listed value that holds itself is told of where it stands.
    if (error instanceof DocumentError || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
  const [first] = issues;
  if (first)
    tell(pointer, `${show(value)} ${what}: ${first.name === '' ? '' : `${first.name} breaks `}${first.keyword}.`);
  return undefined;
};

const holdsItself = (value: unknown, holders: readonly unknown[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (holders.includes(value) || Object.values(value).some((part) => holdsItself(part, [...holders, value])));

const checkExamples = ({ kind, node, pointer }: Visited, { resolvedAt, note }: Context): void => {
  const resolved = resolvedAt(pointer);
  const type = pointer.slice(pointer.lastIndexOf('/') + 1).replaceAll('~1', '/');
  // What an example of another media type looks like, its schema does not say.
  const isText =
    kind === 'media' && !isJsonType(type) && !type.startsWith('multipart/') && !type.includes('urlencoded');
  if (!isNode(resolved) || resolved['schema'] === undefined || isText) return;
  const check = (value: unknown, at: string): void => {
    if (value !== undefined) tellMisfit(resolved['schema'], value, 'goes against its schema', at, note);
  };
  check(node['example'], joinPointer(pointer, 'example'));
  const examples = childNode(resolved, 'examples');
  for (const name of Object.keys(examples))
    check(childNode(examples, name)['value'], joinPointer(pointer, 'examples', name, 'value'));
};

/** The names of the properties that a schema and those around it for the same value describe. */
type NamesOf = (schema: Node) => readonly string[] | undefined;

const IN_PLACE = ['allOf', 'anyOf', 'oneOf'];

const membersOf = (schema: Node): Node[] =>
  IN_PLACE.flatMap((keyword) => (Array.isArray(schema[keyword]) ? schema[keyword].filter(isNode) : []));

/** Whether a schema holds another for the same value. */
const isMadeOf = (schema: Node, wanted: Node, seen: Set<Node>): boolean =>
  [...membersOf(schema), schema['not']].some(
    (member) =>
      member === wanted || (isNode(member) && !seen.has(member) && isMadeOf(member, wanted, seen.add(member))),
  );

/** @returns undefined where any name may be a property. */
const readNames = (schemas: readonly Node[]): NamesOf => {
  const holders = new Map<Node, Node[]>();
  for (const schema of schemas)
    for (const member of membersOf(schema)) holders.set(member, [...(holders.get(member) ?? []), schema]);
  const gather = (schema: Node, found: Set<Node>, next: (schema: Node) => readonly Node[]): Set<Node> => {
    if (found.has(schema)) return found;
    found.add(schema);
    for (const each of next(schema)) gather(each, found, next);
    return found;
  };
  return (schema) => {
    const all = new Set<Node>();
    for (const holder of gather(schema, new Set(), (each) => holders.get(each) ?? [])) gather(holder, all, membersOf);
    const isOpen = [...all].some((each) => isNode(each['additionalProperties']) || isNode(each['patternProperties']));
    const names = [...all].flatMap((each) => Object.keys(childNode(each, 'properties')));
    return isOpen || names.length === 0 ? undefined : names;
  };
};

/** The names of the properties that a schema and its parts describe; undefined where any name may be one. */
export const propertyNames = (schema: Node): readonly string[] | undefined => readNames([])(schema);

const checkNames = (node: Node, pointer: string, names: readonly string[], { document, tell }: Context): void => {
  const checkName = (name: string, at: string): void => {
    if (!names.includes(name))
      tell(at, sayUnknown(`"${name}" is no property here`, name, names, 'Describe it in "properties".'));
  };
  const required = isTexts(node['required']) ? node['required'] : [];
  for (const [index, name] of required.entries()) checkName(name, joinPointer(pointer, 'required', index));
  const discriminator = childNode(node, 'discriminator');
  const property = textAt(discriminator, 'propertyName');
  const at = joinPointer(pointer, 'discriminator');
  if (property !== undefined) checkName(property, joinPointer(at, 'propertyName'));
  const schemas = Object.keys(childNode(childNode(document, 'components'), 'schemas'));
  for (const [value, to] of Object.entries(childNode(discriminator, 'mapping'))) {
    const target = typeof to === 'string' ? to : show(to);
    const isThere = target.startsWith('#')
      ? resolvePointer(document, target) !== undefined
      : /[./]/.test(target) || schemas.includes(target);
    if (!isThere) {
      const name = target.replace(/^.*\//, '');
      tell(joinPointer(at, 'mapping', value), sayUnknown(`there is no schema ${target}`, name, schemas));
    }
  }
};
