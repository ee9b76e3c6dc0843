import type { NameRule, Shape } from './make-document.ts';

const has = (pattern: string) => ({ pattern });
const not = (pattern: string) => ({ not: { pattern } });
const least = (minLength: number) => ({ minLength });
const most = (maxLength: number) => ({ maxLength });
const text = { type: 'string' };

/** Ordinary names, for what is about something else. */
const PLAIN: NameRule = [not('[^a-z]'), least(1), most(40)];
const DOTTED: NameRule = [not('[^a-z0-9.]'), not('^[.]|[.]$'), not('[.][.]'), least(1), most(64)];
const box = PLAIN;
const name = PLAIN;

const count = { type: 'integer', minimum: 3, maximum: 9 };
const tags = { type: 'array', items: { type: 'string', maxLength: 20 }, minItems: 1, maxItems: 5 };
const meta = {
  type: 'object',
  required: ['color'],
  properties: { color: { type: 'string', enum: ['red', 'blue'] }, depth: { type: 'integer', minimum: 0 } },
};

const tree = (...required: string[]) => ({
  type: 'object',
  required,
  properties: {
    label: { type: 'string', maxLength: 9 },
    parts: { type: 'array', items: { $ref: '#/components/schemas/Tree' }, maxItems: 3 },
    parent: { $ref: '#/components/schemas/Tree', description: 'What holds it.' },
  },
});

