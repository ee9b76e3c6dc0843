/**
 * What may stand in each object of a document: OpenAPI 3.0 to 3.2, JSON Schema 2020-12, and the extensions of
 * spec/README.md. Each field is `name:type`; a type is that of a value, another object, or `a|b` for these words.
 * `[]` is a list of them, `{}` an object with any names; `!` must be there. Without a type it is a text.
 */
const SOURCE: Readonly<Record<string, string>> = {
  document: `openapi! info:info! jsonSchemaDialect $self servers:server[] paths:path{} webhooks:path{}
    components:components security:requirement[] tags:tag[] externalDocs:docs
    x-ambiguities:any x-extends x-before-readings:any x-source:any x-generated`,
  info: 'title! version:any! summary description termsOfService contact:any license:any x-description-zh',
  server: 'url! name description variables:any',
  docs: 'url! description',
  tag: 'name! summary description externalDocs:docs parent kind x-name-zh',
  requirement: '*:text[]',
  components: `schemas:schema{} responses:response{} parameters:parameter{} examples:example{} requestBodies:body{}
    headers:header{} securitySchemes:scheme{} links:link{} callbacks:path{}{} pathItems:path{} mediaTypes:media{}
    x-request-id x-problem:schema x-error-codes:code{} x-failures:failures x-collections:collection{}`,
  path: `summary description get:operation put:operation post:operation delete:operation options:operation
    head:operation patch:operation trace:operation query:operation additionalOperations:operation{} servers:server[]
    parameters:parameter[] x-aliases:text[]`,
  operation: `tags:text[] summary description externalDocs:docs operationId parameters:parameter[] requestBody:body
    responses:response{} callbacks:path{}{} deprecated:boolean security:requirement[] servers:server[]
    x-unique-key:unique x-requires:rule[] x-requires-none:rule[] x-quota:quota x-effect:effect x-page:number
    x-external:text[] x-lasting:boolean x-failures:failures x-summary-zh`,
  parameter: `name! in:query|querystring|header|path|cookie! description required:boolean deprecated:boolean
    allowEmptyValue:boolean allowReserved:boolean explode:boolean schema:schema content:media{} example:any
    style:matrix|label|simple|form|spaceDelimited|pipeDelimited|deepObject|cookie examples:example{} x-pairs:schema
    x-overrides-query:boolean x-path-escape:text{} x-fold-case:boolean`,
  header: `description required:boolean deprecated:boolean allowEmptyValue:boolean allowReserved:boolean style
    explode:boolean schema:schema content:media{} example:any examples:example{}`,
  body: 'description content:media{}! required:boolean',
  media: `schema:schema itemSchema:schema example:any examples:example{} encoding:any prefixEncoding:any
    itemEncoding:any x-repeated-fields:reject|first|last`,
  response: 'description summary headers:header{} content:media{} links:link{} x-alternative:boolean',
  example: 'summary description value:any dataValue:any serializedValue externalValue',
  link: 'operationRef operationId parameters:any requestBody:any description server:server',
  scheme: `type:apiKey|http|mutualTLS|oauth2|openIdConnect! description name in:query|header|cookie scheme bearerFormat
    flows:any openIdConnectUrl oauth2MetadataUrl deprecated:boolean x-signature:signature`,
  signature: 'schemes! skew:number! keys:text{} date digest',
  // What stands at keywords of a schema is looked at where schemas are compiled.
  schema: `$id $schema $anchor $dynamicRef:any $dynamicAnchor $vocabulary:any $comment $defs:schema{} title description
    default:any deprecated:boolean readOnly:boolean writeOnly:boolean examples:any[] example:any type:any enum:any
    const:any multipleOf:any maximum:any minimum:any exclusiveMaximum:any exclusiveMinimum:any maxLength:any
    minLength:any pattern:any maxItems:any minItems:any uniqueItems:any maxContains:any minContains:any
    maxProperties:any minProperties:any required:text[] dependentRequired:any format allOf:schema[] anyOf:schema[]
    oneOf:schema[] not:schema if:schema then:schema else:schema items:schema prefixItems:schema[] contains:schema
    properties:schema{} patternProperties:schema{} additionalProperties:schema propertyNames:schema
    dependentSchemas:schema{} unevaluatedItems:schema unevaluatedProperties:schema contentEncoding contentMediaType
    contentSchema:schema discriminator:discriminator xml:any externalDocs:docs
    x-restates:allOf x-fold-case:boolean x-record x-match:exact|part x-order x-continues x-until x-exists:boolean x-updated:boolean
    x-derived:boolean x-of-list:boolean x-empty:absent x-fill:code|message|detail|request-id`,
  discriminator: 'propertyName! mapping:text{} defaultMapping',

  clause: 'id title zh at place code:any',
  rule: 'collection! key:text{}! code! clause unless',
  unique: 'collection! key:text{}! code! clause taken:refuse|replace',
  quota: 'most:number! by! code! clause collection',
  effect: 'kind:create|read|exists|list|update|delete! collection! key:text{} mixed:boolean',
  failure: 'code! status:number clause',
  code: 'status:number! title zh body:schema',
  collection: 'schema:schema! key:text[]! parent sequence indexes:text[]',
};

