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

const JSON_TYPE = 'application/json';

const clause = (id: string): object => ({ 'x-clause': { id, title: id, place: id } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const ruleOf = (prefix: string, rule: NameRule | undefined): object | undefined =>
  rule && { type: 'string', allOf: rule.map((each, index) => ({ ...clause(`${prefix}${index + 1}`), ...each })) };

const answers = (prefix: string, success: string, schema: object | undefined, ...refusals: string[]): object =>
  Object.fromEntries(
    [success, ...refusals].map((status) => {
      const own = status === success ? schema : ref('Problem');
      const content = own && { [JSON_TYPE]: { schema: own } };
      return [status, { description: 'What is answered.', ...clause(`${prefix}${status}`), content }];
    }),
  );

const parameter = (name: string, schema: string): object => ({
  name,
  in: 'path',
  required: true,
  ...clause(`P-${name}`),
  schema: ref(schema),
});

const optional = (properties: Record<string, object>): object => ({ type: 'object', properties });

/** Where the values of a key stand in a request, by property. */
type Key = Readonly<Record<string, string>>;

/** What is kept of one kind: where its key stands in a creation and elsewhere, and what it lies in. */
interface Kind {
  readonly name: string;
  readonly collection: string;
  readonly made: Key;
  readonly key: Key;
  readonly holder?: object | undefined;
}

const mustExist = (collection: string, key: Key): object => ({
  collection,
  key,
  code: 'E404',
  clause: `M-${collection}`,
});

/** The operations that every kind has: `on` what lies there, or one record of it. */
const operationsOn = ({ name, collection, made, key, holder }: Kind, content: object, shown: object) => {
  const [initial = ''] = name;
  const about = (verb: string, kind: string): object => ({
    operationId: verb + name,
    'x-requires': [mustExist(collection, key)],
    'x-effect': kind === '' ? undefined : { kind, collection },
  });
  return {
    about,
    post: {
      operationId: `create${name}`,
      'x-unique-key': { collection, key: made, code: 'E409', clause: `C${initial}409` },
      'x-requires': holder && [holder],
      requestBody: { required: true, content },
      responses: answers(`C${initial}`, '201', undefined, '400', '409', ...(holder ? ['404'] : [])),
    },
    get: { ...about('read', 'read'), responses: answers(`R${initial}`, '200', shown, '400', '404') },
    delete: { ...about('delete', 'delete'), responses: answers(`D${initial}`, '204', undefined, '400', '404') },
  };
};

/** Writes the contract of a shape: create, read, list, change (where there are fields), delete. */
export const makeDocument = (shape: Shape): Document => {
  const { name, box, shelf, fields = {}, required = [], media = [JSON_TYPE], example, labels, header, limit } = shape;
  const above = [...(box ? ['box'] : []), ...(shelf ? ['shelf'] : [])];
  const path = `${box ? '/boxes/{box}' : ''}${shelf ? '/shelves/{shelf}' : ''}/things`;
  const places = Object.fromEntries(above.map((each) => [each, `path.${each}`]));
  const parameters = [
    ...(box ? [parameter('box', 'BoxName')] : []),
    ...(shelf ? [parameter('shelf', 'ShelfName')] : []),
  ];
  const holder = shelf && mustExist('shelves', { box: 'path.box', name: 'path.shelf' });
  const properties = Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => [field, { ...clause(`F-${field}`), ...schema }]),
  );
  const text = { type: 'string' };
  const shown = { name: text, box: box && text, shelf: shelf && text, ...fields };
  const one = { type: 'object', required: ['name'], properties: shown };
  const schema = {
    type: 'object',
    required: ['name', ...required],
    properties: { name: { ...clause('F-name'), ...ref('ThingName') }, ...properties },
    ...shape.body,
  };
  const thing: Kind = {
    name: 'Thing',
    collection: 'things',
    made: { ...places, name: 'body.name' },
    key: { ...places, name: 'path.thing' },
    holder,
  };
  const content = Object.fromEntries(media.map((type) => [type, { schema, example }]));
  const { post, about, ...record } = operationsOn(thing, content, one);
  const changing = { ...about('change', 'update'), responses: answers('UT', '204', undefined, '400', '404') };
  const labelling = { ...about('label', ''), responses: answers('PT', '204', undefined, '400', '404') };
  const hasChange = Object.keys(fields).length > 0 && media.includes(JSON_TYPE);
  const bodyOf = (own: object) => ({ required: true, content: { [JSON_TYPE]: own } });
  const filter = optional({ name: { type: 'string', 'x-record': 'name' } });
  const whole = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      ...(shelf ? holderPaths() : {}),
      [path]: {
        parameters,
        post: {
          ...post,
          parameters: header && [{ name: 'X-Note', in: 'header', ...clause('H-note'), schema: header }],
        },
        get: {
          operationId: 'listThings',
          'x-effect': { kind: 'list', collection: 'things' },
          'x-requires': holder && [holder],
          parameters: [
            { name: 'filter', in: 'query', ...clause('L-filter'), schema: { type: 'string' }, 'x-pairs': filter },
            ...(limit ? [{ name: 'limit', in: 'query', ...clause('Q-limit'), schema: limit }] : []),
          ],
          responses: answers('LT', '200', { type: 'array', items: one }, '400'),
        },
      },
      [`${path}/{thing}`]: {
        parameters: [...parameters, parameter('thing', 'ThingName')],
        get: record.get,
        patch: hasChange ? { ...changing, requestBody: bodyOf({ schema: optional(properties) }) } : undefined,
        put: labels && { ...labelling, requestBody: bodyOf(labels) },
        delete: record.delete,
      },
    },
    components: {
      schemas: {
        ...shape.schemas,
        ThingName: ruleOf('T', name),
        BoxName: ruleOf('B', box),
        ShelfName: ruleOf('S', shelf),
        Problem: { type: 'object', required: ['code'], properties: { code: { 'x-fill': 'code' } } },
      },
      'x-problem': { type: 'object', properties: { code: { type: 'string', 'x-fill': 'code' } } },
      'x-collections': {
        boxes: shelf && { key: ['name'], sequence: 'number', schema: optional({}) },
        shelves: shelf && { key: ['box', 'name'], parent: 'boxes', sequence: 'number', schema: optional({}) },
        things: {
          key: [...above, 'name'],
          sequence: 'number',
          parent: shelf && 'shelves',
          schema: optional({}),
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
  };
  // What a shape does not have is left out.
  return JSON.parse(JSON.stringify(whole)) as Document;
};

/** Boxes and the shelves in them are made on purpose. */
const holderPaths = (): object => {
  const contentOf = (schema: string): object => ({
    [JSON_TYPE]: { schema: { type: 'object', required: ['name'], properties: { name: ref(schema) } } },
  });
  const shown = optional({ name: { type: 'string' } });
  const box: Kind = { name: 'Box', collection: 'boxes', made: { name: 'body.name' }, key: { name: 'path.box' } };
  const shelf: Kind = {
    name: 'Shelf',
    collection: 'shelves',
    made: { box: 'path.box', name: 'body.name' },
    key: { box: 'path.box', name: 'path.shelf' },
    holder: mustExist('boxes', box.key),
  };
  const { post: createBox, about: _, ...oneBox } = operationsOn(box, contentOf('BoxName'), shown);
  const { post: createShelf, about: __, ...oneShelf } = operationsOn(shelf, contentOf('ShelfName'), shown);
  const [inBox, inShelf] = [parameter('box', 'BoxName'), parameter('shelf', 'ShelfName')];
  return {
    '/boxes': { post: createBox },
    '/boxes/{box}': { parameters: [inBox], ...oneBox },
    '/boxes/{box}/shelves': { parameters: [inBox], post: createShelf },
    '/boxes/{box}/shelves/{shelf}': { parameters: [inBox, inShelf], ...oneShelf },
  };
};
