import { childNode, type Document, isNode, type Node, putField, textAt } from './document/document.ts';

/**
 * A document as tools of others read it best: generators of clients, validators, linters. It says the same of what is
 * sent and answered, without the extensions, and without what says the same once more for ours: each rule of a name as
 * a schema of its own, for which generators in Go, Java, Kotlin and Python make a class in the place of a text.
 *
 * @param fake the address of the fake that stands first among the servers, for clients that take the first one.
 */
export const plainDocument = (document: Document, fake = 'http://127.0.0.1:30303'): Document => {
  const plain = plainNode(document as unknown as Node, 'document') as Record<string, unknown>;
  const servers = Array.isArray(plain['servers']) ? plain['servers'] : [];
  plain['servers'] = [{ url: fake, description: 'The fake.' }, ...servers];
  removeSignatures(document, plain);
  removeUnused(plain);
  return plain as unknown as Document;
};

/** What stands in the fields of an object: others of any name, values that are no part of the document, or its parts. */
const NAMED = new Set(
  `properties patternProperties $defs dependentSchemas paths schemas responses parameters examples requestBodies headers
   securitySchemes links callbacks pathItems content variables mapping scopes encoding`.split(/\s+/),
);
const VALUES = new Set(['example', 'default', 'const', 'enum', 'value', 'required']);

const plainNode = (node: Node, holder: string): Node => {
  const own: Record<string, unknown> = {};
  if (NAMED.has(holder)) {
    for (const [name, value] of Object.entries(node)) putField(own, name, plainValue(value, ''));
    return own;
  }
  for (const [key, value] of Object.entries(node))
    if (!key.startsWith('x-')) own[key] = VALUES.has(key) ? value : plainValue(value, key);
  if (isFilter(node)) own['schema'] = { ...(own['schema'] as Node), pattern: patternOfPairs(node) };
  const told = [node['description'], ...extensionsInWords(node)].filter((text) => text !== undefined);
  if (typeof node['in'] === 'string' && told.length > 0) own['description'] = told.join('\n\n');
  if (Array.isArray(node['parameters'])) relax(node['parameters'], own['parameters'] as Record<string, unknown>[]);
  if (node['type'] === undefined) return own;
  // A title is what a clause says, and would be the name of a class.
  const { title, description = title, ...rest } = own;
  const said = description === undefined ? rest : { ...rest, description };
  return SCALARS.has(String(node['type'])) ? plainScalar(node, said) : said;
};

const plainValue = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value.map((each) => plainValue(each, ''));
  return isNode(value) ? plainNode(value, key) : value;
};

const SCALARS = new Set(['string', 'integer', 'number', 'boolean']);
const KEYWORDS = new Set('minimum maximum minLength maxLength pattern enum const format'.split(' '));

/** One schema of keywords. What the members of `allOf` say is said in it, as far as that has no rule of its own kind. */
const plainScalar = (node: Node, own: Record<string, unknown>): Node => {
  const members = Array.isArray(node['allOf']) ? node['allOf'].filter(isNode) : [];
  const named = members.find((member) => typeof member['$ref'] === 'string');
  const { allOf: _members, ...rest } = own;
  if (named && members.length === 1) return { $ref: named['$ref'], description: own['description'] };
  const isRestated = node['x-restates'] === 'allOf';
  const rules = isRestated ? [] : members.flatMap((member) => Object.entries(member));
  const added = Object.fromEntries(rules.filter(([key]) => KEYWORDS.has(key) && !(key in rest)));
  const plain: Record<string, unknown> = { ...rest, ...added };
  // Of a text: a time, or a word. Its members have no type, and so tools take them for anything.
  if (isUntyped(node['anyOf'])) delete plain['anyOf'];
  if (node['not'] !== undefined) delete plain['not'];
  return plain;
};

const isUntyped = (choice: unknown): boolean =>
  Array.isArray(choice) && choice.every((each) => isNode(each) && each['type'] === undefined && !('$ref' in each));