/** What can go wrong beside the keywords of a schema. */
const FAILURES = `invalid credentials-missing credentials-refused path-unknown method-unknown media-type body-unreadable
  body-too-large field-repeated field-unknown request-unreadable key-missing key-present quota unique pairs
  unresolved forced internal false`;

/** What a field holds. */
export interface Field {
  /** The name of an object, `text`, `boolean`, `number` or `any`. */
  readonly type: string;
  /** The words that it may be. */
  readonly words: readonly string[];
  /** `[]` for lists of it, `{}` for objects of it, the outermost first. */
  readonly within: readonly ('[]' | '{}')[];
  readonly required: boolean;
}

const readField = (text: string): readonly [name: string, field: Field] => {
  const [, name = '', type = 'text', within = '', required] =
    /^([^:!]+)(?::([^[{!]+))?((?:\[\]|\{\})*)(!)?$/.exec(text) ?? [];
  const words = type.includes('|') || type === 'allOf' || type === 'absent' ? type.split('|') : [];
  return [
    name,
    {
      type: words.length > 0 ? 'text' : type,
      words,
      within: (within.match(/../g) ?? []) as Field['within'],
      required: required !== undefined,
    },
  ];
};

const readFields = (source: string): ReadonlyMap<string, Field> => new Map(source.split(/\s+/).map(readField));

const failureKinds = [
  ...FAILURES.split(/\s+/),
  ...[...readFields(SOURCE['schema'] ?? '').keys()].filter((keyword) => !keyword.startsWith('x-')),
];

/** The objects of a document by their kind. A field `*` is any name. */
export const OBJECTS: ReadonlyMap<string, ReadonlyMap<string, Field>> = new Map([
  ...Object.entries(SOURCE).map(([kind, source]) => [kind, readFields(source)] as const),
  ['failures', readFields(failureKinds.map((kind) => `${kind}:failure`).join(' '))],
]);

/** What nothing is said of. */
export const ANYTHING: Field = { type: 'any', words: [], within: [], required: false };

/** A whole of one kind, and what a name in an object of a kind holds. */
export const fieldsOf = {
  document: { ...ANYTHING, type: 'document' },
  schema: { ...ANYTHING, type: 'schema' },
  field: (kind: string, name: string): Field | undefined => {
    const fields = OBJECTS.get(kind);
    return fields?.get(name) ?? ANYWHERE.get(name) ?? fields?.get('*');
  },
};

/** What any object may have. */
export const ANYWHERE: ReadonlyMap<string, Field> = readFields('x-clause:clause');

/** The kinds of objects that have an extension of ours. */
export const holdersOf = (extension: string): string[] =>
  [...OBJECTS].flatMap(([kind, fields]) => (fields.has(extension) ? [kind] : []));
