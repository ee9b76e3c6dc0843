import type { Document } from '../../../src/openapi/document/document.ts';

/** A rule of a name: each member is a clause of its own. */
export type NameRule = readonly Readonly<Record<string, unknown>>[];

/** A small contract: things, in boxes or not, on shelves of boxes or not. */
export interface Shape {
  readonly name: NameRule;
  /** Of what holds the things; nobody need make it, unless there are shelves. */
  readonly box?: NameRule;
  readonly shelf?: NameRule;
  /** The other properties of a thing that is created. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required?: readonly string[];
  /** Default: JSON. */
  readonly media?: readonly string[];
  readonly example?: unknown;
  /** Merged over the schema of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** An operation more, whose JSON body is this and no object. */
  readonly labels?: { readonly schema: object; readonly example?: unknown };
  /** Schemas that others refer to. */
  readonly schemas?: Readonly<Record<string, object>>;
  /** A header of the creation, and a parameter of the list. */
  readonly header?: object;
  readonly limit?: object;
}

const clause = (id: string, title = id): object => ({ 'x-clause': { id, title, place: id } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const ruleOf = (prefix: string, rule: NameRule): object => ({
  type: 'string',
  allOf: rule.map((each, index) => ({ ...clause(`${prefix}${index + 1}`), ...each })),
});

const answers = (prefix: string, success: string, schema: object | undefined, ...refusals: string[]): object =>
  Object.fromEntries([
    [
      success,
      {
        description: 'Done.',
        ...clause(`${prefix}${success}`),
        ...(schema ? { content: { 'application/json': { schema } } } : {}),
      },
    ],
    ...refusals.map((status) => [
      status,
      {
        description: 'Refused.',
        ...clause(`${prefix}${status}`),
        content: { 'application/json': { schema: ref('Problem') } },
      },
    ]),
  ]);

const parameter = (name: string, schema: string): object => ({
  name,
  in: 'path',
  required: true,
  ...clause(`P-${name}`),
  schema: ref(schema),
});

const optional = (properties: Record<string, object>): object => ({ type: 'object', properties });

/** Writes the contract of a shape: create, read, list, change (where there are fields), delete. */
export const makeDocument = (shape: Shape): Document => {
  const { name, box, shelf, fields = {}, required = [], media = ['application/json'], body = {} } = shape;
  const above = [...(box ? ['box'] : []), ...(shelf ? ['shelf'] : [])];
  const path = `${box ? '/boxes/{box}' : ''}${shelf ? '/shelves/{shelf}' : ''}/things`;
  const places = Object.fromEntries(above.map((each) => [each, `path.${each}`]));
  const parameters = [
    ...(box ? [parameter('box', 'BoxName')] : []),
    ...(shelf ? [parameter('shelf', 'ShelfName')] : []),
  ];
  const key = { ...places, name: 'path.thing' };
  const exists = { 'x-requires': [{ collection: 'things', key, code: 'E404', clause: 'M-things' }] };
  const holders = shelf
    ? [{ collection: 'shelves', key: { box: 'path.box', name: 'path.shelf' }, code: 'E404', clause: 'M-shelves' }]
    : [];
  const properties = Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => [field, { ...clause(`F-${field}`), ...schema }]),
  );
  const content = (schema: object): object =>
    Object.fromEntries(
      media.map((type) => [type, { schema, ...(shape.example === undefined ? {} : { example: shape.example }) }]),
    );
  const shown = {
    name: { type: 'string' },
    ...(box ? { box: { type: 'string' } } : {}),
    ...(shelf ? { shelf: { type: 'string' } } : {}),
    ...fields,
  };
  const one = { type: 'object', required: ['name'], properties: shown };
  const creation = {
    type: 'object',
    required: ['name', ...required],
    properties: { name: { ...clause('F-name'), ...(ref('ThingName') as object) }, ...properties },
    ...body,
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      ...(shelf ? holderPaths() : {}),
      [path]: {
        parameters,
        post: {
          operationId: 'createThing',
          'x-unique-key': {
            collection: 'things',
            key: { ...places, name: 'body.name' },
            code: 'E409',
            clause: 'CT409',
          },
          ...(holders.length > 0 ? { 'x-requires': holders } : {}),
          ...(shape.header
            ? { parameters: [{ name: 'X-Note', in: 'header', ...clause('H-note'), schema: shape.header }] }
            : {}),
          requestBody: { required: true, content: content(creation) },
          responses: answers('CT', '201', undefined, '400', '409', ...(shelf ? ['404'] : [])),
        },
        get: {
          operationId: 'listThings',
          'x-effect': { kind: 'list', collection: 'things' },
          ...(holders.length > 0 ? { 'x-requires': holders } : {}),
          parameters: [
            {
              name: 'filter',
              in: 'query',
              'x-pairs': true,
              ...clause('L-filter'),
              schema: optional({ name: { type: 'string', 'x-record': 'name' } }),
            },
            ...(shape.limit ? [{ name: 'limit', in: 'query', ...clause('Q-limit'), schema: shape.limit }] : []),
          ],
          responses: answers('LT', '200', { type: 'array', items: one }, '400'),
        },
      },
      [`${path}/{thing}`]: {
        parameters: [...parameters, parameter('thing', 'ThingName')],
        get: {
          operationId: 'readThing',
          ...exists,
          'x-effect': { kind: 'read', collection: 'things' },
          responses: answers('RT', '200', one, '400', '404'),
        },
        ...(Object.keys(fields).length > 0 && media.includes('application/json')
          ? {
              patch: {
                operationId: 'changeThing',
                ...exists,
                'x-effect': { kind: 'update', collection: 'things' },
                requestBody: { required: true, content: { 'application/json': { schema: optional(properties) } } },
                responses: answers('UT', '204', undefined, '400', '404'),
              },
            }
          : {}),
        ...(shape.labels
          ? {
              put: {
                operationId: 'labelThing',
                ...exists,
                requestBody: { required: true, content: { 'application/json': shape.labels } },
                responses: answers('PT', '204', undefined, '400', '404'),
              },
            }
          : {}),
        delete: {
          operationId: 'deleteThing',
          ...exists,
          'x-effect': { kind: 'delete', collection: 'things' },
          responses: answers('DT', '204', undefined, '400', '404'),
        },
      },
    },
    components: {
      schemas: {
        ...shape.schemas,
        ThingName: ruleOf('T', name),
        ...(box ? { BoxName: ruleOf('B', box) } : {}),
        ...(shelf ? { ShelfName: ruleOf('S', shelf) } : {}),
        Problem: { type: 'object', required: ['code'], properties: { code: { 'x-fill': 'code' } } },
      },
      'x-problem': { type: 'object', properties: { code: { type: 'string', 'x-fill': 'code' } } },
      'x-collections': {
        ...(shelf
          ? {
              boxes: { key: ['name'], sequence: 'number', schema: { type: 'object' } },
              shelves: { key: ['box', 'name'], parent: 'boxes', sequence: 'number', schema: { type: 'object' } },
            }
          : {}),
        things: {
          key: [...above, 'name'],
          sequence: 'number',
          ...(shelf ? { parent: 'shelves' } : {}),
          schema: { type: 'object' },
        },
      },
      'x-error-codes': {
        E400: { status: 400, title: 'Bad request' },
        E404: { status: 404, title: 'Not found' },
        E405: { status: 405, title: 'Not allowed' },
        E409: { status: 409, title: 'Taken' },
        E500: { status: 500, title: 'Broken' },
      },
      'x-failures': {
        invalid: { code: 'E400' },
        'path-unknown': { code: 'E404' },
        'method-unknown': { code: 'E405' },
        internal: { code: 'E500' },
      },
    },
  } as unknown as Document;
};