const isFilter = (node: Node): boolean => typeof node['in'] === 'string' && isNode(node['x-pairs']);

/** The form of a text of pairs; which names there may be is left to `x-pairs`. */
const patternOfPairs = ({ required }: Node): string => {
  const pairs = '[^:|]+::[^|]*(?:\\|[^:|]+::[^|]*)*';
  return required === true ? `^${pairs}$` : `^(?:${pairs})?$`;
};

/** What only extensions say of a parameter, for people. */
const extensionsInWords = (parameter: Node): readonly string[] => {
  const { 'x-pairs': pairs, 'x-path-escape': signs } = parameter;
  const names = isNode(pairs) ? Object.entries(childNode(pairs, 'properties')) : [];
  return [
    ...(names.length > 0 ? [names.map(sayPair).join('\n')] : []),
    ...(isNode(pairs) && titlesIn(pairs).length > 0 ? [`It ${titlesIn(pairs).join('; it ')}.`] : []),
    ...(parameter['x-overrides-query'] === true
      ? ['Where it is sent, no other parameter of the query is looked at.']
      : []),
    ...(isNode(signs)
      ? [
          `${Object.entries(signs)
            .map(([character, sign]) => `\`${character}\` is written \`${sign}\``)
            .join(', ')}.`,
        ]
      : []),
  ];
};

const sayPair = ([name, schema]: readonly [string, unknown]): string => {
  const titles = titlesIn(schema);
  return titles.length === 0 ? `- \`${name}\`` : `- \`${name}\`: ${titles.join(', ')}`;
};

/** Its own title, and those of the rules that it is made of. */
const titlesIn = (schema: unknown): readonly string[] => {
  if (!isNode(schema)) return [];
  const members = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  return [textAt(schema, 'title'), ...members.map((each) => (isNode(each) ? textAt(each, 'title') : undefined))].filter(
    (title) => title !== undefined,
  );
};

/** A parameter that another one may stand for can be left out, which only `x-overrides-query` can say. */
const relax = (parameters: readonly unknown[], own: Record<string, unknown>[]): void => {
  if (!parameters.some((each) => isNode(each) && each['x-overrides-query'] === true)) return;
  for (const each of own) if (each['in'] === 'query') delete each['required'];
};

/** Takes away the ways to sign a request: no tool can make a signature, and some ask for it beside the others. */
const removeSignatures = (document: Document, plain: Record<string, unknown>): void => {
  const { securitySchemes = {} } = document.components ?? {};
  const isSigned = (name: string): boolean => isNode(securitySchemes[name]) && 'x-signature' in securitySchemes[name];
  const keep = (requirements: unknown): unknown =>
    Array.isArray(requirements)
      ? requirements.filter((each) => !isNode(each) || !Object.keys(each).some(isSigned))
      : requirements;
  const operations = Object.values((plain['paths'] ?? {}) as Node).flatMap((item) =>
    isNode(item) ? Object.values(item) : [],
  );
  for (const holder of [plain, ...operations.filter(isNode)])
    if ('security' in holder) Object.assign(holder, { security: keep(holder['security']) });
  const schemes = isNode(plain['components']) ? plain['components']['securitySchemes'] : undefined;
  if (isNode(schemes))
    for (const name of Object.keys(schemes)) if (isSigned(name)) delete (schemes as Record<string, unknown>)[name];
};

/** Takes away the schemas that nothing refers to: those of what the fake keeps. */
const removeUnused = (plain: Record<string, unknown>): void => {
  const components = plain['components'];
  if (!isNode(components) || !isNode(components['schemas'])) return;
  const schemas = components['schemas'] as Record<string, unknown>;
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"/]+)/g)) {
      if (used.has(name)) continue;
      used.add(name);
      if (schemas[name] !== undefined) visit(schemas[name]);
    }
  };
  visit({ ...plain, components: { ...components, schemas: undefined } });
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
};
