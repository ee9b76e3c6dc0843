import { childNode, type Document, isNode, type Node, textAt } from '../document/document.ts';
import { METHODS } from './list-operations.ts';

const PLACES = ['query', 'header', 'path', 'cookie'];
const UNKNOWN = 'unknown';

/**
 * Writes the TypeScript types of a document's requests and answers: `paths`, `operations` and
 * `components`, in the shape that openapi-fetch's `createClient<paths>()` takes.
 *
 * @param document with its references as they stand.
 * @param origin of the document, said at the top.
 * @returns the text of a declaration file.
 */
export const writeTypes = (document: Document, origin = 'openapi.yaml by "npm run generate"'): string => {
  const root = document as unknown as Node;
  const paths = Object.entries(childNode(root, 'paths')).filter((entry): entry is [string, Node] => isNode(entry[1]));
  const operations = paths.flatMap(([template, item]) =>
    METHODS.flatMap((method) => {
      const node = item[method];
      return isNode(node)
        ? [{ method, template, item, node, id: textAt(node, 'operationId') ?? `${method} ${template}` }]
        : [];
    }),
  );
  const idOf = (template: string, method: string): string | undefined =>
    operations.find((each) => each.template === template && each.method === method)?.id;
  const schemas = Object.entries(childNode(childNode(root, 'components'), 'schemas'));

  return [
    `// Generated from ${origin}. Do not edit.`,
    '',
    `export interface paths ${block(
      paths.map(([template]) => [
        key(template),
        block([
          ['parameters', block(PLACES.map((place) => [`${place}?`, 'never']))],
          ...METHODS.map((method): [string, string] => {
            const id = idOf(template, method);
            return id === undefined ? [`${method}?`, 'never'] : [method, `operations[${quote(id)}]`];
          }),
        ]),
      ]),
    )}`,
    '',
    `export interface operations ${block(operations.map(({ id, item, node }) => [key(id), writeOperation(root, item, node), textAt(node, 'summary')]))}`,
    '',
    `export interface components ${block([
      [
        'schemas',
        block(
          schemas.map(([name, schema]) => [
            key(name),
            writeSchema(schema),
            isNode(schema) ? textAt(schema, 'description') : undefined,
          ]),
        ),
      ],
    ])}`,
    '',
  ].join('\n');
};

const writeOperation = (root: Node, item: Node, node: Node): string => {
  const parameters = [...listOf(node['parameters']), ...listOf(item['parameters'])].map((each) => resolve(root, each));
  const body = resolve(root, childNode(node, 'requestBody'));
  const content = Object.entries(childNode(body, 'content'));
  return block([
    [
      'parameters',
      block(
        PLACES.map((place) =>
          writeParameters(
            place,
            parameters.filter((each) => each['in'] === place),
          ),
        ),
      ),
    ],
    content.length === 0
      ? ['requestBody?', 'never']
      : [body['required'] === true ? 'requestBody' : 'requestBody?', block([['content', writeContent(content)]])],
    [
      'responses',
      block(
        Object.entries(childNode(node, 'responses')).map(([status, response]) => {
          const answer = isNode(response) ? resolve(root, response) : {};
          const media = Object.entries(childNode(answer, 'content'));
          return [
            /^\d+$/.test(status) ? status : key(status),
            block([
              ['headers', '{ [name: string]: unknown }'],
              media.length === 0 ? ['content?', 'never'] : ['content', writeContent(media)],
            ]),
            textAt(answer, 'description'),
          ];
        }),
      ),
    ],
  ]);
};

const writeParameters = (place: string, parameters: readonly Node[]): Member => {
  if (parameters.length === 0) return [`${place}?`, 'never'];
  const isNeeded = parameters.some((each) => each['required'] === true);
  return [
    isNeeded ? place : `${place}?`,
    block(
      parameters.map((each) => [
        key(textAt(each, 'name') ?? '') + (each['required'] === true ? '' : '?'),
        writeSchema(each['schema']),
        textAt(each, 'description'),
      ]),
    ),
  ];
};

const writeContent = (content: readonly (readonly [string, unknown])[]): string =>
  block(content.map(([type, media]) => [key(type), writeSchema(isNode(media) ? media['schema'] : undefined)]));

/** The type of a JSON Schema; `unknown` where it says nothing about one. */
const writeSchema = (schema: unknown): string => {
  if (!isNode(schema)) return UNKNOWN;
  const reference = textAt(schema, '$ref');
  if (reference !== undefined) return writeReference(reference);
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  const members = listOf(schema['allOf'])
    .map(writeSchema)
    .filter((type) => type !== UNKNOWN);
  const own = writeType(schema);
  // What the members say of a text or number is narrower than that it is one.
  const isPlain = !own.startsWith('{');
  const all = [...(own === UNKNOWN || (isPlain && members.length > 0) ? [] : [own]), ...members];
  if (all.length > 0) return [...new Set(all)].join(' & ');
  const choices = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])].map(writeSchema);
  return choices.length === 0 || choices.includes(UNKNOWN) ? UNKNOWN : [...new Set(choices)].join(' | ');
};

const writeReference = (reference: string): string => {
  const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(reference) ?? [];
  if (name !== undefined) return `components['schemas'][${quote(name)}]`;
  const [, holder, property] = /^#\/components\/schemas\/([^/]+)\/properties\/([^/]+)$/.exec(reference) ?? [];
  return holder === undefined || property === undefined
    ? UNKNOWN
    : `components['schemas'][${quote(holder)}][${quote(property)}]`;
};

const writeType = (schema: Node): string => {
  const types = (Array.isArray(schema['type']) ? schema['type'] : [schema['type']]).map((type) => {
    if (type === 'integer') return 'number';
    if (type === 'array') return `${wrap(writeSchema(schema['items']))}[]`;
    if (type === 'object' || (type === undefined && isNode(schema['properties']))) return writeObject(schema);
    return typeof type === 'string' ? type : UNKNOWN;
  });
  return types.includes(UNKNOWN) ? UNKNOWN : types.join(' | ');
};

const writeObject = (schema: Node): string => {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const more = schema['additionalProperties'];
  const members = Object.entries(childNode(schema, 'properties')).map(
    ([name, property]): Member => [
      key(name) + (required.has(name) ? '' : '?'),
      writeSchema(property),
      isNode(property) ? textAt(property, 'description') : undefined,
    ],
  );
  if (isNode(more)) members.push(['[name: string]', writeSchema(more)]);
  return members.length === 0 ? 'Record<string, unknown>' : block(members);
};

type Member = readonly [name: string, type: string, comment?: string | undefined];

const block = (members: readonly Member[]): string =>
  members.length === 0
    ? '{}'
    : `{\n${members.map(([name, type, comment]) => indent(`${comment === undefined ? '' : `/** ${comment.replaceAll('*/', '* /').trim()} */\n`}${name}: ${type};`)).join('\n')}\n}`;

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

const wrap = (type: string): string => (/ [|&] /.test(type) ? `(${type})` : type);

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name));

const listOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** A node that may be a reference to a parameter, a body or a response. */
const resolve = (root: Node, node: Node): Node => {
  const reference = textAt(node, '$ref');
  if (reference === undefined) return node;
  let found: unknown = root;
  for (const step of reference.split('/').slice(1)) found = isNode(found) ? found[step] : undefined;
  return isNode(found) ? found : {};
};