/** Kinds of contracts: what names, bodies and collections may be like. */
export const SHAPES = {
  'at most 2 characters': { name: [not('[^a-z0-9]'), least(1), most(2)], box },
  'boxes of at most 2 characters': { name, box: [not('[^a-z]'), least(1), most(2)] },
  'at most 2 characters, no box': { name: [not('[^a-z]'), least(1), most(2)] },
  'at most 20 characters': { name: [not('[^a-z0-9-]'), not('^-'), not('-$'), not('--'), least(1), most(20)], box },
  'at most 255 characters': { name: [not('[^a-z0-9._-]'), not('^[^a-z]'), least(1), most(255)], box },
  'no maximum': { name: [not('[^a-z_]'), not('^_'), least(1)], box: [not('[^a-z]'), least(1)] },
  dots: { name: DOTTED, box: DOTTED },
  slashes: { name: [not('[^a-z/]'), not('^/|/$'), not('//'), least(1), most(64)], box },
  'capitals only': { name: [not('[^A-Z]'), least(1), most(30)], box: [not('[^A-Z]'), least(1), most(30)] },
  'digits only': { name: [not('[^0-9]'), least(1), most(30)], box: [not('[^0-9]'), least(1), most(30)] },
  汉字: { name: [not('[^\\u4e00-\\u9fff]'), least(1), most(30)], box: [not('[^\\u4e00-\\u9fff]'), least(1), most(30)] },
  'a mandatory prefix': {
    name: [has('^repo-'), not('[^a-z-]'), not('-$'), most(30)],
    box: [has('^ns-[a-z]+$'), most(30)],
  },
  'a mandatory digit at the end': { name: [not('[^a-z0-9]'), has('[0-9]$'), not('^[0-9]'), most(30)], box },
  'letters and digits in turn': {
    name: [has('^(?:[a-z][0-9])+[a-z]?$'), most(30)],
    box: [has('^(?:[a-z][0-9])+$'), most(30)],
  },
  'at least 24 characters': { name: [not('[^a-z0-9]'), least(24), most(32)], box },
  'a pattern that counts': { name: [has('^[a-z][a-z0-9-]{0,61}[a-z0-9]$')], box },
  'a look ahead in the middle': { name: [has('^[a-z]+(?=[0-9])[a-z0-9]+$'), most(30)], box },
  'a pattern beyond regular languages': { name: [has('^([a-z]+)-\\1$'), most(30)], box },
  'optional lists and objects': { name, box, fields: { tags, meta } },
  'a list that is required': { name, box, fields: { tags }, required: ['tags'] },
  'an object that is required': { name, box, fields: { meta }, required: ['meta'] },
  'a list that only the example has': {
    name,
    box,
    fields: { tags: { ...tags, items: { type: 'string', pattern: '^(a+)b\\1$' } } },
    required: ['tags'],
    example: { name: 'abc', tags: ['aba'] },
  },
  'numbers, booleans, one value': {
    name,
    box,
    fields: {
      count,
      weight: { type: 'number', exclusiveMinimum: 0, maximum: 2.5 },
      five: { type: 'integer', multipleOf: 5, minimum: 10 },
      open: { type: 'boolean' },
      kind: { type: 'string', enum: ['only'] },
      level: { type: 'integer', enum: [1, 2] },
      note: { type: ['string', 'null'], maxLength: 10 },
      mail: { type: 'string', format: 'email' },
    },
    required: ['count', 'kind'],
  },
  'a tree': {
    name,
    box,
    fields: { root: { $ref: '#/components/schemas/Tree' } },
    required: ['root'],
    schemas: { Tree: tree('label') },
  },
  'a body of several schemas': {
    name,
    box,
    body: { allOf: [{ required: ['count'], properties: { count } }, { properties: { note: text } }] },
  },
  'one of two fields': {
    name,
    box,
    fields: { a: text, b: text },
    body: { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
  },
  'a body that is a list': { name, box, labels: { schema: { type: 'array', items: text, maxItems: 3 } } },
  'a body that is a list, with an example': {
    name,
    box,
    labels: {
      schema: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^(a+)b\\1$' } },
      example: ['aba'],
    },
  },
  'a body that is a list, which nothing can make': {
    name,
    box,
    labels: { schema: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^(a+)b\\1$' } } },
  },
  'a form and JSON': {
    name,
    box,
    media: ['multipart/form-data', 'application/json'],
    fields: { open: { type: 'boolean' }, size: { type: 'integer', minimum: 1, maximum: 5 } },
    required: ['open'],
  },
  'a form in the words of a URL': {
    name,
    box,
    media: ['application/x-www-form-urlencoded'],
    fields: { open: { type: 'boolean' }, note: text },
    required: ['open'],
  },
  'a form with a list': {
    name,
    box,
    media: ['multipart/form-data'],
    fields: { tags },
    required: ['tags'],
  },
  XML: { name, box, media: ['application/xml'] },
  bytes: { name, box, media: ['application/octet-stream'] },
  'a header and a query': {
    name,
    box,
    header: { ...text, maxLength: 20 },
    limit: { type: 'integer', minimum: 1, maximum: 50 },
  },
  'one collection': { name, fields: { note: { ...text, maxLength: 100 } } },
  'three levels of collections': {
    name,
    box,
    shelf: [not('[^a-z-]'), not('^-'), least(1), most(30)],
    fields: { note: text },
  },
} satisfies Readonly<Record<string, Shape>>;

export type ShapeName = keyof typeof SHAPES;

/** What a server does that has one rule less, by the kind of contract, and how the finding must name it. */
export interface Relaxation {
  readonly shape: ShapeName;
  readonly clause: string;
  /** The contract that the server keeps. */
  readonly served: Shape;
}

const withName = (shape: ShapeName, clause: string, rule: Readonly<Record<string, unknown>> = {}): Relaxation => {
  const original: Shape = SHAPES[shape];
  return { shape, clause, served: { ...original, name: original.name.with(Number(clause.slice(1)) - 1, rule) } };
};

const withField = (shape: ShapeName, field: string, schema: Readonly<Record<string, unknown>>): Relaxation => {
  const original: Shape = SHAPES[shape];
  return { shape, clause: `F-${field}`, served: { ...original, fields: { ...original.fields, [field]: schema } } };
};

export const RELAXATIONS: readonly Relaxation[] = [
  withName('at most 2 characters', 'T3', most(3)),
  withName('at most 2 characters', 'T1', not('[^a-z0-9.]')),
  withName('at most 2 characters, no box', 'T3', most(4)),
  withName('at most 20 characters', 'T2'),
  withName('at most 20 characters', 'T3'),
  withName('at most 20 characters', 'T4'),
  withName('at most 20 characters', 'T6', most(40)),
  withName('at most 255 characters', 'T4', most(300)),
  withName('no maximum', 'T2'),
  withName('dots', 'T3'),
  { shape: 'dots', clause: 'B3', served: { ...SHAPES.dots, box: DOTTED.with(2, {}) } },
  withName('slashes', 'T3'),
  withName('capitals only', 'T1', not('[^A-Za-z]')),
  withName('digits only', 'T1', not('[^0-9a-f]')),
  withName('汉字', 'T1', not('[^\\u4e00-\\u9fffa-z]')),
  withName('a mandatory prefix', 'T1', has('^re')),
  withName('a mandatory digit at the end', 'T2'),
  withName('letters and digits in turn', 'T1', has('^(?:[a-z][0-9]?)+$')),
  withName('at least 24 characters', 'T2', least(20)),
  withName('a pattern that counts', 'T1', has('^[a-z][a-z0-9-]{0,99}[a-z0-9]$')),
  withName('a look ahead in the middle', 'T1', has('^[a-z][a-z0-9]*$')),
  withField('numbers, booleans, one value', 'count', { ...count, maximum: 10 }),
  withField('numbers, booleans, one value', 'weight', { type: 'number', minimum: 0, maximum: 2.5 }),
  withField('numbers, booleans, one value', 'kind', { type: 'string', enum: ['only', 'Only'] }),
  withField('a list that is required', 'tags', { ...tags, minItems: 0 }),
  withField('an object that is required', 'meta', { ...meta, required: [] }),
  withField('a form and JSON', 'size', { type: 'integer', minimum: 1, maximum: 6 }),
  {
    shape: 'a form in the words of a URL',
    clause: 'F-open',
    served: { ...SHAPES['a form in the words of a URL'], required: [] },
  },
  { shape: 'a tree', clause: 'F-root', served: { ...SHAPES['a tree'], schemas: { Tree: tree() } } },
  withField('one collection', 'note', { ...text, maxLength: 200 }),
  {
    shape: 'three levels of collections',
    clause: 'S2',
    served: { ...SHAPES['three levels of collections'], shelf: [not('[^a-z-]'), {}, least(1), most(30)] },
  },
];
