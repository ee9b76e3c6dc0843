import { childNode, type Document, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { listClauses } from '../operations/clause.ts';
import { readExternal } from '../operations/external.ts';
import { type KeyPlaces, type KeyRule, readKeyRule, readRules } from '../operations/rules.ts';
import { propertyNames } from './check-schemas.ts';
import type { Context } from './context.ts';
import { sayUnknown } from './problem.ts';

/** Checks what an operation says of records: that it can be read, and that its places are in the request. */
export const checkRules = (operation: Node, parameters: readonly Node[], pointer: string, context: Context): void => {
  const { resolved, attempt } = context;
  const places = readPlaces(operation, parameters);
  const checkRule = (rule: Pick<KeyRule, 'key' | 'unless'> | undefined, at: string): void => {
    for (const [property, place] of Object.entries(rule?.key ?? ({} as KeyPlaces)))
      checkPlace(place, places, joinPointer(at, 'key', property), context);
    if (rule?.unless !== undefined) checkPlace(rule.unless, places, joinPointer(at, 'unless'), context);
  };
  for (const [name, extent] of [
    ['x-requires', 'whole'],
    ['x-requires-none', 'beginning'],
  ] as const)
    for (const [index, rule] of (Array.isArray(operation[name]) ? operation[name] : []).entries()) {
      const at = joinPointer(pointer, name, index);
      attempt(() => checkRule(readKeyRule(resolved, rule, at, extent), at));
    }
  const {
    'x-requires': requires,
    'x-unique-key': unique,
    'x-quota': quota,
    'x-effect': effect,
    'x-page': page,
    'x-external': external,
  } = operation;
  const read = (node: Node) => readRules(resolved, node, pointer);
  if (unique !== undefined)
    attempt(() => checkRule(read({ 'x-unique-key': unique }).uniqueKey, joinPointer(pointer, 'x-unique-key')));
  if (quota !== undefined) attempt(() => read({ 'x-unique-key': unique, 'x-quota': quota }));
  if (page !== undefined) attempt(() => read({ 'x-page': page }));
  if (external !== undefined)
    attempt(() => {
      for (const [index, place] of readExternal({ 'x-external': external }, pointer).entries())
        checkPlace(place, places, joinPointer(pointer, 'x-external', String(index)), context);
    });
  if (effect !== undefined)
    attempt(() => {
      const found = read({ 'x-requires': requires, 'x-effect': effect }).effect;
      if (found && isNode(effect) && effect['key'] !== undefined) checkRule(found, joinPointer(pointer, 'x-effect'));
    });
};

/** The places of a request by their beginning; undefined where any name may stand. */
type Places = Readonly<Record<string, readonly string[] | undefined>>;

const readPlaces = (operation: Node, parameters: readonly Node[]): Places => {
  const named = (place: string): string[] =>
    parameters.filter((each) => each['in'] === place).flatMap((each) => textAt(each, 'name') ?? []);
  const schemas = Object.values(childNode(childNode(operation, 'requestBody'), 'content')).map((media) =>
    isNode(media) ? childNode(media, 'schema') : {},
  );
  const all = (known: readonly (readonly string[] | undefined)[]): readonly string[] | undefined =>
    known.some((names) => names === undefined) ? undefined : known.flatMap((names) => names ?? []);
  const items = schemas.map((schema) => childNode(schema, 'items'));
  return {
    path: named('path'),
    query: named('query'),
    body: all(schemas.map((schema) => (schema['type'] === 'array' ? [] : propertyNames(schema)))),
    'body[]': all(items.map(propertyNames)),
  };
};

const checkPlace = (place: string, places: Places, pointer: string, { tell }: Context): void => {
  const [, where = '', name] = /^(path|query|body(?:\[\])?)(?:\.(.*?)(?:\[\])?)?$/.exec(place) ?? [];
  const known = places[where];
  if (name === undefined || known === undefined || known.includes(name)) return;
  const full = known.map((each) => `${where}.${each}`);
  const has = `It has ${full.length === 0 ? `no ${where}` : full.join(', ')}.`;
  tell(pointer, sayUnknown(`"${place}" is not in the request`, place, full, has));
};

/** Checks that codes are in the table, clauses are stated, and collections and their properties are there. */
export const checkNames = (context: Context): void => {
  const { objects, resolved, document, tell } = context;
  const components = childNode(resolved, 'components');
  const codes = Object.keys(childNode(components, 'x-error-codes'));
  const clauses = new Set<string>(listClauses(resolved as unknown as Document).map(({ id }) => id));
  for (const id of Object.keys(childNode(document, 'x-ambiguities'))) clauses.add(id);
  const checkCode = (code: unknown, at: string): void => {
    if (typeof code === 'string' && !codes.includes(code))
      tell(at, sayUnknown(`no table has the error code "${code}"`, code, codes, 'Add it to x-error-codes.'));
  };
  for (const { kind, node, pointer } of objects) {
    const { code, clause, status } = node;
    if (kind === 'clause' && isNode(code))
      for (const [keyword, each] of Object.entries(code)) checkCode(each, joinPointer(pointer, 'code', keyword));
    else if (CODED.has(kind) && code !== undefined) checkCode(code, joinPointer(pointer, 'code'));
    if (CODED.has(kind) && typeof clause === 'string' && !clauses.has(clause)) {
      const what = `no clause has the id "${clause}"`;
      tell(joinPointer(pointer, 'clause'), sayUnknown(what, clause, clauses, 'State it by an x-clause.'));
    }
    const isStatus = kind === 'code' || (kind === 'failure' && status !== undefined);
    if (isStatus && typeof status === 'number' && !(Number.isInteger(status) && status >= 200 && status <= 599))
      tell(joinPointer(pointer, 'status'), `must be a status from 200 to 599 (it is ${status}).`);
  }
  checkCollections(childNode(components, 'x-collections'), context);
  checkNeighbours(context);
};

/** What says which way a list is ordered stands beside what says by which property; what is read on, in an answer. */
const checkNeighbours = ({ objects, tell }: Context): void => {
  const properties = objects.flatMap(({ kind, node }) =>
    kind === 'schema' ? Object.keys(childNode(node, 'properties')) : [],
  );
  const parameters = objects.flatMap(({ kind, node }) => (kind === 'parameter' ? (textAt(node, 'name') ?? []) : []));
  const known = {
    'x-order': { what: 'parameter', names: [...parameters, ...properties] },
    'x-continues': { what: 'property', names: properties },
  };
  for (const { kind, node, pointer } of objects)
    for (const [keyword, { what, names }] of kind === 'schema' ? Object.entries(known) : []) {
      const name = textAt(node, keyword);
      if (name !== undefined && !names.includes(name))
        tell(joinPointer(pointer, keyword), sayUnknown(`there is no ${what} "${name}"`, name, names));
    }
};

const CODED = new Set(['clause', 'failure', 'rule', 'unique', 'quota']);

const checkCollections = (collections: Node, { objects, tell }: Context): void => {
  const names = Object.keys(collections);
  const properties = (name: string): readonly string[] | undefined =>
    propertyNames(childNode(childNode(collections, name), 'schema'));
  const checkProperty = (property: unknown, known: readonly string[] | undefined, at: string): void => {
    if (typeof property === 'string' && property !== '' && known && !known.includes(property))
      tell(at, sayUnknown(`"${property}" is no property of a record`, property, known, `It has ${known.join(', ')}.`));
  };
  for (const name of names) {
    const node = childNode(collections, name);
    const pointer = joinPointer('/components/x-collections', name);
    const parent = textAt(node, 'parent');
    if (parent !== undefined && !names.includes(parent))
      tell(joinPointer(pointer, 'parent'), sayUnknown(`there is no collection "${parent}"`, parent, names));
    for (const list of ['key', 'indexes'])
      for (const [index, property] of (Array.isArray(node[list]) ? node[list] : []).entries())
        checkProperty(property, properties(name), joinPointer(pointer, list, index));
    checkProperty(node['sequence'], properties(name), joinPointer(pointer, 'sequence'));
  }
  const each = names.map(properties);
  const any = each.some((known) => known === undefined) ? undefined : each.flatMap((known) => known ?? []);
  for (const { kind, node, pointer } of objects) {
    if (kind === 'quota') checkProperty(node['by'], any, joinPointer(pointer, 'by'));
    if (kind !== 'schema' || names.length === 0) continue;
    for (const extension of ['x-record', 'x-until'])
      checkProperty(node[extension], any, joinPointer(pointer, extension));
  }
};