/** Boxes and the shelves in them are made on purpose. */
const holderPaths = (): object => {
  const operations = (
    kind: string,
    collection: string,
    key: Record<string, string>,
    made: Record<string, string>,
    schema: string,
    holder: object[],
  ): [object, object] => [
    {
      post: {
        operationId: `create${kind}`,
        'x-unique-key': { collection, key: made, code: 'E409', clause: `C${kind}409` },
        ...(holder.length > 0 ? { 'x-requires': holder } : {}),
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['name'], properties: { name: ref(schema) } } },
          },
        },
        responses: answers(`C${kind}`, '201', undefined, '400', '409', ...(holder.length > 0 ? ['404'] : [])),
      },
    },
    {
      get: {
        operationId: `read${kind}`,
        'x-requires': [{ collection, key, code: 'E404', clause: `M-${collection}` }],
        'x-effect': { kind: 'read', collection },
        responses: answers(`R${kind}`, '200', optional({ name: { type: 'string' } }), '400', '404'),
      },
      delete: {
        operationId: `delete${kind}`,
        'x-requires': [{ collection, key, code: 'E404', clause: `M-${collection}` }],
        'x-effect': { kind: 'delete', collection },
        responses: answers(`D${kind}`, '204', undefined, '400', '404'),
      },
    },
  ];
  const box = [{ collection: 'boxes', key: { name: 'path.box' }, code: 'E404', clause: 'M-boxes' }];
  const [boxes, oneBox] = operations('Box', 'boxes', { name: 'path.box' }, { name: 'body.name' }, 'BoxName', []);
  const [shelves, oneShelf] = operations(
    'Shelf',
    'shelves',
    { box: 'path.box', name: 'path.shelf' },
    { box: 'path.box', name: 'body.name' },
    'ShelfName',
    box,
  );
  return {
    '/boxes': boxes,
    '/boxes/{box}': { parameters: [parameter('box', 'BoxName')], ...oneBox },
    '/boxes/{box}/shelves': { parameters: [parameter('box', 'BoxName')], ...shelves },
    '/boxes/{box}/shelves/{shelf}': {
      parameters: [parameter('box', 'BoxName'), parameter('shelf', 'ShelfName')],
      ...oneShelf,
    },
  };
};
